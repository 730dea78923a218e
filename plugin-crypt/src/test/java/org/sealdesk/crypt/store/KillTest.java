package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.store.Synthetic.pgp;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.crypt.key.RestoreReport;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Kills a process in the middle of its changes, again and again, and looks whether everything that was acknowledged is
 * there and what was not is there whole or not at all; so for backups that were made meanwhile. In the normal build 100 times or for 70 seconds; with {@code
 * -Dkills=1000} so often, however long it takes.
 */
class KillTest {

    private static final int KILLS = Integer.getInteger("kills", 100);
    private static final long MAX_NANOS = System.getProperty("kills") == null ? 70_000_000_000L : Long.MAX_VALUE;

    private final Path directory;
    private Map<Integer, Integer> expected = new HashMap<>();
    private long nextRound;
    private long acknowledged;
    private int halfDone;
    private int tails;
    private int backups;
    private long slowestOpening;

    KillTest(@TempDir Path base) {
        this.directory = base.resolve("store");
    }

    @Test
    void nothingThatWasAcknowledgedIsLostByKillingTheProcess() throws Exception {
        Random random = new Random(4711);
        long started = System.nanoTime();
        int generations = 0;
        int kill = 0;
        while (kill < KILLS && System.nanoTime() - started < MAX_NANOS) {
            kill++;
            List<String> said = runAndKill(random.nextInt(12), random.nextInt(100));
            Map<Integer, Integer> before = expected;
            verify(said, kill);
            verifyBackups(said, before, kill);
            generations = Math.max(generations, highestGeneration());
        }
        System.out.printf(
                "%d kills: %d acknowledged batches, 0 lost; %d unacknowledged ones found whole, %d torn tails cut; "
                        + "%d keys rotated, %d backups restored; newest generation after record %d; slowest opening %d ms; "
                        + "%d s%n",
                kill,
                acknowledged,
                halfDone,
                tails,
                rotatedKeys(),
                backups,
                generations,
                slowestOpening / 1_000_000,
                (System.nanoTime() - started) / 1_000_000_000);
        assertThat(backups).isPositive();
        assertThat(rotatedKeys()).isPositive();
        assertThat(acknowledged).isPositive();
        assertThat(generations).as("newest generation").isPositive();
    }

    /**
     * Lets a process work for some changes and a moment, then kills it. It prints into a file, so that what it said
     * before the kill stays readable.
     *
     * @return whole lines after the first, which says that the store is open
     */
    private List<String> runAndKill(int acknowledgements, int millis) throws Exception {
        Path said = directory.resolveSibling("said");
        Process child = ChildStore.command(directory.toString(), Long.toString(nextRound))
                .redirectOutput(said.toFile())
                .redirectError(directory.resolveSibling("errors").toFile())
                .start();
        try {
            while (acknowledgedIn(said) < 1 + acknowledgements) {
                assertThat(child.waitFor(10, TimeUnit.MILLISECONDS))
                        .as("child ended: %s", errors())
                        .isFalse();
            }
            child.waitFor(millis, TimeUnit.MILLISECONDS);
        } finally {
            child.destroyForcibly().waitFor();
        }
        String text = Files.readString(said, StandardCharsets.UTF_8);
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        assertThat(lines).first().isEqualTo("OPEN");
        return lines.subList(1, lines.size());
    }

    private static long acknowledgedIn(Path file) throws Exception {
        return Files.readString(file, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.matches("(OPEN|DONE \\d+)"))
                .count();
    }

    private String errors() throws Exception {
        return Files.readString(directory.resolveSibling("errors"));
    }

    private void verify(List<String> said, int kill) throws Exception {
        List<Long> begun = new ArrayList<>();
        for (String line : said) {
            assertThat(line).matches("(BEGIN|DONE) \\d+|(SAVING|SAVED) \\w+");
            if (line.startsWith("SAV")) {
                continue;
            }
            long round = Long.parseLong(line.substring(line.indexOf(' ') + 1));
            if (line.startsWith("BEGIN")) {
                begun.add(round);
            } else {
                begun.remove(round);
                expected = after(expected, round);
                nextRound = round + 1;
                acknowledged++;
            }
        }
        assertThat(begun).hasSizeLessThanOrEqualTo(1);
        long before = System.nanoTime();
        try (DurableKeystore store = ChildStore.open(directory)) {
            slowestOpening = Math.max(slowestOpening, System.nanoTime() - before);
            assertThat(store.lockedReason()).isEmpty();
            assertThat(store.findings()).allMatch(finding -> finding.text().contains("no whole record"));
            tails += store.findings().size();
            Map<Integer, Integer> actual = read(store);
            if (!begun.isEmpty() && !actual.equals(expected)) {
                expected = after(expected, begun.get(0));
                nextRound = begun.get(0) + 1;
                halfDone++;
            }
            assertThat(actual).as("after kill %d", kill).isEqualTo(expected);
            assertThat(store.count(Technology.OPENPGP)).isEqualTo(expected.size());
            assertThat(store.own(Technology.OPENPGP, 1000)).hasSize(expected.size());
        }
    }

