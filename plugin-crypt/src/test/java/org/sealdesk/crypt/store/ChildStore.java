package org.sealdesk.crypt.store;

import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;

import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.SecretKeyRecord;

/**
 * A process with a keystore of its own, to be killed. It applies batches for ever and prints a line before and after
 * each: what it is about to do, and that it was acknowledged.
 */
final class ChildStore {

    /** Certificates the child puts and deletes. */
    static final int NUMBERS = 400;

    /** So small that generations are built all the time. */
    static final StoreSettings SETTINGS = new StoreSettings(1024, 150_000, 600_000, 25, 2);

    static final byte[] KEK = new byte[32];

    private ChildStore() {}

    /** @param args directory, and a seed if changes are wanted */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, "UTF-8");
        DurableStores stores = new DurableStores();
        stores.replaceKek(KEK);
        long before = System.nanoTime();
        try (DurableKeystore store = stores.open(Path.of(args[0]), SETTINGS)) {
            out.println("OPEN");
            if (args.length > 1) {
                changeForEver(store, Long.parseLong(args[1]), out);
            }
        } catch (KeystoreInUse e) {
            out.println("IN USE after " + (System.nanoTime() - before) / 1_000_000 + " ms: " + e.getMessage());
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
