package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.ZnunyLayout.LONG;
import static org.sealdesk.crypt.ZnunyLayout.PASSWORD;
import static org.sealdesk.crypt.ZnunyLayout.SHORT;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.CommandDesk.Run;
import org.sealdesk.crypt.ZnunyLayout.Hash;
import org.sealdesk.crypt.ZnunyLayout.KeyForm;
import org.sealdesk.crypt.message.OpenRequest;
import org.sealdesk.crypt.message.OpenedMail;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.verdict.Technology;

/** Moving over from an older system, as an administrator does it: look first, then do. */
class ImportZnunyTest {

    @TempDir
    private Path work;

    private ZnunyLayout old;
    private CommandDesk desk;

    @BeforeEach
    void open() throws IOException {
        old = new ZnunyLayout();
        desk = new CommandDesk(work, InstantSource.fixed(Instant.now().plus(Duration.ofDays(30))));
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
        old.close();
    }

    private Run move(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "--cert-path",
                old.certificates.toString(),
                "--private-path",
                old.keys.toString(),
                "--data",
                work.resolve("data").toString(),
                "--json"));
        words.addAll(Arrays.asList(more));
        Run run = desk.run("", "import-znuny", words.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).doesNotContain(PASSWORD);
        return run;
    }

    private static JsonObject summary(Run run) {
        List<JsonObject> answers = run.answers();
        return answers.get(answers.size() - 1);
    }

    /** {@code part result code} of everything, sorted, without the summary. */
    private static List<String> answers(Run run) {
        return run.answers().stream()
                .filter(a -> !a.get("part").getAsString().equals("summary"))
                .map(a -> a.get("part").getAsString() + " " + a.get("result").getAsString() + " "
                        + a.get("code").getAsString())
                .sorted()
                .toList();
    }

    private static JsonObject about(Run run, String part, String source) {
        return run.answers().stream()
                .filter(a -> a.get("part").getAsString().equals(part))
                .filter(a -> a.get("source").getAsString().endsWith(source))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + part + " " + source + " in " + run.out()));
    }

    private List<JsonObject> stored() throws IOException {
        return desk.run("", "keys", "list", "--data", work.resolve("data").toString(), "--json")
                .answers();
    }

    /** Name to size, time and content of everything at the source. */
    private Map<String, String> source() throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (Path folder : List.of(old.certificates, old.keys)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.toList()) {
                    String content = Files.isRegularFile(file) ? Arrays.toString(Files.readAllBytes(file)) : "";
                    all.put(file.toString(), Files.getLastModifiedTime(file) + " " + content);
                }
            }
        }
        return all;
    }

    @Test
    void aDryRunSaysWhatWouldHappenAndStoresNothingThenItHappens() throws IOException {
        old.person("usual", LONG);
        old.put("usual");
        old.certificate("renewed", "usual", "/O=Desk/CN=usual", LONG);
        old.putCertificate("renewed", Hash.NEW);
        old.person("locked", LONG);
        old.putCertificate("locked", Hash.NEW);
        old.putKey("locked", KeyForm.ENCRYPTED);
        old.person("ended", SHORT);
        old.put("ended");
        old.person("der", LONG);
        old.putDerCertificate("der");
        old.putKey("der", KeyForm.PLAIN_DER);
        for (int n = 0; n < 12; n++) {
            old.key("twin" + n);
            old.certificate("twin" + n, "twin" + n, "/O=Desk/CN=Twins", LONG);
            old.put("twin" + n);
        }
        old.person("keyonly", LONG);
        old.put("keyonly");
        Files.delete(old.certificates.resolve(old.file("keyonly")));
        Files.writeString(old.certificates.resolve("README"), "certificates of the desk");
        Map<String, String> before = source();

        Run dry = move();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            expected.add("key added ok");
        }
        for (int i = 0; i < 15; i++) {
            expected.add("key added ok");
        }
        expected.add("key failed format.unsupported");
        expected.add("key failed password.needed");
        expected.add("key waiting certificate.missing");
        assertThat(answers(dry)).isEqualTo(expected.stream().sorted().toList());
        assertThat(summary(dry).get("applied").getAsBoolean()).isFalse();
        assertThat(summary(dry).getAsJsonArray("advice").toString()).contains("files *.P hold passwords in clear text");
        assertThat(stored()).isEmpty();

        Run done = move("--apply");
        assertThat(answers(done)).isEqualTo(answers(dry));
        assertThat(summary(done).get("applied").getAsBoolean()).isTrue();
        assertThat(stored()).hasSize(17);
        assertThat(stored().stream().filter(c -> c.get("secret").getAsBoolean()))
                .hasSize(16);

        Run again = move("--apply");
        assertThat(answers(again)).contains("key unchanged ok").doesNotContain("key added ok", "key updated ok");
        assertThat(source()).isEqualTo(before);
    }

    @Test
    void mailForEveryKeyThatMovedOverOpens() throws IOException {
        for (String name : List.of("ann", "bob", "cem")) {
            old.key(name);
            old.certificate(name, name, "/O=Desk/CN=Same", LONG);
            old.put(name);
        }
        Run run = desk.run(
                "",
                "import-znuny",
                "--cert-path",
                old.certificates.toString(),
                "--private-path",
                old.keys.toString(),
                "--apply",
                "--json");
        assertThat(run.status()).as(run.err()).isZero();
        for (String name : List.of("ann", "bob", "cem")) {
            OpenedMail opened = desk.live()
                    .opener()
                    .open(new OpenRequest(
                            Content.of(old.mailFor(name)),
                            desk.live().clock().instant(),
                            Set.of(Technology.SMIME),
                            OpenRequest.DEFAULT_REQUIRED));
            assertThat(opened.payload()).as(name).isPresent();
        }
    }

    @Test
    void relationsAreCarriedOverBySha1AndTheRestIsNamed() throws IOException {
        for (String name : List.of("signer", "issuer", "absent")) {
            old.person(name, LONG);
        }
        old.put("signer");
        old.putCertificate("issuer", Hash.OLD);
        Path dump = Files.writeString(
                work.resolve("relations.sql"),
                "INSERT INTO smime_keys VALUES (1,'x','" + old.sha1("signer") + "');\n"
                        + "INSERT INTO smime_signer_cert_relations VALUES (1,'00000000','" + old.sha1("signer")
                        + "','11111111','" + old.sha1("issuer") + "',NOW,1,NOW,1),\n(2,'a','" + old.sha1("signer")
                        + "','b','" + old.sha1("absent") + "',NOW,1,NOW,1);\n");
        Run dry = move("--relations", dump.toString());
        Run done = move("--relations", dump.toString(), "--apply");
        assertThat(answers(dry))
                .isEqualTo(answers(done))
                .contains("relation added ok", "relation failed certificate.missing");
        assertThat(about(done, "relation", "line 2")
                        .getAsJsonArray("fingerprints")
                        .toString())
                .contains(old.fingerprint("signer"), old.fingerprint("issuer"));
        assertThat(about(done, "relation", "line 3").get("reason").getAsString())
                .contains(old.sha1("absent"));
        assertThat(answers(move("--relations", dump.toString(), "--apply"))).contains("relation unchanged ok");
    }

    @Test
    void defaultSigningKeysOfQueuesAreMappedToFingerprints() throws IOException {
        old.person("sales", LONG);
        old.put("sales");
        old.person("public", LONG);
        old.putCertificate("public", Hash.NEW);
        Path dump = Files.writeString(
                work.resolve("queues.csv"),
                "id,name,default_sign_key\n1,Raw,NULL\n2,Sales,SMIME::Detached::" + old.file("sales")
                        + "\n3,Public,SMIME::Detached::" + old.file("public")
                        + "\n4,Gone,PGP::Detached::ABCD1234\n5,Odd,something\n");
        Run run = move("--queues", dump.toString());
        assertThat(answers(run).stream().filter(a -> a.startsWith("queue")))
                .containsExactly(
                        "queue failed format.unsupported",
                        "queue failed key.missing",
                        "queue failed key.missing",
                        "queue manual ok");
        JsonObject sales = about(run, "queue", "Sales");
        assertThat(sales.getAsJsonArray("fingerprints").toString()).contains(old.fingerprint("sales"));
        assertThat(sales.get("reason").getAsString()).contains("sales@example.org", "S/MIME");
    }

    @Test
    void keysOfAGnupgHomeMoveOverWithTheirPasswordsByShortId() throws IOException {
        try (Gpg gpg = Peers.requireGpg()) {
            String ann = gpg.newKey("Ann <ann@example.org>", "ed25519", "cv25519", PASSWORD);
            String bob = gpg.newKey("Bob <bob@example.org>", "rsa2048", "rsa2048", "another one");
            String shortId = ann.substring(32);
            Path passwords = Files.writeString(
                    work.resolve("passwords.yml"),
                    "---\nPGP::Key::Password:\n  " + shortId + ": '" + PASSWORD + "'\n  488A0B8F: 'sample'\n");
            Path queues = Files.writeString(
                    work.resolve("queues.csv"),
                    "name;default_sign_key\nService;PGP::Detached::" + shortId + "\nSales;PGP::Inline::"
                            + bob.substring(32) + "\n");
            String[] words = {
                "--gnupg-home", gpg.home().toString(),
                "--passwords", passwords.toString(),
                "--queues", queues.toString()
            };
            Run dry = move(words);
            assertThat(stored()).isEmpty();
            String[] apply = Arrays.copyOf(words, words.length + 1);
            apply[words.length] = "--apply";
            Run done = move(apply);
            assertThat(answers(done))
                    .isEqualTo(answers(dry))
                    .contains(
                            "key added ok",
                            "key failed password.wrong",
                            "password unchanged ok",
                            "password failed key.missing",
                            "queue manual ok",
                            "queue failed key.missing");
            assertThat(about(done, "queue", "Service")
                            .getAsJsonArray("fingerprints")
                            .get(0)
                            .getAsString())
                    .isEqualTo(ann);
            assertThat(stored().stream().filter(c -> c.get("secret").getAsBoolean()))
                    .singleElement()
                    .satisfies(
                            c -> assertThat(c.get("fingerprint").getAsString()).isEqualTo(ann));
            assertThat(stored()).hasSize(2);
        }
    }

    @Test
    void passwordsOpenTheKeysThatAnOlderGnupgKeptInOneFile() throws IOException {
        try (Gpg gpg = Peers.requireGpg()) {
            String ann = gpg.newKey("Ann <ann@example.org>", "rsa2048", "rsa2048", PASSWORD);
            Path home = Files.createDirectory(work.resolve("old-home"));
            Files.write(home.resolve("pubring.gpg"), gpg.run("--export").ok().out());
            Files.write(
                    home.resolve("secring.gpg"),
                    gpg.run("--passphrase", PASSWORD, "--export-secret-keys")
                            .ok()
                            .out());
            Path passwords = Files.writeString(work.resolve("passwords"), ann + "=" + PASSWORD);
            String[] words = {"--gnupg-home", home.toString(), "--passwords", passwords.toString(), "--apply"};
            assertThat(answers(move(words))).contains("key added ok", "password unchanged ok");
            assertThat(answers(move(words)))
                    .containsExactly("key unchanged ok", "key unchanged ok", "password unchanged ok");
            assertThat(stored())
                    .singleElement()
                    .satisfies(c -> assertThat(c.get("secret").getAsBoolean()).isTrue());
        }
    }

    @Test
    void aFolderThatIsNotThereIsAFailedLineAndNotTheEnd() throws IOException {
        old.person("ann", LONG);
        old.put("ann");
        Run run = move("--gnupg-home", work.resolve("nowhere").toString());
        assertThat(answers(run)).contains("file failed file.unreadable", "key added ok");
    }

    @Test
    void withoutAnythingToTakeOverItSaysWhatItWants() throws IOException {
        Run run = desk.run("", "import-znuny");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--cert-path", "--relations");
        assertThat(desk.run("", "import-znuny", "--relations", "missing.csv").err())
                .contains("there is no file missing.csv");
    }

    @Test
    void aRescanByCommandSaysWhatBecameOfEachFile() throws IOException {
        old.person("ann", LONG);
        old.put("ann");
        String data = work.resolve("data").toString();
        String[] words = {
            "rescan",
            "--cert-path",
            old.certificates.toString(),
            "--private-path",
            old.keys.toString(),
            "--data",
            data,
            "--json"
        };
        Run first = desk.run("", "keys", words);
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.answers()).hasSize(3);
        assertThat(first.answers().get(2).get("added").getAsInt()).isEqualTo(2);
        Files.delete(old.certificates.resolve(old.file("ann")));
        Run second = desk.run("", "keys", words);
        assertThat(second.answers().stream()
                        .filter(a -> a.has("retired"))
                        .map(a -> a.get("retired").getAsString()))
                .containsExactly(old.fingerprint("ann"));
        assertThat(desk.run("", "keys", "rescan", "--data", data).status()).isEqualTo(2);
    }
}
