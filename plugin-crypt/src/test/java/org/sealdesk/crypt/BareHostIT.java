package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.zafarkhaja.semver.Version;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.PluginManager;
import org.sealdesk.api.ApiVersion;
import org.sealdesk.crypt.barehost.BareHost;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.verdict.Technology;
import org.slf4j.Logger;

/**
 * The packaged plugin in a host that has nothing but the plugin API and PF4J: works, and leaves nothing behind. With
 * {@code -Drounds=200 -Dcertificates=100000} it does so in more rounds and over a full keystore.
 */
class BareHostIT {

    private static final int TIMEOUT_SECONDS = 1_800;
    private static final int FILE_ITEMS = 20_000;
    private static final String ANN = "ann@example.org";

    @TempDir
    private Path work;

    @TempDir
    private Path logs;

    @Test
    void theJarWorksAndLeavesNothingInManyRounds() throws Exception {
        prepareCertificates(Integer.getInteger("certificates", 100));
        run("plugin.jar", Integer.getInteger("rounds", 20));
    }

    @Test
    void theZipWorksAndLeavesNothingInThreeRounds() throws Exception {
        run("plugin.zip", 3);
    }

    private void run(String property, int rounds) throws Exception {
        Path built = Path.of(Objects.requireNonNull(
                System.getProperty(property), property + " is not set: run this test by mvn verify"));
        // A host unpacks a zip beside it.
        Path plugin = Files.copy(built, work.resolve(String.valueOf(built.getFileName())));
        prepareMail();
        File log = logs.resolve("output.txt").toFile();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // What is softly reachable only is no leak: newer Java keeps linked methods so.
                "-XX:SoftRefLRUPolicyMSPerMB=0",
                "-cp",
                classPath(),
                BareHost.class.getName(),
                plugin.toString(),
                work.toString(),
                Integer.toString(rounds));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .as("the host ended in time")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String output = Files.readString(log.toPath());
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("rounds " + rounds + ", nothing left");
    }

    private void prepareCertificates(int count) throws IOException {
        Instant from = Instant.now().minus(Duration.ofDays(1));
        for (int first = 0; first < count; first += FILE_ITEMS) {
            StringBuilder pem = new StringBuilder();
            for (int n = first; n < Math.min(count, first + FILE_ITEMS); n++) {
                pem.append(TestX509.of("person" + n + "@example.net", from, Duration.ofDays(3_650))
                        .certificate());
            }
            Files.writeString(work.resolve("certificates-" + first + ".pem"), pem);
        }
    }

    private void prepareMail() throws IOException {
        Instant now = Instant.now();
        OpenPGPKey ann = TestPgpKeys.key("Ann <" + ANN + ">", now.minus(Duration.ofDays(1)));
        Files.writeString(work.resolve("secret.asc"), TestPgpKeys.armour(ann));
        try (MatrixDesk desk = new MatrixDesk(InstantSource.fixed(now))) {
            desk.take(MailSample.octets(TestPgpKeys.armour(ann)));
            byte[] entity = MailSample.octets("Content-Type: text/plain; charset=utf-8\r\n\r\nHello from Ann\r\n");
            byte[] mail = MatrixDesk.octets(
                    desk.protect(ANN, ANN, entity, ProtectionLevel.SIGN_AND_ENCRYPT, Technology.OPENPGP)
                            .mail());
            Files.write(work.resolve("mail.eml"), mail);
        }
    }

    /** What the smallest host has. */
    private static String classPath() {
        return Stream.of(ApiVersion.class, PluginManager.class, Logger.class, Version.class, BareHost.class)
                .map(BareHostIT::origin)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