    /** A backup has all that was acknowledged before it began, and nothing that began after it was there. */
    private void verifyBackups(List<String> said, Map<Integer, Integer> before, int kill) throws Exception {
        for (int i = 0; i < said.size(); i++) {
            if (!said.get(i).startsWith("SAVING ")) {
                continue;
            }
            String number = said.get(i).substring("SAVING ".length());
            Path file = ChildStore.backup(directory, number);
            int saved = said.indexOf("SAVED " + number);
            assertThat(Files.exists(file) || saved < 0)
                    .as("backup %s after kill %d", number, kill)
                    .isTrue();
            if (Files.exists(file)) {
                Set<Map<Integer, Integer>> possible = possible(said, before, i, saved < 0 ? said.size() : saved);
                assertThat(possible).as("backup %s after kill %d", number, kill).contains(restored(file));
                backups++;
                Files.delete(file);
            }
        }
    }

    private static Set<Map<Integer, Integer>> possible(
            List<String> said, Map<Integer, Integer> before, int begun, int ended) {
        Map<Integer, Integer> now = before;
        Set<Map<Integer, Integer>> possible = new HashSet<>();
        for (int i = 0; i < ended; i++) {
            if (said.get(i).startsWith("BEGIN ")) {
                Map<Integer, Integer> next =
                        after(now, Long.parseLong(said.get(i).substring("BEGIN ".length())));
                boolean doneBefore = said.subList(0, begun).contains(said.get(i).replace("BEGIN", "DONE"));
                if (!doneBefore) {
                    possible.add(now);
                }
                now = next;
            }
        }
        possible.add(now);
        return possible;
    }

    private Map<Integer, Integer> restored(Path file) throws Exception {
        Path place = directory.resolveSibling("restored");
        StoreRestore.run(file, place, RestoreReport.Existing.KEEP, InstantSource.fixed(Synthetic.NOW));
        try (DurableKeystore store = ChildStore.open(place)) {
            assertThat(store.lockedReason()).isEmpty();
            return read(store);
        } finally {
            PeerProcess.deleteTree(place);
        }
    }

    private int rotatedKeys() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolveSibling("."))) {
            return (int) files.filter(file -> file.toString().contains("store.key.previous"))
                    .count();
        }
    }

    private static Map<Integer, Integer> after(Map<Integer, Integer> before, long round) {
        ChildStore.Batch batch = ChildStore.Batch.of(round);
        Map<Integer, Integer> after = new HashMap<>(before);
        batch.puts().forEach(number -> after.put(number, batch.version()));
        batch.deletes().forEach(after::remove);
        return after;
    }

    /** What the store holds, by number: the version of the certificate, checked through its indexes and its secret. */
    private static Map<Integer, Integer> read(DurableKeystore store) throws Exception {
        Map<Integer, Integer> found = new HashMap<>();
        for (int number = 0; number < ChildStore.NUMBERS; number++) {
            var stored = store.byFingerprint(pgp(number).fingerprint());
            var secret = store.open(pgp(number).secretKeyId());
            assertThat(secret.isPresent()).isEqualTo(stored.isPresent());
            if (stored.isPresent()) {
                var certificate = stored.get().certificate();
                int version = Integer.parseInt(certificate.displayName().substring("Version ".length()));
                assertThat(certificate).isEqualTo(ChildStore.certificate(number, version));
                assertThat(store.byAddress(Synthetic.address("n" + number + "@example.org")))
                        .hasSize(1);
                found.put(number, version);
            }
            try (SecretKeyRecord record = secret.orElse(null)) {
                if (record != null) {
                    assertThat(record.encoded()).asString().isEqualTo("secret " + number);
                }
            }
        }
        return found;
    }

    private int highestGeneration() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> Objects.requireNonNull(file.getFileName()).toString())
                    .filter(name -> name.endsWith(".manifest"))
                    .mapToInt(name -> (int) StoreFolder.numberIn("generation-", name, ".manifest"))
                    .max()
                    .orElse(0);
        }
    }
}
