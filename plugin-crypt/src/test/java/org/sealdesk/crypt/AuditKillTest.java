package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.audit.AuditEntry;
import org.sealdesk.crypt.audit.AuditEvent;
import org.sealdesk.crypt.audit.AuditLog;
import org.sealdesk.crypt.audit.AuditPage;
import org.sealdesk.crypt.audit.AuditReport;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.store.DurableKeystore;
import org.sealdesk.crypt.store.KekSource;
import org.sealdesk.crypt.store.StoreSettings;

/** A process that records for ever is killed again and again; what it was told to be recorded is there each time. */
class AuditKillTest {

    private static final int KILLS = 12;
    private static final String ACTION = "note";

    private final Path directory;

    AuditKillTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void whatWasAcknowledgedIsRecordedAndTheChainIsWhole() throws Exception {
        Random random = new Random(7);
        long next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long acknowledged = runAndKill(next, random.nextInt(40));
            try (DurableKeystore keystore = open(directory)) {
                AuditReport before = AuditLog.verify(directory.resolve("audit"), keystore.auditHead());
                assertThat(before.problems())
                        .as("kill %d: at most the unfinished end is no entry", kill)
                        .allMatch(p -> p.contains("is no entry"))
                        .hasSizeLessThan(2);
                try (AuditLog log =
                        AuditLog.open(directory.resolve("audit"), keystore, InstantSource.system(), entry -> {})) {
                    assertThat(log.verify().problems()).isEmpty();
                    next = newest(log) + 1;
                }
            }
            assertThat(next).as("kill %d", kill).isGreaterThan(acknowledged);
        }
        assertThat(next).isGreaterThan(KILLS);
    }

    private static long newest(AuditLog log) throws Exception {
        List<AuditEntry> entries =
                log.list(new AuditPage.Query("", OptionalLong.empty(), 20)).entries();
        return entries.stream()
                .filter(e -> e.event().action().equals(ACTION))
                .mapToLong(e -> Long.parseLong(e.event().subject()))
                .max()
                .orElse(-1);
    }

    /** @return the last number that the process was told to be recorded; -1 if none */
    private long runAndKill(long from, int millis) throws Exception {
        Path said = directory.resolve("said");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        directory.toString(),
                        Long.toString(from))
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            while (!Files.readString(said).contains("DONE")) {
                assertThat(child.waitFor(10, TimeUnit.MILLISECONDS))
                        .as("child ended")
                        .isFalse();
            }
            child.waitFor(millis, TimeUnit.MILLISECONDS);
        } finally {
            child.destroyForcibly().waitFor();
        }
        String text = Files.readString(said);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith("DONE "))
                .mapToLong(line -> Long.parseLong(line.substring(5)))
                .max()
                .orElse(-1);
    }

    private static DurableKeystore open(Path directory) throws Exception {
        KekSource kek = new KekSource() {
            @Override
            public Optional<byte[]> load() {
                return Optional.of(new byte[32]);
            }

            @Override
            public void create(byte[] key) {
                throw new IllegalStateException("there is one");
            }
        };
        return DurableKeystore.open(
                directory.resolve("keystore"),
                kek,
                StoreSettings.forHeap(Runtime.getRuntime().maxMemory()),
                Clock.system(ZoneOffset.UTC),
                new SecureRandom());
    }

    /** Records numbers, and says each when it was told that it is recorded. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) throws Exception {
            Path directory = Path.of(args[0]);
            PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
            DurableKeystore keystore = open(directory);
            AuditLog log = AuditLog.open(directory.resolve("audit"), keystore, InstantSource.system(), entry -> {});
            for (long number = Long.parseLong(args[1]); ; number++) {
                log.record(Author.SYSTEM, AuditEvent.done(ACTION, Long.toString(number), "", "x".repeat(300)));
                out.println("DONE " + number);
            }
        }
    }
}
