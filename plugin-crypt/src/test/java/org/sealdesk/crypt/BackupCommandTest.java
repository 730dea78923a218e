package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup} and {@code restore} as scripts see them. */
class BackupCommandTest {

    private final Path work;
    private final CommandDesk desk;

    BackupCommandTest(@TempDir Path work) throws IOException {
        this.work = work;
        this.desk = new CommandDesk(work, InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")));
        Files.writeString(work.resolve("bob.asc"), TestPgpKeys.certificate(TestPgpKeys.key("Bob <bob@example.org>")));
        assertThat(desk.run("", "keys", "import", "--data", "data", "bob.asc").status())
                .isZero();
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
    }

    @Test
    void aKeystoreGoesIntoAFileAndComesBackInAnotherDirectory() throws IOException {
        CommandDesk.Run backup = desk.run("", "backup", "copy.sealdesk", "--data", "data", "--json");
        assertThat(backup.status()).as(backup.err()).isZero();
        JsonObject made = backup.answers().get(0);
        assertThat(made.getAsJsonObject("contents").get("openpgp").getAsInt()).isOne();
        CommandDesk.Run restore = desk.run("", "restore", "copy.sealdesk", "--data", "other", "--json");
        assertThat(restore.status()).as(restore.err()).isZero();
        assertThat(restore.answers().get(0).get("store")).isEqualTo(made.get("store"));
        assertThat(desk.run("", "keys", "list", "--data", "other").out()).contains("Bob");
    }

    @Test
    void withoutTheKeyFileTheRestoredKeystoreIsLockedAndSaysSo() throws IOException {
        desk.run("", "backup", "copy.sealdesk", "--data", "data");
        CommandDesk.Run restore = desk.run("", "restore", "copy.sealdesk", "--data", "other");
        assertThat(restore.status()).isZero();
        assertThat(restore.out()).contains("not at hand", "restored: 1 OpenPGP certificates");
        CommandDesk.Run withKey =
                desk.run("", "restore", "copy.sealdesk", "--data", "third", "--key-file", "data.key", "--json");
        assertThat(withKey.answers().get(0).getAsJsonArray("notes")).isEmpty();
    }

    @Test
    void aKeystoreThatIsThereIsSetAsideOnRequestOnly() throws IOException {
        desk.run("", "backup", "copy.sealdesk", "--data", "data");
        CommandDesk.Run refused = desk.run("", "restore", "copy.sealdesk", "--data", "data");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("already", "--set-aside");
        CommandDesk.Run done = desk.run("", "restore", "copy.sealdesk", "--data", "data", "--set-aside");
        assertThat(done.status()).isZero();
        assertThat(done.out()).contains("keystore.before-20260301T120000Z");
        assertThat(work.resolve("data/keystore.before-20260301T120000Z")).isDirectory();
    }

    @Test
    void whatIsDoneWithAKeystoreAsAWholeIsRecorded() throws IOException {
        desk.run("", "backup", "copy.sealdesk", "--data", "data");
        desk.run("", "backup", "copy.sealdesk", "--data", "data");
        desk.run("", "keys", "rotate", "--kek", "--data", "data");
        desk.run("", "keys", "rotate", "--data-key", "--data", "data");
        desk.run("", "restore", "copy.sealdesk", "--data", "data", "--set-aside");
        assertThat(desk.run("", "keys", "audit", "--list", "--json", "--data", "data").answers().stream()
                        .map(entry -> entry.get("who").getAsString() + " "
                                + entry.get("what").getAsString() + " "
                                + entry.get("outcome").getAsString())
                        .filter(entry -> entry.contains("store.") || entry.contains("audit.")))
                .containsExactly(
                        "command line store.restore ok",
                        "system audit.resumed ok",
                        "command line store.rotate.data-key ok",
                        "command line store.rotate.kek ok",
                        "command line store.backup store.unavailable",
                        "command line store.backup ok");
        assertThat(desk.run("", "keys", "audit", "--verify", "--data", "data").status())
                .isZero();
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThat(desk.run("", "backup", "copy.sealdesk").err()).contains("backup needs --data DIR");
        assertThat(desk.run("", "backup", "--data", "data").err()).contains("say which one file");
        assertThat(desk.run("", "backup", "copy.sealdesk", "--data", "nowhere").err())
                .contains("There is no keystore in");
        assertThat(desk.run("", "restore", "copy.sealdesk").err()).contains("restore needs --data DIR");
        assertThat(desk.run("", "restore", "copy.sealdesk", "--data", "new").err())
                .contains("there is no such file");
        assertThat(work.resolve("new")).doesNotExist();
    }
}
