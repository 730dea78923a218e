package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;
import static org.sealdesk.crypt.store.Synthetic.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoreReport;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/** Looking at every octet of a store: whatever is wrong is found and named, and nothing is changed. */
class StoreCheckTest {

    private final DurableStores stores = new DurableStores();
    private final Path directory;

    StoreCheckTest(@TempDir Path base) {
        this.directory = base.resolve("store");
    }

    private static List<Change> puts(int from, int to) {
        return IntStream.range(from, to)
                .<Change>mapToObj(i -> new Change.PutCertificate(pgp(i), facts()))
                .toList();
    }

    /** Some in a generation, some in the journal after it, and one secret key. */
    private void fill() throws Exception {
        try (DurableKeystore store = stores.open(directory);
                SecretKeyRecord secret = secret(pgp(1).secretKeyId(), "octets", "p")) {
            store.apply(puts(0, 20));
            store.apply(List.of(new Change.PutSecret(secret)));
            store.renewGeneration();
            store.apply(puts(20, 25));
        }
    }

    private StoreReport check() throws Exception {
        return StoreCheck.run(directory, stores, Clock.fixed(Synthetic.NOW, ZoneOffset.UTC), new SecureRandom());
    }

    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> octets = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                octets.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return octets;
    }

    private void assertUnchanged(Map<String, byte[]> before) throws IOException {
        Map<String, byte[]> after = files();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, octets) -> assertThat(after.get(name)).as(name).isEqualTo(octets));
    }

    @Test
    void aWholeStoreIsCleanAndCounted() throws Exception {
        fill();
        Map<String, byte[]> before = files();
        StoreReport report = check();
        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(report.contents()).isEqualTo(new StoreReport.Contents(25, 0, 1, 0, 1));
        assertThat(report.generations()).isOne();
        assertUnchanged(before);
    }

    @Test
    void aFlippedBitAnywhereIsFoundAndLeftAsItIs() throws Exception {
        fill();
        for (Map.Entry<String, byte[]> file : files().entrySet()) {
            String name = file.getKey();
            byte[] whole = file.getValue();
            for (int i = 0; i < Math.min(12, whole.length); i++) {
                int at = (int) ((long) i * (whole.length - 1) / 11) % whole.length;
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << i % 8);
                Files.write(directory.resolve(name), flipped);
                assertFound(name, at);
                assertThat(Files.readAllBytes(directory.resolve(name))).isEqualTo(flipped);
            }
            Files.write(directory.resolve(name), whole);
        }
        assertThat(check().problems()).isEmpty();
    }

    private void assertFound(String name, int at) throws Exception {
        assertThat(check().problems())
                .as("%s octet %d", name, at)
                .isNotEmpty()
                .allSatisfy(p -> assertThat(p.advice()).isNotEmpty())
                .anySatisfy(p -> assertThat(p.file()).isEqualTo(name));
    }

    @Test
    void aCutFileIsFound() throws Exception {
        fill();
        for (Map.Entry<String, byte[]> file : files().entrySet()) {
            byte[] whole = file.getValue();
            if (whole.length > 0 && !file.getKey().equals("store.format")) {
                Files.write(directory.resolve(file.getKey()), java.util.Arrays.copyOf(whole, whole.length - 3));
                assertFound(file.getKey(), whole.length - 3);
                Files.write(directory.resolve(file.getKey()), whole);
            }
        }
    }

    @Test
    void aJournalThatIsGoneInTheMiddleIsFound() throws Exception {
        fill();
        try (Stream<Path> files = Files.list(directory)) {
            Path first = files.filter(f -> f.toString().contains("journal-"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            Files.delete(first);
        }
        // The generation holds what was in it: the store is whole, and says where its journal begins now.
        assertThat(check().problems()).isEmpty();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(f -> f.toString().contains("generation-")).toList()) {
                Files.delete(file);
            }
        }
        assertThat(check().problems()).anySatisfy(p -> assertThat(p.what()).contains("the journal begins here"));
    }

    /** Builds a generation from a view that is not what its records say. */
    private void damage(View view) throws Exception {
        StoreFolder folder = StoreFolder.at(directory);
        StoreId id = StoreFormat.read(folder, (name, what) -> {});
        for (GenerationFiles files : GenerationFiles.in(folder)) {
            new GenerationBuilder(folder, id).build(view, files.sequence());
        }
    }

    private View view() throws Exception {
        StoreFolder folder = StoreFolder.at(directory);
        StoreId id = StoreFormat.read(folder, (name, what) -> {});
        Generation generation =
                Generation.open(folder, GenerationFiles.in(folder).get(0), id);
        return new View(
                SortedRows.EMPTY,
                SortedRows.EMPTY,
                generation,
                generation.manifest().counts());
    }

    @Test
    void indexRowsAreComparedWithRecordsBothWaysAndReindexHealsThem() throws Exception {
        fill();
        Draft draft = new Draft(view());
        byte[] lost = CertificateKeys.keyId(pgp(3).fingerprint().keyId())
                .raw(CertificateKeys.idOf(pgp(3).fingerprint()))
                .toArray();
        byte[] stray = CertificateKeys.keyId(77)
                .raw(CertificateKeys.idOf(pgp(4).fingerprint()))
                .toArray();
        byte[] dangling = CertificateKeys.keyId(78)
                .raw(CertificateKeys.idOf(pgp(400).fingerprint()))
                .toArray();
        draft.delete(lost);
        draft.put(stray, Row.NOTHING);
        draft.put(dangling, Row.NOTHING);
        damage(draft.view().freeze());
        assertThat(check().problems())
                .extracting(StoreReport.Problem::where)
                .contains(row(lost), row(stray), row(dangling));

        try (DurableKeystore store = stores.open(directory)) {
            assertThat(store.byKeyId(pgp(3).fingerprint().keyId())).isEmpty();
            store.reindex();
            assertThat(store.byKeyId(pgp(3).fingerprint().keyId())).hasSize(1);
            assertThat(store.byKeyId(77)).isEmpty();
            assertThat(store.count(Technology.OPENPGP)).isEqualTo(25);
            assertThat(store.findings()).isEmpty();
        }
        StoreReport report = check();
        // The damaged generation is kept as the older of two; the one in use is whole.
        assertThat(report.problems())
                .extracting(StoreReport.Problem::file)
                .doesNotContain(
                        GenerationFiles.in(StoreFolder.at(directory)).get(0).data(), "journal");
    }

    private static String row(byte[] key) {
        return "row " + java.util.HexFormat.of().formatHex(key);
    }

    @Test
    void reindexGivesTheVeryRowsThatWereThere() throws Exception {
        fill();
        List<String> before = rows(view());
        try (DurableKeystore store = stores.open(directory)) {
            store.reindex();
            store.reindex();
        }
        List<String> after = rows(view());
        assertThat(after).hasSizeGreaterThan(before.size()).containsAll(before);
        assertThat(check().problems()).isEmpty();
    }

    private static List<String> rows(View view) {
        List<String> rows = new ArrayList<>();
        Iterator<Row> all = view.rows(new byte[0], View.END);
        while (all.hasNext()) {
            Row row = all.next();
            rows.add(Octets.of(row.key()).hex() + "=" + Octets.of(row.value()).hex());
        }
        return rows;
    }

    @Test
    void wrongCountsAreFound() throws Exception {
        fill();
        View view = view();
        damage(new View(
                        view.delta(),
                        view.frozen(),
                        view.base(),
                        new Counts(7, 0, 1, 0, 1, view.counts().marks()))
                .freeze());
        assertThat(check().problems()).anySatisfy(p -> assertThat(p.what()).contains("openpgp=7"));
    }

    @Test
    void aSecretThatItsSealDoesNotOpenIsNamed() throws Exception {
        fill();
        Draft draft = new Draft(view());
        SecretRow other = new SecretRow(Synthetic.NOW, Octets.of(new byte[80]));
        draft.put(CertificateKeys.secret(pgp(1).secretKeyId()), other.encode());
        damage(draft.view().freeze());
        assertThat(check().problems())
                .singleElement()
                .satisfies(p -> assertThat(p.where())
                        .isEqualTo("secret " + pgp(1).secretKeyId().value().hex()));
    }

    @Test
    void withoutTheSealingKeyTheRestIsCheckedAndThatIsSaid() throws Exception {
        fill();
        stores.replaceKek(null);
        StoreReport report = check();
        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).singleElement().asString().contains("were not checked", "not at hand");
    }

    @Test
    void aStoreThatIsOpenIsNotLookedAt() throws Exception {
        fill();
        try (DurableKeystore open = stores.open(directory)) {
            assertThatThrownBy(this::check).isInstanceOf(KeystoreInUse.class);
            assertThat(open.count(Technology.OPENPGP)).isEqualTo(25);
        }
        assertThat(check().isClean()).isTrue();
    }
}
