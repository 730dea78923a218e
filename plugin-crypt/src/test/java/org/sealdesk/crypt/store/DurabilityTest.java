package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;
import static org.sealdesk.crypt.store.Synthetic.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.verdict.Technology;

/** What remains of a durable keystore after its files were damaged, and that it says so. */
class DurabilityTest {

    private static final Path QUARANTINE = Path.of("quarantine");

    private final DurableStores stores = new DurableStores();
    private final Path base;
    private final Path original;

    DurabilityTest(@TempDir Path base) {
        this.base = base;
        this.original = base.resolve("original");
    }

    private static List<Change> puts(int from, int to) {
        return IntStream.range(from, to)
                .<Change>mapToObj(i -> new Change.PutCertificate(pgp(i), facts()))
                .toList();
    }

    /** As after a restart: the mark of the process that has the store open is not of this one. */
    private Path copy(String name) throws IOException {
        Path copy = Files.createDirectory(base.resolve(name));
        try (Stream<Path> files = Files.list(original)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String fileName = file.getFileName().toString();
                if (!fileName.startsWith("owner-")) {
                    Files.copy(file, copy.resolve(fileName));
                }
            }
        }
        return copy;
    }

    private static Path only(Path directory, String begin, String end) throws IOException {
        List<Path> found = all(directory, begin, end);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<Path> all(Path directory, String begin, String end) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(begin)
                            && file.getFileName().toString().endsWith(end))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> texts(DurableKeystore store) {
        return store.findings().stream().map(StoreFinding::text).toList();
    }

    private static void assertHolds(DurableKeystore store, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(store.byFingerprint(pgp(i).fingerprint()))
                    .as("certificate %d", i)
                    .isPresent();
            assertThat(store.byKeyId(pgp(i).fingerprint().keyId()))
                    .as("key id %d", i)
                    .hasSize(1);
        }
    }

    /** The store as a process leaves it that ends without closing: copied while it is open. */
    private Path crashed(String name, List<List<Change>> batches) throws Exception {
        try (DurableKeystore store = stores.open(original)) {
            for (List<Change> batch : batches) {
                store.apply(batch);
            }
            return copy(name);
        }
    }

    @Test
    void aTornTailAtEveryOctetOfTheLastRecordLosesThatRecordOnly() throws Exception {
        Path crashed = crashed("crashed", List.of(puts(0, 3), puts(3, 4)));
        Path journal = only(crashed, "journal-", ".log");
        byte[] whole = Files.readAllBytes(journal);
        byte[] shortened;
        SegmentScan scan = SegmentScan.of(whole, storeIdIn(crashed));
        int lastFrom =
                scan.goodOctets() - scan.frames().get(scan.frames().size() - 1).octets();
        assertThat(scan.tailOctets()).isZero();
        for (int end = lastFrom; end < whole.length; end++) {
            shortened = Arrays.copyOf(whole, end);
            SegmentScan torn = SegmentScan.of(shortened, storeIdIn(crashed));
            assertThat(torn.frames()).hasSize(scan.frames().size() - 1);
            assertThat(torn.goodOctets()).isEqualTo(lastFrom);
            assertThat(torn.damage()).isEmpty();
        }
        for (int end = lastFrom; end < whole.length; end += 1 + (whole.length - lastFrom) / 40) {
            Files.write(journal, Arrays.copyOf(whole, end));
            try (DurableKeystore store = stores.open(crashed)) {
                assertHolds(store, 0, 3);
                assertThat(store.byFingerprint(pgp(3).fingerprint())).isEmpty();
                assertThat(texts(store)).hasSize(end == lastFrom ? 0 : 1);
                store.apply(puts(10, 11));
                assertHolds(store, 10, 11);
            }
            deleteAllBut(crashed, journal);
        }
    }

    private static StoreId storeIdIn(Path directory) throws Exception {
        return StoreFormat.readOrCreate(StoreFolder.at(directory), new java.security.SecureRandom(), finding -> {});
    }

    private static void deleteAllBut(Path directory, Path kept) throws IOException {
        for (Path file : all(directory, "journal-", ".log")) {
            if (!file.equals(kept)) {
                Files.delete(file);
            }
        }
    }

    @Test
    void everyFlippedBitInTheJournalIsNamedAndCostsAtMostItsRecord() throws Exception {
        Path crashed = crashed("crashed", List.of(puts(0, 1), puts(1, 2), puts(2, 3)));
        Path journal = only(crashed, "journal-", ".log");
        byte[] whole = Files.readAllBytes(journal);
        for (int at = 0; at < whole.length; at += 37) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            Files.write(journal, flipped);
            try (DurableKeystore store = stores.open(crashed)) {
                assertThat(texts(store)).as("octet %d", at).isNotEmpty();
                assertThat(store.count(Technology.OPENPGP)).isGreaterThanOrEqualTo(2);
            }
            deleteAllBut(crashed, journal);
        }
    }

    @Test
    void damageInTheMiddleIsNotTakenForATornTail() throws Exception {
        Path crashed = crashed("crashed", List.of(puts(0, 1), puts(1, 2), puts(2, 3)));
        Path journal = only(crashed, "journal-", ".log");
        byte[] octets = Files.readAllBytes(journal);
        octets[octets.length / 2] ^= 0x10;
        Files.write(journal, octets);
        try (DurableKeystore store = stores.open(crashed)) {
            assertHolds(store, 0, 1);
            assertHolds(store, 2, 3);
            assertThat(texts(store))
                    .anyMatch(text -> text.contains(journal.getFileName().toString()) && text.contains("checksum"))
                    .anyMatch(text -> text.contains("Records 2 to 2"));
        }
        assertThat(Files.size(journal)).isEqualTo(octets.length);
    }

    @Test
    void aBatchLongerThanOneRecordComesWholeOrNotAtAll() throws Exception {
        Path crashed = crashed("crashed", List.of(puts(0, 1), puts(1, 2000)));
        Path journal = only(crashed, "journal-", ".log");
        byte[] whole = Files.readAllBytes(journal);
        assertThat(SegmentScan.of(whole, storeIdIn(crashed)).frames()).hasSizeGreaterThan(3);
        try (DurableKeystore store = stores.open(original)) {
            assertThat(store.count(Technology.OPENPGP)).isEqualTo(2000);
        }
        Files.write(journal, Arrays.copyOf(whole, whole.length - 5));
        for (int reopened = 0; reopened < 2; reopened++) {
            try (DurableKeystore store = stores.open(crashed)) {
                assertThat(store.count(Technology.OPENPGP)).isEqualTo(1 + reopened);
                store.apply(puts(5000 + reopened, 5001 + reopened));
            }
        }
    }

    @Test
    void aDamagedGenerationFallsBackToTheOneBeforeItWithNothingLost() throws Exception {
        try (DurableKeystore store = stores.open(original)) {
            store.apply(puts(0, 50));
            store.renewGeneration();
            store.apply(puts(50, 100));
            store.renewGeneration();
            store.apply(puts(100, 110));
        }
        List<Path> generations = all(original, "generation-", ".mapdb");
        assertThat(generations).hasSize(2);
        long size = Files.size(generations.get(1));
        for (long at = 0; at < size; at += size / 12 + 7) {
            Path damaged = copy("damaged-" + at);
            flipBit(damaged.resolve(generations.get(1).getFileName()), at);
            try (DurableKeystore store = stores.open(damaged)) {
                assertHolds(store, 0, 110);
                assertThat(texts(store))
                        .singleElement()
                        .asString()
                        .contains(generations.get(1).getFileName().toString())
                        .contains("set aside");
                store.apply(puts(200, 201));
                assertHolds(store, 200, 201);
            }
            assertThat(damaged.resolve(QUARANTINE).resolve(generations.get(1).getFileName()))
                    .exists();
        }
    }

    private static void flipBit(Path file, long at) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        octets[(int) at] ^= 1;
        Files.write(file, octets);
    }

    @Test
    void aGenerationThatTurnsOutDamagedWhileItIsReadIsReplacedBeforeTheAnswer() throws Exception {
        StoreSettings small = new StoreSettings(1024, 256L * 1024 * 1024, 256L * 1024 * 1024, 25, 2);
        try (DurableKeystore store = stores.open(original, small)) {
            store.apply(puts(0, 200));
            store.renewGeneration();
            store.apply(puts(200, 12000));
            store.renewGeneration();
        }
        Path newest = all(original, "generation-", ".mapdb").get(1);
        assertThat(Files.size(newest)).isGreaterThan(16L * 1024 * 1024);
        try (var file = new java.io.RandomAccessFile(newest.toFile(), "rw")) {
            for (long at = 3 * 1024 * 1024; at < file.length(); at += PageSums.PAGE_OCTETS) {
                file.seek(at + 100);
                int octet = file.read();
                file.seek(at + 100);
                file.write(octet ^ 4);
            }
        }
        try (DurableKeystore store = stores.open(original, small)) {
            for (int i = 0; i < 12000; i += 100) {
                assertThat(store.byFingerprint(pgp(i).fingerprint()))
                        .as("certificate %d", i)
                        .isPresent();
            }
            assertThat(store.count(Technology.OPENPGP)).isEqualTo(12000);
            assertThat(texts(store)).anyMatch(text -> text.contains("set aside"));
            store.apply(puts(20000, 20001));
        }
    }

    @Test
    void withoutAnyWholeGenerationTheStoreRefusesToLookEmpty() throws Exception {
        try (DurableKeystore store = stores.open(original)) {
            for (int i = 0; i < 3; i++) {
                store.apply(puts(10 * i, 10 * i + 10));
                store.renewGeneration();
            }
        }
        for (Path generation : all(original, "generation-", ".mapdb")) {
            flipBit(generation, Files.size(generation) / 2);
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> stores.open(original))
                    .isInstanceOf(KeystoreUnavailable.class)
                    .hasMessageContaining(original.toString())
                    .hasMessageContaining("backup");
        }
    }

    @Test
    void oldGenerationsAndJournalsGoAndTwoGenerationsStay() throws Exception {
        try (DurableKeystore store = stores.open(original)) {
            for (int i = 0; i < 5; i++) {
                store.apply(puts(10 * i, 10 * i + 10));
                store.renewGeneration();
            }
            assertThat(all(original, "generation-", ".mapdb")).hasSize(2);
            assertThat(all(original, "generation-", ".manifest")).hasSize(2);
            assertThat(all(original, "journal-", ".log")).hasSizeLessThan(4);
            assertHolds(store, 0, 50);
        }
    }

    @Test
    void changesThatGrowPastTheLimitBecomeAGenerationByThemselves() throws Exception {
        StoreSettings tiny = new StoreSettings(1024, 200_000, 400_000, 25, 2);
        try (DurableKeystore store = stores.open(original, tiny)) {
            for (int i = 0; i < 1000; i += 20) {
                store.apply(puts(i, i + 20));
            }
            assertHolds(store, 0, 1000);
            assertThat(all(original, "generation-", ".mapdb")).isNotEmpty();
        }
        try (DurableKeystore store = stores.open(original, tiny)) {
            assertHolds(store, 0, 1000);
            assertThat(texts(store)).isEmpty();
        }
    }

    @Test
    void readersSeeEverythingWhileGenerationsChangeUnderThem() throws Exception {
        StoreSettings tiny = new StoreSettings(1024, 100_000, 200_000, 25, 2);
        try (DurableKeystore store = stores.open(original, tiny)) {
            store.apply(puts(0, 100));
            List<String> missed = new ArrayList<>();
            Thread reader = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    for (int i = 0; i < 100; i++) {
                        if (store.byKeyId(pgp(i).fingerprint().keyId()).size() != 1) {
                            missed.add("certificate " + i);
                        }
                    }
                }
            });
            reader.start();
            for (int i = 100; i < 1500; i += 50) {
                store.apply(puts(i, i + 50));
                store.apply(puts(0, 20));
            }
            reader.interrupt();
            reader.join();
            assertThat(missed).isEmpty();
        }
    }

    @Test
    void anInterruptedHostThreadHarmsNothingAndStaysInterrupted() throws Exception {
        try (DurableKeystore store = stores.open(original)) {
            store.apply(puts(0, 100));
            store.renewGeneration();
            Thread.currentThread().interrupt();
            store.apply(puts(100, 101));
            assertHolds(store, 0, 101);
            store.renewGeneration();
            assertThat(Thread.interrupted()).isTrue();
            store.apply(puts(101, 102));
            assertHolds(store, 0, 102);
        }
    }

    @Test
    void withoutRoomOnTheDiskChangesAreRefusedBeforeAnythingIsWritten() throws Exception {
        try (DurableKeystore store = stores.open(original)) {
            store.apply(puts(0, 1));
        }
        StoreSettings vast = new StoreSettings(Long.MAX_VALUE / 4, 1024, 1024, 25, 2);
        try (DurableKeystore store = stores.open(original, vast)) {
            assertThat(store.readOnlyReason())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("MiB left"));
            assertThatThrownBy(() -> store.apply(puts(1, 2)))
                    .isInstanceOf(KeystoreUnavailable.class)
                    .hasMessageContaining(original.toString());
            assertHolds(store, 0, 1);
            assertThat(store.count(Technology.OPENPGP)).isEqualTo(1);
        }
    }

    @Test
    void aJournalThatCannotBeWrittenChangesNothingAndReadingGoesOn() throws Exception {
        try (DurableKeystore store = stores.open(original)) {
            store.apply(puts(0, 10));
            store.renewGeneration();
            try (Stream<Path> files = Files.list(original)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(original);
            assertThatThrownBy(() -> store.apply(puts(10, 11)))
                    .isInstanceOf(KeystoreUnavailable.class)
                    .hasMessageContaining(original.toString());
            assertThat(store.readOnlyReason()).isPresent();
            assertThat(store.byFingerprint(pgp(10).fingerprint())).isEmpty();
            assertHolds(store, 0, 10);
        }
    }

    @Test
    void aStoreOfANewerFormatIsLeftAlone() throws Exception {
        stores.open(original).close();
        Path format = original.resolve("store.format");
        String newer = Files.readString(format)
                .replace("keystore 1", "keystore 2")
                .replaceAll("checksum.*\n", "something new\n");
        Files.writeString(format, newer + StoreFormat.checksum(newer) + "\n");
        assertThatThrownBy(() -> stores.open(original))
                .isInstanceOf(KeystoreUnavailable.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("knows 1");
    }

    @Test
    void noOctetOfASecretIsInAnyFile() throws Exception {
        String text = "TheSecretOctetsOfThisVeryKey0123456789";
        String passphrase = "open sesame, said the mountain";
        try (DurableKeystore store = stores.open(original);
                var secret = secret(pgp(1).secretKeyId(), text, passphrase)) {
            store.apply(List.of(new Change.PutCertificate(pgp(1), facts()), new Change.PutSecret(secret)));
            assertNowhere(text, passphrase);
            store.renewGeneration();
            assertNowhere(text, passphrase);
        }
        assertNowhere(text, passphrase);
    }

    private void assertNowhere(String... secrets) throws Exception {
        List<byte[]> needles = new ArrayList<>();
        for (String secret : secrets) {
            needles.addAll(formsOf(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        byte[] kek = java.util.Objects.requireNonNull(stores.kek());
        needles.addAll(formsOf(kek));
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String octets = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                for (byte[] needle : needles) {
                    assertThat(octets.contains(new String(needle, java.nio.charset.StandardCharsets.ISO_8859_1)))
                            .as("%s holds a secret", file)
                            .isFalse();
                }
            }
        }
    }

    /** Raw, hexadecimal, and Base64 at each of its three alignments. */
    private static List<byte[]> formsOf(byte[] secret) {
        byte[] part = Arrays.copyOf(secret, 16);
        List<byte[]> forms = new ArrayList<>();
        forms.add(part);
        String hex = java.util.HexFormat.of().formatHex(part);
        forms.add(hex.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        forms.add(hex.toUpperCase(java.util.Locale.ROOT).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        for (int shift = 0; shift < 3; shift++) {
            byte[] base64 = java.util.Base64.getEncoder().encode(Arrays.copyOfRange(part, shift, shift + 12));
            forms.add(base64);
        }
        return forms;
    }
}
