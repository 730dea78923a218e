package org.sealdesk.crypt.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.Problem;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.crypt.KeyFiles;
import org.sealdesk.crypt.audit.AuditEntry;
import org.sealdesk.crypt.audit.AuditLog;
import org.sealdesk.crypt.seal.PassphraseKeys;
import org.sealdesk.crypt.seal.SealChoice;
import org.sealdesk.crypt.store.DurableKeystore;
import org.sealdesk.crypt.store.StoreSettings;

/** The keystore as a whole, on a disk, as administrators see it. */
class KeystorePageTest {

    private static final String GOOD = "correct horse battery";

    @TempDir
    private Path base;

    private final AdminDesk admin = new AdminDesk();
    private final List<Runnable> scheduled = new ArrayList<>();
    private final List<AuditEntry> recorded = new ArrayList<>();
    private DurableKeystore keystore;
    private SealChoice.Place place = SealChoice.Place.HOST;
    private CryptAdminPages pages;

    @BeforeEach
    void open() throws Exception {
        keystore = DurableKeystore.open(
                base.resolve("data/keystore"),
                SealChoice.source(
                        () -> new SealChoice(place, Optional.empty(), "NO_SUCH_VARIABLE"),
                        KeyFiles.at(base.resolve("key")),
                        base.resolve("data"),
                        name -> null,
                        new PassphraseKeys()),
                StoreSettings.forHeap(64L * 1024 * 1024),
                Clock.fixed(admin.desk.clock.instant(), ZoneOffset.UTC),
                new SecureRandom());
        AuditLog log = AuditLog.inMemory(keystore, admin.desk.clock, recorded::add);
        KeystoreDesk desk = new KeystoreDesk(
                log.care(keystore),
                () -> (name, delay, work) -> scheduled.add(work),
                admin.desk.clock,
                admin.parts.texts(),
                () -> admin.changed.add("unlocked"),
                () -> {});
        pages = new CryptAdminPages(admin.parts, admin.errors, admin.folderDesk, desk, new SecureRandom());
    }

    @AfterEach
    void close() {
        keystore.close();
        admin.close();
    }

    private Outcome ask(String work) throws Exception {
        return pages.handle(TestRequest.post("keystore").with("work", work));
    }

    private void run(TestRequest request) throws Exception {
        assertThat(pages.handle(request)).isInstanceOf(Outcome.Redirect.class);
        scheduled.forEach(Runnable::run);
        scheduled.clear();
    }

    private void run(String work) throws Exception {
        run(TestRequest.post("keystore").with("work", work));
    }

    private String page() throws Exception {
        return AdminDesk.text(((Outcome.Page) pages.handle(TestRequest.get("keystore"))).view());
    }

    private List<String> recorded() {
        return recorded.stream()
                .map(e -> e.who() + " " + e.event().action() + " " + e.event().outcome())
                .toList();
    }

    @Test
    void aBackupIsMadeOnceAndNeverReplacesAFile() throws Exception {
        Path file = base.resolve("backup");
        TestRequest request =
                TestRequest.post("keystore").with("work", "backup").with("file", file.toString());
        run(request);
        assertThat(file).isNotEmptyFile();
        assertThat(page()).contains("The backup " + file + " is made").doesNotContain("is there already");
        byte[] first = Files.readAllBytes(file);
        run(request);
        assertThat(page()).contains("is there already");
        assertThat(file).hasBinaryContent(first);
        assertThat(recorded()).containsExactly("mo store.backup ok", "mo store.backup store.unavailable");
    }

