package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, one data directory: the first one has it. */
class TwoHarnessesTest {

    @TempDir
    private Path base;

    @Test
    void theSecondIsRefusedInWordsAndTheFirstGoesOn() throws Exception {
        Path data = base.resolve("data");
        try (Harness first = Harness.start(HarnessOptions.in(data).withPlugin(PluginJar.find(Optional.empty())))) {
            String said = secondOn(data);
            assertThat(said)
                    .contains("The host did not start")
                    .contains(data.toString())
                    .contains("in use by another harness")
                    .doesNotContain("\tat ");
            assertThat(secondOn(data, "--reset")).contains("in use by another harness");
            assertThat(first.extensions().failure()).isEmpty();
            assertThat(data.resolve("plugins")).isNotEmptyDirectory();
            new SmtpTalk(first.smtpPort()).deliver("kunde@example.org", "support@acme.example", mail());
            assertThat(first.tickets().tickets()).hasSize(1);
        }
        try (Harness third = Harness.start(HarnessOptions.in(data))) {
            assertThat(third.tickets().tickets()).hasSize(1);
        }
    }

    private String secondOn(Path data, String... more) throws Exception {
        Path said = base.resolve("said");
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--data",
                data.toString(),
                "--no-demo"));
        for (String port : List.of("--port", "--smtp-port", "--imap-port")) {
            command.addAll(List.of(port, "0"));
        }
        command.addAll(List.of(more));
        Process second = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(second.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
        } finally {
            second.destroyForcibly();
        }
        return Files.readString(said, StandardCharsets.UTF_8);
    }

    private static String mail() {
        return "From: kunde@example.org\r\nTo: support@acme.example\r\nSubject: still here\r\n\r\nHello\r\n";
    }
}
