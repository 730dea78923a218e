package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.host.Scope;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.api.mail.SignatureState;
import org.sealdesk.harness.cli.PluginCommandLine;
import org.sealdesk.harness.demo.DemoWorld;
import org.sealdesk.harness.ticket.Article;

/** A real plugin jar in its own class loader. */
class PluginLoadingTest {

    private final Path data;
    private final Path jar;

    PluginLoadingTest(@TempDir Path data) throws Exception {
        this.data = data;
        this.jar = TestPluginJar.in(data);
    }

    private Harness start(Path plugin) throws Exception {
        return Harness.start(HarnessOptions.in(data.resolve("host")).withPlugin(plugin));
    }

    @Test
    void demoMailsArriveThroughTheRealDoorAndTheHookIsAsked() throws Exception {
        try (Harness harness = start(jar)) {
            assertThat(harness.extensions().failure()).isEmpty();

            int sent = new DemoWorld(harness, data.resolve("demo")).fill();

            assertThat(sent).isEqualTo(12);
            assertThat(harness.tickets().tickets()).hasSize(12);
            Article last = harness.tickets()
                    .article(harness.tickets().tickets().get(0).mailIds().get(0))
                    .orElseThrow();
            assertThat(last.headers().subject()).isEqualTo("Encrypted + confirmed");
            assertThat(harness.tickets().files(last.mailId()).reports())
                    .extracting(SecurityReport::signature)
                    .containsExactly(SignatureState.CONFIRMED);
            Browser german = Browser.loggedIn(harness.url(), "agent");
            assertThat(german.get("/tickets/12", "Accept-Language", "de").body())
                    .contains("Für uns verschlüsselt, Absender dana@fox.test bestätigt.");
            assertThat(new DemoWorld(harness, data.resolve("demo")).fill()).isZero();
        }
    }

    @Test
    void everyComponentIsDrawn() throws Exception {
        try (Harness harness = start(jar)) {
            Browser admin = Browser.loggedIn(harness.url(), "admin");

            assertThat(admin.get("/admin").body()).contains("PGP keys");
            Browser.Page page = admin.get("/admin/x/test/list");

            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body())
                    .contains("<svg viewBox", "<table", "type=\"file\"", "4F1C 9A02", "confirm")
                    .doesNotContain("style=");
            Browser.Page done = admin.post("/admin/x/test/list", Map.of("_secret.passphrase", "geheim"));
            assertThat(done.path()).isEqualTo("/admin/x/test/list");
            assertThat(done.body()).contains("password of 6 characters").doesNotContain("geheim");
        }
    }

    @Test
    void withoutItsPluginTheHostRunsChecksNothingAndSendsNothing() throws Exception {
        try (Harness harness = start(data.resolve("missing.jar"))) {
            new SmtpTalk(harness.smtpPort())
                    .deliver("a@x.test", "support@acme.test", "From: a@x.test\r\nSubject: s\r\n\r\nt\r\n");
            assertThat(harness.tickets().articles())
                    .extracting(Article::state)
                    .containsExactly(Article.State.NOT_CHECKED);

            Browser agent = Browser.loggedIn(harness.url(), "agent");
            assertThat(agent.get("/compose").body()).contains("The plugin is not loaded");
            for (String protection : List.of("NONE", "", "SIGN_AND_ENCRYPT")) {
                Browser.Page page = agent.post(
                        "/compose",
                        Map.of(
                                "do",
                                "send",
                                "queue",
                                "support",
                                "to",
                                "bob@x.test",
                                "text",
                                "t",
                                "protection",
                                protection));
                assertThat(page.status()).isEqualTo(422);
            }
            assertThat(harness.customers().mails("bob@x.test")).isEmpty();
        }
    }

    @Test
    void reloadHealsAFailedPluginAndLooksAtUncheckedMail() throws Exception {
        try (Harness harness = start(jar)) {
            harness.settings().change(Scope.GLOBAL, Map.of("test.fail", Optional.of("1")), "test");
            harness.reloadPlugin();
            assertThat(harness.extensions().failure()).isPresent();

            harness.settings().change(Scope.GLOBAL, Map.of("test.fail", Optional.empty()), "test");
            harness.reloadPlugin();

            assertThat(harness.extensions().failure()).isEmpty();
            assertThat(harness.plugin().orElseThrow().lastLoad().number()).isEqualTo(3);
        }
    }

    @Test
    void pluginForAnotherApiIsNotStarted() throws Exception {
        Path other = TestPluginJar.in(data, ">=9.0.0");
        try (Harness harness = start(other)) {
            assertThat(harness.extensions().failure()).isPresent();
            assertThat(harness.extensions().failure().get()).contains("9.0.0");
        }
    }

    @Test
    void secretsAreOutsideThePluginsDirectoryAndForTheOwnerOnly() throws Exception {
        try (Harness harness = start(jar)) {
            assertThat(data.resolve("host/plugins/test")).isDirectory();
            assertThat(data.resolve("host/secrets")).isDirectory();
            assertThat(Files.getPosixFilePermissions(data.resolve("host/secrets")))
                    .hasSize(3);
            assertThat(harness.extensions().pluginId()).isEqualTo("test");
        }
    }

    @Test
    void commandLineRunsThePluginsCommands() throws Exception {
        Files.writeString(data.resolve("a.asc"), "x");

        assertThat(run("keys", "import", data.toString())).startsWith("0\n").contains("ä a.asc");
        assertThat(run("keys", "import")).startsWith("2\n");
        assertThat(run("fail")).startsWith("1\n").doesNotContain("\tat ");
        assertThat(run("nonsense")).startsWith("2\n");
        assertThat(run("help")).startsWith("0\n").contains("keys").contains("list files");
    }

    private String run(String name, String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int status = new PluginCommandLine(Optional.of(jar.toString()), false).run(name, List.of(arguments));
            return status + "\n" + out.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(before);
        }
    }
}
