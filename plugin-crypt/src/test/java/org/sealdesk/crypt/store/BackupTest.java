package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;
import static org.sealdesk.crypt.store.Synthetic.secret;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.key.BackupReport;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.KeystoreCare.Progress;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.RestoreReport;
import org.sealdesk.crypt.key.RestoreReport.Existing;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.octets.Octets;

/** A store into one file and back, with damage of every kind on the way. */
class BackupTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Synthetic.NOW);

    private final DurableStores stores = new DurableStores();
    private final Path work;
    private final Path directory;
    private final Path file;

    BackupTest(@TempDir Path work) {
        this.work = work;
        this.directory = work.resolve("store");
        this.file = work.resolve("backup.sealdesk");
    }

    private static void put(DurableKeystore store, int number) throws Exception {
        try (SecretKeyRecord secret = secret(pgp(number).secretKeyId(), "octets " + number, "p")) {
            store.apply(List.of(new Change.PutCertificate(pgp(number), facts()), new Change.PutSecret(secret)));
        }
    }

    private static void assertHolds(DurableKeystore store, int... numbers) throws Exception {
        for (int number : numbers) {
            try (SecretKeyRecord secret = store.open(pgp(number).secretKeyId()).orElseThrow()) {
                assertThat(secret.encoded()).asString().isEqualTo("octets " + number);
            }
        }
        assertThat(store.contents().openpgp()).isEqualTo(numbers.length);
        assertThat(store.findings()).isEmpty();
    }

    private BackupReport backup() throws Exception {
        try (DurableKeystore store = stores.open(directory)) {
            put(store, 1);
            store.renewGeneration();
            put(store, 2);
            return store.backup(file, Progress.UNWATCHED);
        }
    }

    @Test
    void whatWasBackedUpComesBackFromGenerationAndJournal() throws Exception {
        BackupReport made = backup();
        assertThat(made.contents().secrets()).isEqualTo(2);
        Path elsewhere = work.resolve("other/store");
        RestoreReport restored = StoreRestore.run(file, elsewhere, Existing.KEEP, CLOCK);
        assertThat(restored.backup()).isEqualTo(made);
        assertThat(restored.setAside()).isEmpty();
        try (DurableKeystore store = stores.open(elsewhere)) {
            assertHolds(store, 1, 2);
        }
        assertThat(StoreCheck.run(elsewhere, stores, java.time.Clock.systemUTC(), new java.security.SecureRandom())
                        .problems())
                .isEmpty();
    }

    @Test
    void changesGoOnWhileABackupIsWrittenAndAreNotInIt() throws Exception {
        AtomicBoolean changed = new AtomicBoolean();
        try (DurableKeystore store = stores.open(directory)) {
            put(store, 1);
            store.renewGeneration();
            put(store, 2);
            store.backup(file, (done, total) -> {
                if (changed.compareAndSet(false, true)) {
                    // Three generations: what the snapshot reads would be deleted if nobody held it.
                    for (int i = 3; i < 6; i++) {
                        int number = i;
                        assertThat(quietly(() -> {
                                    put(store, number);
                                    store.renewGeneration();
                                }))
                                .isTrue();
                    }
                }
            });
            assertThat(changed).isTrue();
            assertHolds(store, 1, 2, 3, 4, 5);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(f -> f.toString().endsWith(".manifest"))).hasSize(2);
        }
        Path elsewhere = work.resolve("other");
        StoreRestore.run(file, elsewhere, Existing.KEEP, CLOCK);
        try (DurableKeystore store = stores.open(elsewhere)) {
            assertHolds(store, 1, 2);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static boolean quietly(Work work) {
        try {
            work.run();
            return true;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theKeyThatSealsIsNotInTheBackupAndWithoutItTheStoreComesBackLocked() throws Exception {
        backup();
        byte[] kek = Objects.requireNonNull(stores.kek());
        for (byte[] content : contents(file).values()) {
            assertThat(Octets.of(content).hex()).doesNotContain(Octets.of(kek).hex());
            assertThat(new String(content, StandardCharsets.ISO_8859_1)).doesNotContain("octets 1");
        }
        stores.replaceKek(null);
        Path elsewhere = work.resolve("other");
        StoreRestore.run(file, elsewhere, Existing.KEEP, CLOCK);
        try (DurableKeystore store = stores.open(elsewhere)) {
            assertThat(store.lockedReason()).isPresent();
            assertThat(store.byFingerprint(pgp(2).fingerprint())).isPresent();
            stores.replaceKek(kek);
            assertThat(store.unlock()).isEmpty();
            assertHolds(store, 1, 2);
        }
    }

    @Test
    void aStoreThatIsThereIsReplacedOnRequestOnlyAndKept() throws Exception {
        backup();
        try (DurableKeystore store = stores.open(directory)) {
            put(store, 3);
        }
        assertThatThrownBy(() -> StoreRestore.run(file, directory, Existing.KEEP, CLOCK))
                .isInstanceOf(KeystoreUnavailable.class)
                .hasMessageContaining("--set-aside");
        RestoreReport done = StoreRestore.run(file, directory, Existing.SET_ASIDE, CLOCK);
        assertThat(done.notes()).singleElement().asString().contains("is newer");
        try (DurableKeystore store = stores.open(directory);
                DurableKeystore old = stores.open(done.setAside().orElseThrow())) {
            assertHolds(store, 1, 2);
            assertHolds(old, 1, 2, 3);
        }
    }

    @Test
    void aStoreInUseIsNotReplaced() throws Exception {
        backup();
        try (DurableKeystore store = stores.open(directory)) {
            assertThatThrownBy(() -> StoreRestore.run(file, directory, Existing.SET_ASIDE, CLOCK))
                    .isInstanceOf(KeystoreUnavailable.class)
                    .hasMessageContaining("in use");
            assertHolds(store, 1, 2);
        }
        assertNothingLeft();
    }

    private void assertNothingLeft() throws Exception {
        try (Stream<Path> files = Files.list(work)) {
            assertThat(files.map(f -> String.valueOf(f.getFileName())))
                    .containsExactlyInAnyOrder("store", "backup.sealdesk");
        }
    }

    @Test
    void aRestoreThatWasCutOffBetweenItsTwoRenamesIsFinishedByTheNextStart() throws Exception {
        backup();
        RestoreReport done = StoreRestore.run(file, directory, Existing.SET_ASIDE, CLOCK);
        // As after the first of the two: the old store has its other name, the new one waits.
        Files.move(directory, work.resolve("store.restored"));
        assertThat(done.setAside()).isPresent();
        try (DurableKeystore store = stores.open(directory)) {
            assertHolds(store, 1, 2);
        }
        assertThat(work.resolve("store.restored")).doesNotExist();
    }

    @Test
    void aBackupNeverReplacesAFile() throws Exception {
        Files.writeString(file, "precious");
        assertThatThrownBy(this::backup)
                .isInstanceOf(KeystoreUnavailable.class)
                .hasMessageContaining("replaces nothing");
        assertThat(file).hasContent("precious");
    }

    @Test
    void everyCutAndEveryFlippedBitIsRefusedAndNothingIsChanged() throws Exception {
        backup();
        byte[] whole = Files.readAllBytes(file);
        int step = Math.max(1, whole.length / 60);
        for (int at = 0; at < whole.length; at += step) {
            Files.write(file, java.util.Arrays.copyOf(whole, at));
            assertRefused("was not restored");
        }
        int refused = 0;
        for (int at = 0; at < whole.length; at += step) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x20;
            Files.write(file, flipped);
            refused += isRefused() ? 1 : 0;
        }
        // Some flips change no content: a time in the archive, or which zeros a run of zeros is copied from.
        assertThat(refused).isGreaterThan(15);
    }

    private void assertRefused(String why) throws Exception {
        Path elsewhere = work.resolve("other");
        assertThatThrownBy(() -> StoreRestore.run(file, elsewhere, Existing.KEEP, CLOCK))
                .isInstanceOf(KeystoreUnavailable.class)
                .hasMessageContaining(why)
                .hasMessageContaining(file.toString());
        assertNothingLeft();
    }

    private boolean isRefused() throws Exception {
        Path elsewhere = work.resolve("flipped");
        try {
            StoreRestore.run(file, elsewhere, Existing.KEEP, CLOCK);
        } catch (KeystoreUnavailable e) {
            assertThat(elsewhere).doesNotExist();
            return true;
        }
        try (DurableKeystore store = stores.open(elsewhere)) {
            assertHolds(store, 1, 2);
        }
        Files.move(elsewhere, work.resolve("harmless"));
        try (Stream<Path> files = Files.walk(work.resolve("harmless"))) {
            for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        return false;
    }

    private static Map<String, byte[]> contents(Path file) throws Exception {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                contents.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return contents;
    }

    private void rewrite(Map<String, byte[]> contents) throws Exception {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }

    @Test
    void aForeignArchiveIsRefused() throws Exception {
        backup();
        rewrite(Map.of("hello.txt", "hello".getBytes(StandardCharsets.UTF_8)));
        assertRefused("is no backup of a keystore");
    }

    @Test
    void anEntryTheManifestDoesNotNameIsRefusedWhateverItsName() throws Exception {
        backup();
        Map<String, byte[]> contents = contents(file);
        contents.put("../escaped", new byte[] {1});
        rewrite(contents);
        assertRefused("entries, its manifest names");
        assertThat(work.resolve("escaped")).doesNotExist();
    }

    @Test
    void aManifestThatNamesAPathIsRefused() throws Exception {
        backup();
        Map<String, byte[]> contents = contents(file);
        BackupManifest manifest = BackupManifest.decode(Objects.requireNonNull(contents.get(BackupManifest.NAME)));
        List<BackupManifest.Item> items = new ArrayList<>(manifest.items());
        items.add(new BackupManifest.Item("../escaped", 1, items.get(0).sha256()));
        contents.put("../escaped", new byte[] {1});
        contents.put(BackupManifest.NAME, withItems(manifest, items));
        rewrite(contents);
        assertRefused("names a file that no keystore has");
        assertThat(work.resolve("escaped")).doesNotExist();
    }

    @Test
    void anEntryThatGrowsBeyondItsAnnouncedSizeIsRefused() throws Exception {
        backup();
        Map<String, byte[]> contents = contents(file);
        String name = StoreFormat.NAME;
        contents.put(name, new byte[40 * 1024 * 1024]);
        rewrite(contents);
        assertRefused("more than the");
    }

    @Test
    void aBackupLargerThanTheDiskIsRefusedBeforeAnythingIsUnpacked() throws Exception {
        backup();
        Map<String, byte[]> contents = contents(file);
        BackupManifest manifest = BackupManifest.decode(Objects.requireNonNull(contents.get(BackupManifest.NAME)));
        List<BackupManifest.Item> items = manifest.items().stream()
                .map(item -> new BackupManifest.Item(item.name(), 900_000_000_000_000L, item.sha256()))
                .toList();
        contents.put(BackupManifest.NAME, withItems(manifest, items));
        rewrite(contents);
        assertRefused("Free some space");
    }

    private static byte[] withItems(BackupManifest manifest, List<BackupManifest.Item> items) {
        return new BackupManifest(
                        manifest.storeId(), manifest.created(), manifest.sequence(), manifest.contents(), items)
                .encode();
    }

    @Test
    void aDamagedGenerationIsHealedFirstAndNeverBackedUp() throws Exception {
        try (DurableKeystore store = stores.open(directory)) {
            put(store, 1);
            store.renewGeneration();
            put(store, 2);
            store.renewGeneration();
            flip(newest(".mapdb"));
            BackupReport made = store.backup(file, Progress.UNWATCHED);
            assertThat(made.contents().secrets()).isEqualTo(2);
            assertThat(store.findings()).isNotEmpty();
        }
        StoreRestore.run(file, work.resolve("other"), Existing.KEEP, CLOCK);
        try (DurableKeystore store = stores.open(work.resolve("other"))) {
            assertHolds(store, 1, 2);
        }
    }

    @Test
    void aDamagedJournalIsReplacedByAGenerationOfWhatIsInMemory() throws Exception {
        try (DurableKeystore store = stores.open(directory)) {
            put(store, 1);
            put(store, 2);
            flip(newest(".log"));
            store.backup(file, Progress.UNWATCHED);
        }
        StoreRestore.run(file, work.resolve("other"), Existing.KEEP, CLOCK);
        try (DurableKeystore store = stores.open(work.resolve("other"))) {
            assertHolds(store, 1, 2);
        }
    }

    private Path newest(String end) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(end))
                    .max(java.util.Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static void flip(Path file) throws Exception {
        try (var octets = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            octets.seek(octets.length() / 2);
            int old = octets.read();
            octets.seek(octets.length() / 2);
            octets.write(old ^ 1);
        }
    }
}
