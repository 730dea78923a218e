package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.ZnunyLayout.LONG;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.Problem;
import org.sealdesk.api.console.Console;
import org.sealdesk.api.host.AuditSink;
import org.sealdesk.crypt.folder.KeyFolders;

/** The whole plugin with a store on disk: keys in the folders of the settings are there after its own recurring work. */
class RunningFoldersTest {

    @TempDir
    private Path data;

    private static void work(Wiring plugin) {
        plugin.tasks().stream()
                .filter(task -> task.id().equals("crypt-folders"))
                .forEach(task -> {
                    assertThat(task.every()).isEqualTo(KeyFolders.TICK);
                    for (int i = 0; i < 60; i++) {
                        task.work().run();
                    }
                });
    }

    private record Terminal(PrintStream out, Path workingDirectory) implements Console {
        @Override
        public InputStream in() {
            return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        public PrintStream err() {
            return out;
        }
    }

    private String run(Wiring plugin, String... words) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        plugin.commands().run("keys", List.of(words), new Terminal(print, data));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void keysInTheFoldersOfTheSettingsAreFoundRememberedAndMissed() throws IOException {
        try (ZnunyLayout old = new ZnunyLayout()) {
            old.person("ann", LONG);
            old.put("ann");
            SmallHost host = new SmallHost(
                            data, InstantSource.fixed(Instant.now().plus(Duration.ofDays(1))))
                    .with("SMIME", "1")
                    .with("SMIME::CertPath", old.certificates.toString())
                    .with("SMIME::PrivatePath", old.keys.toString());

            Wiring plugin = Wiring.start(host);
            work(plugin);
            assertThat(run(plugin, "list", "--own")).contains(old.fingerprint("ann"));
            assertThat(host.audited).extracting(AuditSink.Event::action).contains("key.import");
            plugin.close();

            Files.delete(old.certificates.resolve(old.file("ann")));
            host.audited.clear();
            Wiring again = Wiring.start(host);
            assertThat(run(again, "rescan", "--json"))
                    .contains("\"retired\":\"" + old.fingerprint("ann") + "\"")
                    .doesNotContain(ZnunyLayout.PASSWORD);
            assertThat(host.audited).extracting(AuditSink.Event::action).containsExactly("key.retire");
            again.close();
        }
    }

    @Test
    void aFolderThatCanNotBeReadIsAmongTheNotices() throws IOException {
        try (ZnunyLayout old = new ZnunyLayout()) {
            Files.createSymbolicLink(old.certificates.resolve("nowhere.0"), Path.of("missing"));
            SmallHost host = new SmallHost(data, InstantSource.system())
                    .with("SMIME", "1")
                    .with("SMIME::CertPath", old.certificates.toString());
            Wiring plugin = Wiring.start(host);
            work(plugin);
            plugin.tasks().stream()
                    .filter(task -> task.id().equals("crypt-health"))
                    .forEach(task -> task.work().run());
            assertThat(host.raised).extracting(Problem::code).contains("folder.unreadable.file");
            plugin.close();
        }
    }
}
