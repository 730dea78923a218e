package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.TestAuthority.NOW;
import static org.sealdesk.crypt.TestAuthority.draft;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keys audit} as scripts see it. */
class AuditCommandTest {

    private final Path work;
    private final CommandDesk desk;

    AuditCommandTest(@TempDir Path work) {
        this.work = work;
        this.desk = new CommandDesk(work, InstantSource.fixed(NOW));
    }

    @BeforeEach
    void fill() throws Exception {
        for (String name : List.of("one", "two", "three")) {
            Files.writeString(
                    work.resolve(name + ".pem"),
                    draft("CN=" + name).authority().selfSigned().pem());
            CommandDesk.Run run = desk.run("", "keys", "import", "--data", "data", name + ".pem");
            assertThat(run.status()).as(run.err()).isZero();
        }
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(work.resolve("data/audit"))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void everyImportIsListedNewestFirst() throws IOException {
        CommandDesk.Run run = desk.run("", "keys", "audit", "--list", "--data", "data", "--json");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.answers()).extracting(a -> a.get("seq").getAsLong()).containsExactly(3L, 2L, 1L);
        JsonObject newest = run.answers().get(0);
        assertThat(newest.get("who").getAsString()).isEqualTo("command line");
        assertThat(newest.get("what").getAsString()).isEqualTo("key.import");
        assertThat(newest.get("after").getAsString()).contains("name=CN=three", "trust=UNVERIFIED");
        assertThat(newest.get("outcome").getAsString()).isEqualTo("ok");
    }

    @Test
    void theHistoryOfOneKey() throws IOException {
        String fingerprint = desk.run("", "keys", "audit", "--list", "--data", "data", "--json")
                .answers()
                .get(1)
                .get("key")
                .getAsString();
        assertThat(desk.run("", "keys", "delete", fingerprint, "--data", "data").status())
                .isZero();

        CommandDesk.Run run = desk.run("", "keys", "audit", "--list", "--key", fingerprint, "--data", "data");

        assertThat(run.out().lines())
                .satisfiesExactly(
                        deleted -> assertThat(deleted).startsWith("4  ").contains("key.delete", "name=CN=two"),
                        imported -> assertThat(imported).startsWith("2  ").contains("key.import"));
    }

    @Test
    void aWholeLogIsSaidToBeWhole() throws IOException {
        CommandDesk.Run run = desk.run("", "keys", "audit", "--verify", "--data", "data", "--json");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.answers().get(0).get("whole").getAsBoolean()).isTrue();
        assertThat(run.answers().get(0).get("entries").getAsLong()).isEqualTo(3);
    }

    @Test
    void anAlteredLogIsNamedAndLeftAlone() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        lines.remove(2);
        lines.set(0, lines.get(0).replace("CN=one", "CN=oops"));
        Files.writeString(file(), String.join("\n", lines) + "\n");
        String altered = Files.readString(file());

        CommandDesk.Run run = desk.run("", "keys", "audit", "--verify", "--data", "data");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("entry 1 was changed after entry 2 was written")
                .contains("entries 3 to 3 were cut off at the end")
                .contains("2 entries: 2 problems");
        assertThat(Files.readString(file())).isEqualTo(altered);
    }

    @Test
    void nonsenseIsRefusedWithAReason() throws IOException {
        assertThat(desk.run("", "keys", "audit", "--data", "data").err()).contains("--verify or --list");
        assertThat(desk.run("", "keys", "audit", "--list", "--data", "data", "--max", "0")
                        .err())
                .contains("--max needs a number");
        assertThat(desk.run("", "keys", "audit", "--list").err()).contains("no audit log");
        assertThat(desk.run("", "keys", "audit", "--verify", "--data", "nowhere")
                        .err())
                .contains("There is no keystore");
    }
}
