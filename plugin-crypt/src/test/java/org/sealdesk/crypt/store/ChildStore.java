package org.sealdesk.crypt.store;

import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;

import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.sealdesk.crypt.KeyFiles;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.SecretKeyRecord;

/**
 * A process with a keystore of its own, to be killed. It applies batches for ever and prints a line before and after
 * each: what it is about to do, and that it was acknowledged. Beside that, a second thread rotates keys, builds indexes
 * and makes backups, and says when a backup begins and that it is there.
 */
final class ChildStore {

    /** Certificates the child puts and deletes. */
    static final int NUMBERS = 400;

    /** So small that generations are built all the time. */
    static final StoreSettings SETTINGS = new StoreSettings(1024, 150_000, 600_000, 25, 2);

    private ChildStore() {}

    /** @param args directory, and a seed if changes are wanted */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, "UTF-8");
        long before = System.nanoTime();
        try (DurableKeystore store = open(Path.of(args[0]))) {
            out.println("OPEN");
            if (args.length > 1) {
                long seed = Long.parseLong(args[1]);
                Thread care = new Thread(() -> careForEver(store, Path.of(args[0]), seed, out));
                care.setDaemon(true);
                care.start();
                changeForEver(store, seed, out);
            }
        } catch (KeystoreInUse e) {
            out.println("IN USE after " + (System.nanoTime() - before) / 1_000_000 + " ms: " + e.getMessage());
        }
    }

    /** Parent and child have the key in the same file. */
    static DurableKeystore open(Path directory) throws Exception {
        return DurableKeystore.open(
                directory,
                KeyFiles.at(directory.resolveSibling("store.key")),
                SETTINGS,
                Clock.fixed(Synthetic.NOW, ZoneOffset.UTC),
                new SecureRandom());
    }

    static Path backup(Path directory, String number) {
        return directory.resolveSibling("backup-" + number);
    }

    private static void careForEver(DurableKeystore store, Path directory, long seed, PrintStream out) {
        SplittableRandom random = new SplittableRandom(seed);
        try {
            while (true) {
                switch (random.nextInt(4)) {
                    case 0 -> store.rotateSealingKey();
                    case 1 -> store.rotateDataKey();
                    case 2 -> store.reindex();
                    default -> {
                        String number = Long.toHexString(random.nextLong());
                        out.println("SAVING " + number);
                        store.backup(backup(directory, number), KeystoreCare.Progress.UNWATCHED);
                        out.println("SAVED " + number);
                    }
                }
                Thread.sleep(random.nextInt(5));
            }
        } catch (KeystoreUnavailable | InterruptedException | RuntimeException e) {
            out.println("FAILED " + e);
        }
    }

    private static void changeForEver(DurableKeystore store, long seed, PrintStream out) throws Exception {
        for (long round = seed; ; round++) {
            Batch batch = Batch.of(round);
            out.println("BEGIN " + round);
            store.apply(batch.changes());
            out.println("DONE " + round);
        }
    }

    /** What one round changes; parent and child agree on it by the number alone. */
    record Batch(List<Integer> puts, List<Integer> deletes, int version) {

        static Batch of(long round) {
            Random random = new Random(round * 31 + 7);
            List<Integer> puts = new ArrayList<>();
            List<Integer> deletes = new ArrayList<>();
            int size = random.nextInt(10) == 0 ? 60 : 1 + random.nextInt(4);
            for (int i = 0; i < size; i++) {
                int number = random.nextInt(NUMBERS);
                if (puts.contains(number) || deletes.contains(number)) {
                    continue;
                }
                (random.nextInt(3) == 0 ? deletes : puts).add(number);
            }
            return new Batch(puts, deletes, (int) round);
        }

        List<Change> changes() {
            List<Change> changes = new ArrayList<>();
            for (int number : puts) {
                changes.add(new Change.PutCertificate(certificate(number, version), facts()));
                changes.add(new Change.PutSecret(secret(number)));
            }
            for (int number : deletes) {
                changes.add(new Change.DeleteCertificate(pgp(number).fingerprint()));
                changes.add(new Change.DeleteSecret(pgp(number).secretKeyId()));
            }
            return changes;
        }

        private static SecretKeyRecord secret(int number) {
            return Synthetic.secret(pgp(number).secretKeyId(), "secret " + number, "p");
        }
    }

    static org.sealdesk.crypt.key.Certificate certificate(int number, int version) {
        return pgp(number, "Version " + version, "v" + version + "@example.org", "n" + number + "@example.org");
    }

    static ProcessBuilder command(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                classPathWithoutLogging(),
                ChildStore.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command);
    }

    /** A logging library takes longer to start than the store. */
    private static String classPathWithoutLogging() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("logback"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Opens and closes the store in another process. */
    static String run(Path directory, Duration atMost) throws Exception {
        Process child = command(directory.toString()).redirectErrorStream(true).start();
        try {
            String answer = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!child.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("child did not end: " + answer);
            }
            return answer;
        } finally {
            child.destroyForcibly();
        }
    }
}
