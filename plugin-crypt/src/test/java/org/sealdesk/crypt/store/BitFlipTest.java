package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoreReport;
import org.sealdesk.crypt.key.StoredCertificate;

/**
 * Single bits flip in the files of a store at rest: each is found and named by the check, and the next start has
 * everything that lies in a second place. More of them with {@code -Dflips=500}.
 */
class BitFlipTest {

    private static final int CERTIFICATES = 60;
    private static final int IN_BOTH_GENERATIONS = 20;

    private final int flips = Integer.getInteger("flips", 60);
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final DurableStores stores = new DurableStores();

    @TempDir
    private Path base;

    @Test
    void everyFlippedBitIsNamedAndCostsNothingThatHasASecondPlace() throws Exception {
        System.out.println("flips: " + flips + ", -Dseed=" + seed);
        Path whole = base.resolve("whole");
        fill(whole);
        SplittableRandom random = new SplittableRandom(seed);
        List<Path> files = files(whole);
        for (int i = 0; i < flips; i++) {
            Path copy = base.resolve("copy-" + i);
            copy(whole, copy);
            Path file = copy.resolve(
                    String.valueOf(files.get(random.nextInt(files.size())).getFileName()));
            byte[] octets = Files.readAllBytes(file);
            int at = random.nextInt(octets.length);
            octets[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, octets);
            String flip = "flip " + i + " of seed " + seed + ": " + file.getFileName() + " octet " + at;
            assertNamed(copy, file, flip);
            assertWorks(copy, String.valueOf(file.getFileName()), flip);
            PeerProcess.deleteTree(copy);
        }
    }

    /** Two generations, the journal from the first on, and changes after the second. */
    private void fill(Path directory) throws Exception {
        try (DurableKeystore store = stores.open(directory);
                SecretKeyRecord secret = secret(pgp(1).secretKeyId(), "octets", "p")) {
            store.apply(puts(0, IN_BOTH_GENERATIONS));
            store.apply(List.of(new Change.PutSecret(secret)));
            store.renewGeneration();
            store.apply(puts(IN_BOTH_GENERATIONS, 40));
            store.renewGeneration();
            store.apply(puts(40, CERTIFICATES));
        }
    }

    private static List<Change> puts(int from, int to) {
        return IntStream.range(from, to)
                .<Change>mapToObj(i -> new Change.PutCertificate(pgp(i), facts()))
                .toList();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            List<Path> found = new ArrayList<>();
            for (Path file : all.sorted().toList()) {
                if (Files.isRegularFile(file) && Files.size(file) > 0) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        for (Path file : files(from)) {
            Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
        }
    }

    private void assertNamed(Path directory, Path file, String flip) throws Exception {
        StoreReport report =
                StoreCheck.run(directory, stores, Clock.fixed(Synthetic.NOW, ZoneOffset.UTC), new SecureRandom());
        assertThat(report.problems())
                .as(flip)
                .anySatisfy(p -> assertThat(p.file()).isEqualTo(String.valueOf(file.getFileName())));
    }

    /** What is in the journal after the newest generation alone has no second place. */
    private void assertWorks(Path directory, String damaged, String flip) throws Exception {
        try (DurableKeystore store = stores.open(directory)) {
            int lost = 0;
            for (int i = 0; i < CERTIFICATES; i++) {
                Certificate expected = pgp(i);
                Optional<StoredCertificate> found = store.byFingerprint(expected.fingerprint());
                if (found.isEmpty()) {
                    lost++;
                    assertThat(i).as(flip).isGreaterThanOrEqualTo(40);
                } else {
                    assertThat(found.get().certificate().encoded()).as(flip).isEqualTo(expected.encoded());
                    assertThat(found.get().facts()).as(flip).isEqualTo(facts());
                }
            }
            if (lost > 0) {
                assertThat(damaged).as(flip).startsWith(StoreFolder.JOURNAL);
                assertThat(store.findings())
                        .as(flip)
                        .anySatisfy(f -> assertThat(f.text()).contains(damaged));
            }
            assertThat(store.lockedReason()).as(flip).isEmpty();
            try (SecretKeyRecord secret = store.open(pgp(1).secretKeyId()).orElseThrow()) {
                assertThat(secret.encoded())
                        .as(flip)
                        .isEqualTo("octets".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
    }
}
