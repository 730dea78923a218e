package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.KeystoreCare.Progress;
import org.sealdesk.crypt.key.RestoreReport.Existing;
import org.sealdesk.crypt.key.RevocationListFacts;
import org.sealdesk.crypt.key.StoreReport;
import org.sealdesk.crypt.key.StoredRevocationList;
import org.sealdesk.crypt.octets.Octets;

/** Stored revocation lists through check, reindex, backup and journal. */
class RevocationListRowsTest {

    private static final int LARGE = 2 * 1024 * 1024;

    private final DurableStores stores = new DurableStores();
    private final Path work;
    private final Path directory;

    RevocationListRowsTest(@TempDir Path work) {
        this.work = work;
        this.directory = work.resolve("store");
    }

    private static Octets der(int number, int octets) {
        byte[] der = new byte[octets];
        new Random(number).nextBytes(der);
        return Octets.of(der);
    }

    private static Change.PutRevocationList list(int number, int octets) throws Exception {
        Octets der = der(number, octets);
        RevocationListFacts facts = new RevocationListFacts(
                Octets.of(MessageDigest.getInstance("SHA-256").digest(der.toArray())),
                Octets.of(("issuer " + number).getBytes(StandardCharsets.UTF_8)),
                "CN=issuer " + number,
                Octets.EMPTY,
                Optional.of(BigInteger.valueOf(number)),
                Synthetic.NOW,
                Optional.empty(),
                number,
                octets);
        return new Change.PutRevocationList(new StoredRevocationList(facts, StoredRevocationList.Signature.GOOD), der);
    }

    /** One in a generation, a large one in the journal after it, and one that came and went. */
    private void fill() throws Exception {
        try (DurableKeystore store = stores.open(directory)) {
            store.apply(List.of(list(1, 400), list(3, 500)));
            store.renewGeneration();
            store.apply(List.of(list(2, LARGE)));
            store.apply(
                    List.of(new Change.DeleteRevocationList(list(3, 500).list().facts())));
        }
    }

    private static void assertHoldsBoth(DurableKeystore store) throws Exception {
        assertThat(store.revocationLists(10))
                .containsExactlyInAnyOrder(list(1, 400).list(), list(2, LARGE).list());
        for (Change.PutRevocationList put : List.of(list(1, 400), list(2, LARGE))) {
            RevocationListFacts facts = put.list().facts();
            assertThat(store.revocationLists(facts.issuerName())).containsExactly(put.list());
            assertThat(store.revocationList(facts.digest())).contains(put.encoded());
        }
        assertThat(store.revocationList(list(3, 500).list().facts().digest())).isEmpty();
        assertThat(store.findings()).isEmpty();
    }

    private StoreReport check(Path at) throws Exception {
        return StoreCheck.run(at, stores, Clock.fixed(Synthetic.NOW, ZoneOffset.UTC), new SecureRandom());
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

    /** A store whose newest generation holds the lists with one row changed. */
    private void damage(byte[] key, Optional<byte[]> value) throws Exception {
        try (DurableKeystore store = stores.open(directory)) {
            store.apply(List.of(list(1, 400)));
            store.renewGeneration();
        }
        Draft draft = new Draft(view());
        value.ifPresentOrElse(v -> draft.put(key, v), () -> draft.delete(key));
        StoreFolder folder = StoreFolder.at(directory);
        StoreId id = StoreFormat.read(folder, (name, what) -> {});
        long sequence = GenerationFiles.in(folder).get(0).sequence();
        new GenerationBuilder(folder, id).build(draft.view().freeze(), sequence);
    }

    private static byte[] octetsKey(int number, int octets) throws Exception {
        return RevocationListCodec.octets(list(number, octets).list().facts().digest());
    }

    @Test
    void aStoreWithListsInGenerationAndJournalIsClean() throws Exception {
        fill();
        assertThat(check(directory).problems()).isEmpty();
    }

    @Test
    void listsComeBackFromTheJournalAlone() throws Exception {
        try (DurableKeystore store = stores.open(directory)) {
            store.apply(List.of(list(1, 400), list(3, 500)));
            store.apply(List.of(list(2, 450)));
            store.apply(
                    List.of(new Change.DeleteRevocationList(list(3, 500).list().facts())));
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).noneMatch(f -> f.toString().contains("generation-"));
        }
        try (DurableKeystore store = stores.open(directory)) {
            assertThat(store.revocationLists(10))
                    .containsExactlyInAnyOrder(list(1, 400).list(), list(2, 450).list());
            for (Change.PutRevocationList put : List.of(list(1, 400), list(2, 450))) {
                assertThat(store.revocationList(put.list().facts().digest())).contains(put.encoded());
            }
        }
        assertThat(check(directory).problems()).isEmpty();
    }