    @Test
    void aBackupNeedsAWholePath() throws Exception {
        for (String named : List.of("", "backup", "../backup", "a\0b")) {
            Outcome outcome = pages.handle(
                    TestRequest.post("keystore").with("work", "backup").with("file", named));
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Invalid.class,
                            invalid -> assertThat(invalid.fieldErrors()).containsKey("file"));
        }
        assertThat(scheduled).isEmpty();
    }

    @Test
    void aCheckSaysThatTheStoreIsWholeOrNamesTheFileThatIsNot() throws Exception {
        run("check");
        keystore.renewGeneration();
        run("check");
        assertThat(page()).contains("The keystore is whole. Generations that were read: 1");
        damage(generation());
        run("check");
        assertThat(page())
                .contains(
                        "Problems that were found", String.valueOf(generation().getFileName()))
                .doesNotContain("The keystore is whole");
        assertThat(recorded()).containsOnly("mo store.check ok");
        assertThat(recorded.get(2).event().after()).contains("problems");
    }

    private Path generation() throws Exception {
        try (Stream<Path> files = Files.list(base.resolve("data/keystore"))) {
            return files.filter(f -> f.toString().endsWith(".mapdb"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void damage(Path file) throws Exception {
        byte[] octets = Files.readAllBytes(file);
        octets[octets.length / 2] ^= 1;
        Files.write(file, octets);
    }

    @Test
    void keysAreRotatedAndTheIndexMadeAnewOneAfterTheOther() throws Exception {
        byte[] before = Files.readAllBytes(base.resolve("key"));
        ask("rotate-kek");
        assertThat(page()).contains("The key is being changed").doesNotContain("Puts a new one in the place");
        Outcome busy = ask("reindex");
        assertThat(((Outcome.Redirect) busy).notice().orElseThrow().code()).isEqualTo("keystore.busy");
        scheduled.forEach(Runnable::run);
        scheduled.clear();
        assertThat(page()).contains("A new key seals the keystore");
        assertThat(base.resolve("key")).isNotEmptyFile();
        assertThat(Files.readAllBytes(base.resolve("key"))).isNotEqualTo(before);
        run("rotate-data-key");
        assertThat(page()).contains("0 secret keys are sealed anew");
        run("reindex");
        assertThat(page()).contains("The index is new");
        assertThat(recorded())
                .containsExactly("mo store.rotate.kek ok", "mo store.rotate.data-key ok", "mo store.reindex ok");
    }

    @Test
    void aLockedStoreSaysWhyAndIsUnlockedWhenItsKeyIsBack() throws Exception {
        assertThat(page()).doesNotContain("in its place, or its passphrase");
        keystore.close();
        Files.move(base.resolve("key"), base.resolve("away"));
        open();
        assertThat(page()).contains("is not at hand", "in its place, or its passphrase");
        run("unlock");
        assertThat(page()).contains("is not at hand");
        assertThat(admin.changed).isEmpty();
        Files.move(base.resolve("away"), base.resolve("key"));
        run("unlock");
        assertThat(page()).contains("The keystore is unlocked").doesNotContain("is not at hand");
        assertThat(admin.changed).containsExactly("unlocked");
        assertThat(recorded()).containsExactly("mo store.unlock ok", "mo store.unlock ok");
        assertThat(recorded.get(0).event().after()).isEqualTo("still locked");
    }

    @Test
    void aPassphraseIsAskedForTwiceWhenItIsNewAndOnceAfterEachStart() throws Exception {
        place = SealChoice.Place.PASSPHRASE;
        assertThat(new SealProblems(keystore, admin.parts.texts()).get())
                .extracting(Problem::code)
                .containsExactly("store.seal.elsewhere");
        assertThat(page()).contains("New passphrase", "The same again");
        for (String[] typed : new String[][] {{"", ""}, {"short", "short"}, {GOOD, GOOD + "x"}}) {
            assertThat(pages.handle(typed("rotate-kek", typed[0], typed[1])))
                    .isInstanceOfSatisfying(
                            Outcome.Invalid.class,
                            invalid -> assertThat(invalid.fieldErrors()).containsKey("passphrase"));
        }
        assertThat(scheduled).isEmpty();
        run(typed("rotate-kek", GOOD, GOOD));
        assertThat(page()).contains("A new key seals the keystore").doesNotContain(GOOD);
        assertThat(new SealProblems(keystore, admin.parts.texts()).get()).isEmpty();
        keystore.close();

        open();
        assertThat(page()).contains("sealed with a passphrase", "Unlock");
        run(TestRequest.post("keystore").with("work", "unlock").withSecret("passphrase", "wrong horse battery"));
        assertThat(page()).contains("passphrase is not the one").doesNotContain("wrong horse");
        assertThat(admin.changed).isEmpty();
        run(TestRequest.post("keystore").with("work", "unlock").withSecret("passphrase", GOOD));
        assertThat(page()).contains("The keystore is unlocked");
        assertThat(admin.changed).containsExactly("unlocked");
        assertThat(recorded.toString()).doesNotContain("horse");
    }

    private static TestRequest typed(String work, String passphrase, String again) {
        return TestRequest.post("keystore")
                .with("work", work)
                .withSecret("passphrase", passphrase)
                .withSecret("again", again);
    }

    @Test
    void thePageSaysHowTheStoreStandsAndHowABackupComesBack() throws Exception {
        assertThat(page())
                .contains(base.resolve("data/keystore").toString(), "MiB")
                .contains("restore BACKUP --data " + base.resolve("data") + " --set-aside");
    }

    @Test
    void onlyThoseWhoMayChangeSettingsGetThere() throws Exception {
        assertThat(pages.handle(TestRequest.get("keystore").by("li", Permissions.MANAGE_KEYS)))
                .isInstanceOf(Outcome.NotFound.class);
        assertThat(pages.handle(
                        TestRequest.post("keystore").with("work", "check").by("li", Permissions.MANAGE_KEYS)))
                .isInstanceOf(Outcome.NotFound.class);
        assertThat(ask("burn")).isInstanceOf(Outcome.NotFound.class);
        assertThat(scheduled).isEmpty();
    }
}
