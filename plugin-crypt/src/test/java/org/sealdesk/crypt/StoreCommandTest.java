package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.JsonSchema.count;
import static org.sealdesk.crypt.JsonSchema.flag;
import static org.sealdesk.crypt.JsonSchema.matching;
import static org.sealdesk.crypt.JsonSchema.objects;
import static org.sealdesk.crypt.JsonSchema.text;
import static org.sealdesk.crypt.JsonSchema.texts;
import static org.sealdesk.crypt.TestAuthority.NOW;
import static org.sealdesk.crypt.TestAuthority.draft;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.store.DurableKeystore;
import org.sealdesk.crypt.store.KekSource;
import org.sealdesk.crypt.store.StoreSettings;

/** {@code keys fsck} and {@code keys reindex} as scripts see them. */
class StoreCommandTest {

    private static final JsonSchema CONTENTS = JsonSchema.of(Map.of(
            "openpgp", count(),
            "smime", count(),
            "ownOpenpgp", count(),
            "ownSmime", count(),
            "secrets", count()));
    private static final JsonSchema INSPECTED = JsonSchema.of(Map.of(
            "clean",
            flag(),
            "contents",
            JsonSchema.object(CONTENTS),
            "generations",
            count(),
            "journalRecords",
            count(),
            "problems",
            objects(JsonSchema.of(
                    Map.of("file", matching(".+"), "where", text(), "what", matching(".+"), "advice", matching(".+")))),
            "notes",
            texts()));
    private static final JsonSchema REINDEXED = JsonSchema.of(
            Map.of("before", JsonSchema.object(CONTENTS), "after", JsonSchema.object(CONTENTS), "findings", texts()));

    private final Path work;
    private final CommandDesk desk;

    StoreCommandTest(@TempDir Path work) {
        this.work = work;
        this.desk = new CommandDesk(work, InstantSource.fixed(NOW));
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
    }

    @Test
    void secretKeysOfANewKeystoreCanBeUsedByTheNextCommand() throws IOException {
        try (Openssl openssl = Peers.requireOpenssl()) {
            for (String name : List.of("first", "second")) {
                openssl.run(
                                "req",
                                "-x509",
                                "-newkey",
                                "rsa:2048",
                                "-nodes",
                                "-keyout",
                                name + ".key",
                                "-out",
                                name + ".crt",
                                "-subj",
                                "/CN=" + name,
                                "-days",
                                "3000")
                        .ok();
            }
            Path made = openssl.directory();
            CommandDesk.Run first = desk.run(
                    "",
                    "keys",
                    "import",
                    made.resolve("first.crt").toString(),
                    made.resolve("first.key").toString(),
                    "--data",
                    "store");
            assertThat(first.status()).isZero();
            assertThat(first.err()).contains("store.key", "keep a copy");
            CommandDesk.Run second = desk.run(
                    "",
                    "keys",
                    "import",
                    made.resolve("second.crt").toString(),
                    made.resolve("second.key").toString(),
                    "--data",
                    "store",
                    "--json");
            assertThat(second.err()).isEmpty();
            assertThat(second.answers())
                    .noneMatch(a -> a.get("result").getAsString().equals("failed"));
        }
        CommandDesk.Run check = desk.run("", "keys", "fsck", "--data", "store", "--json");
        assertThat(check.status()).isZero();
        JsonObject report = check.answers().get(0);
        assertThat(report.getAsJsonObject("contents").get("secrets").getAsInt()).isEqualTo(2);
        assertThat(report.getAsJsonArray("notes")).isEmpty();
    }

    @Test
    void theKeyFileMayNotLieWithinWhatItSeals() throws IOException {
        CommandDesk.Run run = desk.run("", "keys", "list", "--data", "store", "--key-file", "store/key");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("must not be in the data directory");
        assertThat(work.resolve("store")).doesNotExist();
    }

    private void fill() throws IOException {
        Files.writeString(
                work.resolve("root.pem"),
                draft("CN=Root").authority().selfSigned().pem());
        Files.writeString(work.resolve("bob.asc"), TestPgpKeys.certificate(TestPgpKeys.key("Bob <bob@example.org>")));
        CommandDesk.Run run = desk.run("", "keys", "import", "--data", "data", "root.pem", "bob.asc");
        assertThat(run.status()).as(run.err()).isZero();
    }

    private JsonObject fsck(int status) throws IOException {
        CommandDesk.Run run = desk.run("", "keys", "fsck", "--data", "data", "--json");
        assertThat(run.status()).as(run.out() + run.err()).isEqualTo(status);
        JsonObject answer = run.answers().get(0);
        INSPECTED.check(answer);
        return answer;
    }

    @Test
    void aWholeStoreIsClean() throws IOException {
        fill();
        JsonObject answer = fsck(0);
        assertThat(answer.get("clean").getAsBoolean()).isTrue();
        assertThat(answer.getAsJsonObject("contents").get("openpgp").getAsLong())
                .isOne();
        assertThat(answer.getAsJsonObject("contents").get("smime").getAsLong()).isOne();
        assertThat(desk.run("", "keys", "fsck", "--data", "data").out()).contains("whole");
    }