    @Test
    void reindexKeepsEveryListAsItIs() throws Exception {
        fill();
        try (DurableKeystore store = stores.open(directory)) {
            store.reindex();
            assertHoldsBoth(store);
        }
        try (DurableKeystore store = stores.open(directory)) {
            assertHoldsBoth(store);
        }
        assertThat(check(directory).problems()).isEmpty();
    }

    @Test
    void aBackupBringsEveryListBack() throws Exception {
        fill();
        Path file = work.resolve("backup.sealdesk");
        try (DurableKeystore store = stores.open(directory)) {
            store.backup(file, Progress.UNWATCHED);
        }
        Path elsewhere = work.resolve("other");
        StoreRestore.run(file, elsewhere, Existing.KEEP, InstantSource.fixed(Synthetic.NOW));
        try (DurableKeystore store = stores.open(elsewhere)) {
            assertHoldsBoth(store);
        }
        assertThat(check(elsewhere).problems()).isEmpty();
    }

    @Test
    void aListWithOneOtherOctetIsNamedWithBothDigests() throws Exception {
        byte[] other = der(1, 400).toArray();
        other[200] ^= 1;
        damage(octetsKey(1, 400), Optional.of(other));
        String said = list(1, 400).list().facts().digest().hex();
        String is =
                Octets.of(MessageDigest.getInstance("SHA-256").digest(other)).hex();
        assertThat(check(directory).problems()).singleElement().satisfies(p -> {
            assertThat(p.what()).contains("CN=issuer 1", said, is);
            assertThat(p.advice()).contains("Delete the list and import it again");
        });
    }

    @Test
    void aListOfAnotherLengthIsNamedWithBothLengths() throws Exception {
        damage(octetsKey(1, 400), Optional.of(new byte[399]));
        assertThat(check(directory).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.what()).contains("399 octets", "says 400"));
    }

    @Test
    void aDamagedListIsHealedByDeletingAndImportingItAgain() throws Exception {
        damage(octetsKey(1, 400), Optional.of(new byte[400]));
        try (DurableKeystore store = stores.open(directory)) {
            store.apply(
                    List.of(new Change.DeleteRevocationList(list(1, 400).list().facts())));
            store.apply(List.of(list(1, 400)));
            store.reindex();
        }
        String newest = GenerationFiles.in(StoreFolder.at(directory)).get(0).data();
        assertThat(check(directory).problems())
                .extracting(StoreReport.Problem::file)
                .doesNotContain(newest, "journal");
    }

    @Test
    void factsWithoutTheirListAreFoundAndReindexTakesThemOut() throws Exception {
        damage(octetsKey(1, 400), Optional.empty());
        assertThat(check(directory).problems())
                .extracting(StoreReport.Problem::what)
                .containsExactly("no record asks for this index row");
        try (DurableKeystore store = stores.open(directory)) {
            store.reindex();
            assertThat(store.revocationLists(10)).isEmpty();
        }
    }

    @Test
    void aListWithoutItsFactsIsFoundAndHealedByAnImport() throws Exception {
        RevocationListFacts facts = list(1, 400).list().facts();
        damage(RevocationListCodec.facts(facts.issuerName(), facts.digest()), Optional.empty());
        assertThat(check(directory).problems()).singleElement().satisfies(p -> {
            assertThat(p.what()).contains("no record says whose list it is");
            assertThat(p.advice()).contains("Import the list again");
        });
        try (DurableKeystore store = stores.open(directory)) {
            store.apply(List.of(list(1, 400)));
            assertThat(store.revocationLists(facts.issuerName())).hasSize(1);
        }
    }

    @Test
    void factsInThePlaceOfAnotherListAreNotBelieved() throws Exception {
        RevocationListFacts facts = list(1, 400).list().facts();
        byte[] key = RevocationListCodec.facts(facts.issuerName(), facts.digest());
        damage(key, Optional.of(RevocationListCodec.encode(list(2, 400).list())));
        assertThat(check(directory).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.what())
                        .contains(
                                "it is the record of list",
                                list(2, 400).list().facts().digest().hex()));
    }
}
