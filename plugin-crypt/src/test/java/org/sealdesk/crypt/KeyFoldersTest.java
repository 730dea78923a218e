package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.ZnunyLayout.LONG;
import static org.sealdesk.crypt.ZnunyLayout.PASSWORD;
import static org.sealdesk.crypt.ZnunyLayout.SHORT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.ZnunyLayout.Hash;
import org.sealdesk.crypt.ZnunyLayout.KeyForm;
import org.sealdesk.crypt.folder.FileRecord;
import org.sealdesk.crypt.folder.FolderTrouble;
import org.sealdesk.crypt.folder.ScanReport;
import org.sealdesk.crypt.folder.WatchedFolder.Kind;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.key.CertificateFacts.Role;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.key.Keystore;

/** The folders of an older system, found by themselves and kept in step. */
class KeyFoldersTest {

    @TempDir
    private Path work;

    private ZnunyLayout old;
    private FolderDesk desk;

    @BeforeEach
    void open() throws IOException {
        old = new ZnunyLayout();
        Instant later = Instant.now().plus(Duration.ofDays(30));
        desk = new FolderDesk(work.resolve("memory"), InstantSource.fixed(later))
                .watching(Kind.FILES, old.certificates, old.keys);
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
        old.close();
    }

    @Test
    void everyKindOfKeyThatTheOldSystemHasIsFoundByItselfAndOpensItsMail() throws IOException {
        List<String> readable = new ArrayList<>();
        for (String name : List.of("usual", "plain", "newline", "traditional", "der", "oldhash", "first")) {
            old.person(name, LONG);
            readable.add(name);
        }
        old.put("usual");
        old.putCertificate("plain", Hash.NEW);
        old.putKey("plain", KeyForm.PLAIN);
        old.putCertificate("newline", Hash.NEW);
        old.putKey("newline", KeyForm.ENCRYPTED);
        old.putPassword("newline", PASSWORD + "\n");
        old.putCertificate("traditional", Hash.NEW);
        old.putKey("traditional", KeyForm.TRADITIONAL);
        old.putPassword("traditional", PASSWORD + "\r\n");
        old.putDerCertificate("der");
        old.putKey("der", KeyForm.PLAIN_DER);
        old.putCertificate("oldhash", Hash.OLD);
        old.putKey("oldhash", KeyForm.ENCRYPTED);
        old.putPassword("oldhash", PASSWORD);
        old.person("ended", SHORT);
        old.put("ended");
        readable.add("ended");
        // Renewed with the same key: the key lies there once, under the name of the first.
        old.put("first");
        old.certificate("renewed", "first", "/O=Desk/CN=first", LONG);
        old.putCertificate("renewed", Hash.NEW);
        readable.add("renewed");

        desk.ticks();

        for (String name : readable) {
            assertThat(desk.stored(old.fingerprint(name)).hasSecret()).as(name).isTrue();
            assertThat(desk.stored(old.fingerprint(name)).facts().source()).isEqualTo(Source.FOLDER);
            desk.assertOpens(old.mailFor(name));
        }
    }

