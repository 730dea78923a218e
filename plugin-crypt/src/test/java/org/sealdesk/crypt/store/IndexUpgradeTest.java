package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;
import static org.sealdesk.crypt.store.Synthetic.x509;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.key.CertificateStore.Filter;
import org.sealdesk.crypt.key.CertificateStore.Query;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.StoreReport;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** A store whose generation was built by the version before lists could be filtered. */
class IndexUpgradeTest {

    private static final int SIZE = 300;

    private final Path directory;
    private final DurableStores stores = new DurableStores();

    IndexUpgradeTest(@TempDir Path base) {
        this.directory = base.resolve("store");
    }

    /** A generation with the rows and the manifest that version had, and changes in the journal after it. */
    private void storeOfTheFirstIndex() throws Exception {
        try (DurableKeystore store = stores.open(directory)) {
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < SIZE; i++) {
                changes.add(new Change.PutCertificate(i % 3 == 0 ? x509(i) : pgp(i), facts()));
            }
            store.apply(changes);
            store.renewGeneration();
            store.apply(List.of(
                    new Change.PutCertificate(pgp(SIZE + 1), facts()),
                    new Change.PutFacts(
                            pgp(1).fingerprint(), facts().withTrust(TrustLevel.REJECTED, Optional.empty()))));
        }
        StoreFolder folder = StoreFolder.at(directory);
        StoreId id = StoreFormat.read(folder, (name, what) -> {});
        GenerationFiles files = GenerationFiles.in(folder).get(0);
        Generation generation = Generation.open(folder, files, id);
        List<Row> rows = new ArrayList<>();
        generation.rows(new byte[0], View.END).forEachRemaining(row -> oldRow(row, rows));
        Counts now = generation.manifest().counts();
        Counts counts = new Counts(
                now.openpgp(), now.smime(), now.ownOpenpgp(), now.ownSmime(), now.secrets(), new TreeMap<>());
        long sequence = generation.manifest().sequence();
        new GenerationBuilder(folder, id).build(rows.iterator(), counts, sequence);
        String manifest = Files.readString(folder.file(files.manifest()));
        String body = manifest.substring(0, manifest.indexOf("index: "));
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        Files.writeString(folder.file(files.manifest()), body + "checksum: " + Long.toHexString(crc.getValue()) + "\n");
    }

    private static void oldRow(Row row, List<Row> rows) {
        if (row.key()[0] == Table.BY_NAME.octet()) {
            ByteBuffer words = ByteBuffer.wrap(row.value()).position(20).slice();
            byte[] old = new byte[words.remaining()];
            words.get(old);
            rows.add(new Row(row.key(), old));
        } else if (row.key()[0] < Table.MARK.octet()) {
            rows.add(row);
        }
    }

    @Test
    void itsIndexIsMadeAnewWhenItOpens() throws Exception {
        storeOfTheFirstIndex();
        assertThat(StoreCheck.run(directory, stores, clock(), new java.security.SecureRandom())
                        .isClean())
                .as("the store looks old to this program")
                .isFalse();

        try (DurableKeystore store = stores.open(directory)) {
            assertThat(store.findings()).extracting(StoreFinding::text).anyMatch(t -> t.contains("made anew"));
            assertLists(store);
        }
        try (DurableKeystore store = stores.open(directory)) {
            assertThat(store.findings()).isEmpty();
            assertLists(store);
        }
        StoreReport report = StoreCheck.run(directory, stores, clock(), new java.security.SecureRandom());
        assertThat(report.problems())
                .filteredOn(p -> !p.file().equals(oldest()))
                .isEmpty();
    }

    /** The predecessor stays as it is, for the day it is needed. */
    private String oldest() {
        try {
            List<GenerationFiles> files = GenerationFiles.in(StoreFolder.at(directory));
            return files.get(files.size() - 1).data();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whenTheNewGenerationIsDamagedTheOldOneIsUpgradedAgain() throws Exception {
        storeOfTheFirstIndex();
        stores.open(directory).close();
        StoreFolder folder = StoreFolder.at(directory);
        Files.writeString(folder.file(GenerationFiles.in(folder).get(0).manifest()), "nonsense");

        try (DurableKeystore store = stores.open(directory)) {
            assertThat(store.findings()).extracting(StoreFinding::text).anyMatch(t -> t.contains("made anew"));
            assertLists(store);
        }
    }

    private static java.time.Clock clock() {
        return java.time.Clock.fixed(Synthetic.NOW, java.time.ZoneOffset.UTC);
    }

    private static void assertLists(DurableKeystore store) {
        assertThat(total(store, Technology.OPENPGP, Optional.of(TrustLevel.CONFIRMED)))
                .isEqualTo(SIZE * 2L / 3);
        assertThat(total(store, Technology.OPENPGP, Optional.of(TrustLevel.REJECTED)))
                .isEqualTo(1);
        assertThat(total(store, Technology.SMIME, Optional.of(TrustLevel.CONFIRMED)))
                .isEqualTo(SIZE / 3);
        assertThat(store.find(new Query(Technology.SMIME, "1003", Optional.empty(), Optional.empty(), 5))
                        .items())
                .as("by serial number")
                .extracting(c -> c.certificate().fingerprint())
                .containsExactly(x509(3).fingerprint());
        assertThat(store.contents().openpgp()).isEqualTo(SIZE * 2L / 3 + 1);
    }

    private static long total(DurableKeystore store, Technology technology, Optional<TrustLevel> trust) {
        Filter filter = new Filter(Optional.empty(), trust, OptionalInt.empty(), Synthetic.NOW);
        return store.find(new Query(technology, "", Optional.empty(), filter, Optional.empty(), 5))
                .total();
    }

    @Test
    void rowsThatTheHeapHasNoRoomForComeBackSorted() throws Exception {
        StoreFolder folder = StoreFolder.at(directory);
        List<Integer> numbers = new ArrayList<>();
        try (RowRuns runs = new RowRuns(folder, 2_000)) {
            for (int i = 0; i < 500; i++) {
                byte[] key = ByteBuffer.allocate(4).putInt(i * 7919 % 500).array();
                runs.add(key, i % 10 == 0 ? Row.gone() : key);
            }
            Iterator<Row> rows = runs.sorted();
            while (rows.hasNext()) {
                Row row = rows.next();
                numbers.add(ByteBuffer.wrap(row.key()).getInt());
            }
        }
        assertThat(numbers).hasSize(500).isSorted();
        assertThat(folder.names("index-run-", "")).isEmpty();
    }
}