    @Test
    void aFlippedBitIsFoundNamedAndLeftAlone() throws IOException {
        fill();
        Path journal;
        try (Stream<Path> files = Files.list(work.resolve("data/keystore"))) {
            journal = files.filter(f -> f.getFileName().toString().startsWith("journal-"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] octets = Files.readAllBytes(journal);
        octets[octets.length / 2] ^= 0x10;
        Files.write(journal, octets);
        JsonObject answer = fsck(1);
        JsonObject problem = answer.getAsJsonArray("problems").get(0).getAsJsonObject();
        assertThat(problem.get("file").getAsString())
                .isEqualTo(journal.getFileName().toString());
        assertThat(problem.get("where").getAsString()).startsWith("octets ");
        assertThat(Files.readAllBytes(journal)).isEqualTo(octets);
    }

    @Test
    void reindexShowsWhatWasThereBeforeAndAfter() throws IOException {
        fill();
        CommandDesk.Run run = desk.run("", "keys", "reindex", "--data", "data", "--json");
        assertThat(run.status()).as(run.err()).isZero();
        REINDEXED.check(run.answers().get(0));
        assertThat(run.answers().get(0).get("after"))
                .isEqualTo(run.answers().get(0).get("before"));
        assertThat(fsck(0).get("generations").getAsLong()).isOne();
        assertThat(desk.run("", "keys", "list", "--data", "data").out()).contains("Bob", "CN=Root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsck", "reindex"})
    void noStoreIsMadeWhereNoneIs(String what) throws IOException {
        Files.createDirectory(work.resolve("data"));
        for (String data : List.of("data", "nowhere")) {
            CommandDesk.Run run = desk.run("", "keys", what, "--data", data);
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("There is no keystore in");
        }
        assertThat(work.resolve("data")).isEmptyDirectory();
        assertThat(work.resolve("nowhere")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsck", "reindex"})
    void aStoreInUseIsLeftAlone(String what) throws Exception {
        fill();
        try (DurableKeystore ignored = DurableKeystore.open(
                work.resolve("data/keystore"),
                new NoKek(),
                StoreSettings.forHeap(Runtime.getRuntime().maxMemory()),
                InstantSource.fixed(NOW).withZone(ZoneOffset.UTC),
                new SecureRandom())) {
            assertThat(ignored.contents().openpgp()).isOne();
            CommandDesk.Run run = desk.run("", "keys", what, "--data", "data");
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("in use by", "stop the other one");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsck", "reindex"})
    void withoutADirectoryTheCommandAsksForOne(String what) throws IOException {
        CommandDesk.Run run = desk.run("", "keys", what);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(what + " needs --data DIR");
    }

    @Test
    void aKeystoreIsSealedWithAPassphraseFromAFile() throws IOException {
        Files.writeString(work.resolve("own.asc"), TestPgpKeys.armour(TestPgpKeys.key("Own <own@example.org>")));
        Files.writeString(work.resolve("pass"), "correct horse battery\n");
        Files.writeString(work.resolve("short"), "horse\n");
        assertThat(desk.run("", "keys", "import", "--data", "store", "own.asc").status())
                .isZero();
        CommandDesk.Run tooShort =
                desk.run("", "keys", "rotate", "--kek", "--data", "store", "--new-passphrase-file", "short");
        assertThat(tooShort.status()).isEqualTo(2);
        assertThat(tooShort.err()).contains("at least 12 characters, this one has 5");
        CommandDesk.Run sealed =
                desk.run("", "keys", "rotate", "--kek", "--data", "store", "--new-passphrase-file", "pass");
        assertThat(sealed.status()).as(sealed.err()).isZero();
        assertThat(sealed.out()).contains("sealed with the new passphrase").doesNotContain("horse");
        assertThat(desk.run("", "keys", "fsck", "--data", "store").out()).contains("sealed with a passphrase");
        CommandDesk.Run checked =
                desk.run("", "keys", "fsck", "--data", "store", "--store-passphrase-file", "pass", "--json");
        assertThat(checked.status()).as(checked.err()).isZero();
        assertThat(checked.out()).doesNotContain("were not checked");
        CommandDesk.Run locked = desk.run("", "keys", "rotate", "--kek", "--data", "store");
        assertThat(locked.status()).isEqualTo(1);
        assertThat(locked.err()).contains("locked", "sealed with a passphrase");
        CommandDesk.Run back =
                desk.run("", "keys", "rotate", "--kek", "--data", "store", "--store-passphrase-file", "pass");
        assertThat(back.status()).as(back.err()).isZero();
        assertThat(desk.run("", "keys", "rotate", "--data-key", "--data", "store")
                        .out())
                .contains("1 secret keys");
    }

    private static final class NoKek implements KekSource {
        @Override
        public Optional<byte[]> load() {
            return Optional.empty();
        }

        @Override
        public void create(byte[] key) {
            throw new IllegalStateException("nothing is kept");
        }
    }
}