    @Test
    void twelveCertificatesOfOneSubjectAndTheirKeysAreAllTaken() throws IOException {
        List<String> names = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            String name = "twin" + n;
            old.key(name);
            old.certificate(name, name, "/O=Desk/CN=Twins", LONG);
            old.put(name);
            names.add(name);
        }
        assertThat(old.file("twin11")).endsWith(".11");
        desk.ticks();
        for (String name : names) {
            desk.assertOpens(old.mailFor(name));
        }
    }

    @Test
    void aKeyWithoutItsPasswordSaysSoAndIsTakenOnceThePasswordLiesThere() throws IOException {
        old.person("locked", LONG);
        old.putCertificate("locked", Hash.NEW);
        old.putKey("locked", KeyForm.ENCRYPTED);
        desk.ticks();
        Path file = old.keys.resolve(old.file("locked"));
        FileRecord record = FolderDesk.file(latest(), file);
        assertThat(record.result()).isEqualTo(ItemResult.FAILED);
        assertThat(record.code()).isEqualTo("password.needed");
        desk.assertStaysClosed(old.mailFor("locked"));

        old.putPassword("locked", PASSWORD);
        desk.ticks();
        assertThat(FolderDesk.file(latest(), file).isSettled()).isTrue();
        desk.assertOpens(old.mailFor("locked"));
    }

    @Test
    void aPasswordGivenWithTheRescanOpensWhatHasNone() throws IOException {
        old.person("locked", LONG);
        old.putCertificate("locked", Hash.NEW);
        old.putKey("locked", KeyForm.ENCRYPTED);
        ScanReport report = desk.rescan("wrong", PASSWORD);
        assertThat(report.count(ItemResult.ADDED)).isEqualTo(2);
        desk.assertOpens(old.mailFor("locked"));
    }

    @Test
    void aKeyThatComesBeforeItsCertificateWaitsForIt() throws IOException {
        old.person("early", LONG);
        old.put("early");
        byte[] certificate = Files.readAllBytes(old.certificates.resolve(old.file("early")));
        Files.delete(old.certificates.resolve(old.file("early")));
        desk.ticks();
        Path key = old.keys.resolve(old.file("early"));
        assertThat(FolderDesk.file(latest(), key).result()).isEqualTo(ItemResult.WAITING);
        Files.write(old.certificates.resolve(old.file("early")), certificate);
        desk.ticks();
        assertThat(FolderDesk.file(latest(), key).isSettled()).isTrue();
        desk.assertOpens(old.mailFor("early"));
    }

    @Test
    void aFileThatIsBeingCopiedIsTakenWhenItStandsStill() throws IOException {
        old.person("slow", LONG);
        byte[] whole = Files.readAllBytes(old.root().resolve("slow.pem"));
        Path file = old.certificates.resolve("slow.pem");
        Files.write(file, java.util.Arrays.copyOf(whole, 100));
        desk.keyFolders().tick();
        Files.write(file, java.util.Arrays.copyOf(whole, 200));
        desk.keyFolders().tick();
        Files.write(file, whole);
        desk.keyFolders().tick();
        assertThat(latest().files()).isEmpty();
        desk.keyFolders().tick();
        assertThat(FolderDesk.file(latest(), file).result()).isEqualTo(ItemResult.ADDED);
    }

    @Test
    void aCertificateWhoseFileWentIsRetiredAndComesBackWithTheFile() throws IOException {
        old.person("leaver", LONG);
        old.put("leaver");
        desk.ticks();
        String fingerprint = old.fingerprint("leaver");
        Path file = old.certificates.resolve(old.file("leaver"));
        byte[] content = Files.readAllBytes(file);

        Files.delete(file);
        desk.keyFolders().tick();
        assertThat(desk.role(fingerprint)).as("one look is not enough").isEqualTo(Role.ACTIVE);
        desk.ticks();
        assertThat(desk.role(fingerprint)).isEqualTo(Role.RETIRED);
        assertThat(desk.keyFolders().status().retirement(fingerprint))
                .hasValueSatisfying(r -> assertThat(r.lastFile()).isEqualTo(file));
        assertThat(desk.heard).contains("retired " + fingerprint + " " + file.getFileName());
        desk.assertOpens(old.mailFor("leaver"));

        Files.write(old.certificates.resolve("under another name"), content);
        desk.ticks();
        assertThat(desk.role(fingerprint)).isEqualTo(Role.ACTIVE);
        assertThat(desk.keyFolders().status().retired()).isEmpty();
        assertThat(desk.heard).contains("restored " + fingerprint);
    }

    @Test
    void aCertificateThatLiesInTwoFilesStaysUntilBothWent() throws IOException {
        old.person("twice", LONG);
        Path one = old.certificates.resolve(old.putCertificate("twice", Hash.NEW));
        Path two = Files.copy(one, old.certificates.resolve("copy.pem"));
        desk.ticks();
        Files.delete(one);
        desk.ticks();
        assertThat(desk.role(old.fingerprint("twice"))).isEqualTo(Role.ACTIVE);
        Files.delete(two);
        desk.ticks();
        assertThat(desk.role(old.fingerprint("twice"))).isEqualTo(Role.RETIRED);
    }

    @Test
    void aFileThatBringsAnotherCertificateNowRetiresTheOneBefore() throws IOException {
        old.person("before", LONG);
        old.person("after", LONG);
        Path file = old.certificates.resolve(old.putCertificate("before", Hash.NEW));
        desk.ticks();
        Files.copy(old.root().resolve("after.pem"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        desk.ticks();
        assertThat(desk.role(old.fingerprint("after"))).isEqualTo(Role.ACTIVE);
        assertThat(desk.role(old.fingerprint("before"))).isEqualTo(Role.RETIRED);
        Files.writeString(file, "damaged");
        desk.ticks();
        assertThat(desk.role(old.fingerprint("after")))
                .as("a damaged file says nothing about what it brought")
                .isEqualTo(Role.ACTIVE);
    }

    @Test
    void whatSomebodyImportedOrDecidedOtherwiseIsLeftAlone() throws Exception {
        for (String name : List.of("kept", "disabled")) {
            old.person(name, LONG);
            old.putCertificate(name, Hash.NEW);
        }
        desk.ticks();
        desk.mail.takeUnchecked(Files.readAllBytes(old.root().resolve("kept.pem")));
        var disabled = desk.stored(old.fingerprint("disabled"));
        desk.mail
                .core
                .keystore()
                .apply(List.of(new Keystore.Change.PutFacts(
                        disabled.certificate().fingerprint(), disabled.facts().withRole(Role.DISABLED))));
        Files.delete(old.certificates.resolve(old.file("kept")));
        Files.delete(old.certificates.resolve(old.file("disabled")));
        desk.ticks();
        assertThat(desk.role(old.fingerprint("kept"))).isEqualTo(Role.ACTIVE);
        assertThat(desk.role(old.fingerprint("disabled"))).isEqualTo(Role.DISABLED);
        assertThat(desk.keyFolders().status().retired()).isEmpty();
    }

    @Test
    void aDiskThatIsNotMountedRetiresNothing() throws IOException {
        old.person("stays", LONG);
        old.putCertificate("stays", Hash.NEW);
        desk.ticks();
        Path aside = old.root().resolve("unmounted");
        Files.move(old.certificates, aside);
        desk.rescan();
        assertThat(codes(latest())).contains(FolderTrouble.Code.MISSING);
        assertThat(desk.role(old.fingerprint("stays"))).isEqualTo(Role.ACTIVE);

        Files.createDirectory(old.certificates);
        desk.rescan();
        assertThat(codes(latest())).contains(FolderTrouble.Code.EMPTIED);
        assertThat(desk.role(old.fingerprint("stays"))).isEqualTo(Role.ACTIVE);

        Files.delete(old.certificates);
        Files.move(aside, old.certificates);
        Files.delete(old.certificates.resolve(old.file("stays")));
        desk.rescan();
        assertThat(codes(latest())).isEmpty();
        assertThat(desk.role(old.fingerprint("stays")))
                .as("the same folder, and really empty")
                .isEqualTo(Role.RETIRED);
    }

    @Test
    void aFolderThatTheSettingsNoLongerNameRetiresNothing() throws IOException {
        old.person("stays", LONG);
        old.putCertificate("stays", Hash.NEW);
        desk.ticks();
        desk.folders.clear();
        desk.ticks();
        assertThat(desk.role(old.fingerprint("stays"))).isEqualTo(Role.ACTIVE);
        assertThat(latest().files()).isEmpty();
    }

    @Test
    void aRestartReadsNothingAgainAndForgetsNothing() throws IOException {
        old.person("ann", LONG);
        old.put("ann");
        desk.ticks();
        desk.heard.clear();
        desk.restart();
        desk.ticks();
        assertThat(desk.heard).isEmpty();
        assertThat(latest().files()).hasSize(2).allMatch(f -> f.result() == ItemResult.UNCHANGED);

        Path file = old.certificates.resolve(old.file("ann"));
        Files.delete(file);
        desk.restart();
        desk.ticks();
        assertThat(desk.role(old.fingerprint("ann"))).isEqualTo(Role.RETIRED);
        desk.restart();
        assertThat(desk.keyFolders().status().retirement(old.fingerprint("ann")))
                .isPresent();
    }

    @Test
    void aDamagedMemoryIsSetAsideAndNothingCountsAsGone() throws IOException {
        old.person("ann", LONG);
        old.put("ann");
        desk.ticks();
        Path memory = work.resolve("memory/files.jsonl");
        String text = Files.readString(memory);
        assertThat(text).doesNotContain(PASSWORD);
        Files.writeString(memory, text.substring(0, text.length() - 20));
        Files.delete(old.certificates.resolve(old.file("ann")));
        desk.restart();
        desk.ticks();
        assertThat(desk.role(old.fingerprint("ann"))).isEqualTo(Role.ACTIVE);
        assertThat(work.resolve("memory/files.jsonl.damaged")).exists();
    }

    @Test
    void whatSomebodyDeletedHereComesBackOnlyWhenSomebodyAsksForEverything() throws Exception {
        old.person("ann", LONG);
        old.putCertificate("ann", Hash.NEW);
        desk.ticks();
        desk.mail
                .core
                .keystore()
                .apply(List.of(new Keystore.Change.DeleteCertificate(
                        desk.stored(old.fingerprint("ann")).certificate().fingerprint())));
        desk.ticks();
        assertThat(desk.has(old.fingerprint("ann"))).isFalse();
        desk.rescan();
        assertThat(desk.has(old.fingerprint("ann"))).isTrue();
    }

    @Test
    void aLinkToACertificateIsFollowedAsTheHashLinksOfOpensslAre() throws IOException {
        old.person("ann", LONG);
        Path elsewhere = Files.createDirectory(old.root().resolve("elsewhere"));
        Files.copy(old.root().resolve("ann.pem"), elsewhere.resolve("ann.pem"));
        Files.createSymbolicLink(old.certificates.resolve("12345678.0"), Path.of("../elsewhere/ann.pem"));
        desk.ticks();
        assertThat(desk.has(old.fingerprint("ann"))).isTrue();
    }

    private ScanReport latest() {
        return desk.keyFolders().status().latest().orElseThrow();
    }

    private static List<FolderTrouble.Code> codes(ScanReport report) {
        return report.troubles().stream().map(FolderTrouble::code).toList();
    }
}
