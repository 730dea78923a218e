package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.JsonSchema.flag;
import static org.sealdesk.crypt.JsonSchema.matching;
import static org.sealdesk.crypt.JsonSchema.oneOf;
import static org.sealdesk.crypt.JsonSchema.text;
import static org.sealdesk.crypt.JsonSchema.texts;
import static org.sealdesk.crypt.TestAuthority.NOW;
import static org.sealdesk.crypt.TestAuthority.draft;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers of {@code keys check} are a contract for scripts, also for what is no certificate and no request. */
class KeysCheckContractTest {

    private static final JsonSchema CHECKED = JsonSchema.of(Map.ofEntries(
            Map.entry("file", text()),
            Map.entry("kind", oneOf("pgp-certificate", "x509-certificate", "unknown")),
            Map.entry("fingerprint", matching("[0-9A-F]{40}|[0-9A-F]{64}").optional()),
            Map.entry("path", oneOf("valid", "invalid", "none")),
            Map.entry("chain", texts()),
            Map.entry("revocation", oneOf("good", "revoked", "unknown")),
            Map.entry("revocationReason", matching(".+").optional()),
            Map.entry("canSign", flag()),
            Map.entry("canEncrypt", flag()),
            Map.entry("code", matching("[a-z0-9]+([.-][a-z0-9]+)*")),
            Map.entry("reason", matching(".+"))));

    private final TestAuthority root = draft("CN=Root").authority().selfSigned();
    private final TestAuthority issuing = draft("CN=Issuing").authority().by(root);
    private final TestAuthority ann = draft("CN=ann").person().by(issuing);
    private final Path work;
    private final CommandDesk desk;

    KeysCheckContractTest(@TempDir Path work) {
        this.work = work;
        this.desk = new CommandDesk(work, InstantSource.fixed(NOW));
    }

    @BeforeEach
    void writeFiles() throws IOException {
        write("root.pem", root.pem());
        write("issuing.pem", issuing.pem());
        write("ann.pem", ann.pem());
        write("chain.pem", issuing.pem() + ann.pem() + root.pem());
        write("noise.bin", "no certificate, just some words");
        write("empty.pem", "");
        write("cut.pem", ann.pem().substring(0, 200));
        write("bob.asc", TestPgpKeys.certificate(TestPgpKeys.key("Bob <bob@example.org>")));
        write("list.pem", root.sign(root.list(1)));
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(work.resolve(name), content);
    }

    private List<JsonObject> check(String... words) throws IOException {
        String[] all = new String[words.length + 2];
        all[0] = "check";
        all[1] = "--json";
        System.arraycopy(words, 0, all, 2, words.length);
        CommandDesk.Run run = desk.run("", "keys", all);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.answers()).isNotEmpty().allSatisfy(CHECKED::check);
        return run.answers();
    }

    private static String said(JsonObject answer, String name) {
        return answer.get(name).getAsString();
    }

    @Test
    void aGoodCertificateShowsItsChainFromItselfToTheAnchor() throws IOException {
        JsonObject answer = check("ann.pem", "--certs", "issuing.pem", "--trust", "root.pem")
                .get(0);
        assertThat(said(answer, "path")).isEqualTo("valid");
        assertThat(answer.get("chain")).hasToString("[\"CN=ann\",\"CN=Issuing\",\"CN=Root\"]");
        assertThat(said(answer, "revocation")).isEqualTo("unknown");
        assertThat(said(answer, "revocationReason")).contains("no revocation list", "CN=Issuing");
        assertThat(answer.get("canSign").getAsBoolean()).isTrue();
        assertThat(answer.get("canEncrypt").getAsBoolean()).isTrue();
        assertThat(said(answer, "code")).isEqualTo("ok");
    }

    @Test
    void unknownRevocationIsARefusalOnlyIfItMustBeKnown() throws IOException {
        String[] words = {"ann.pem", "--certs", "issuing.pem", "--trust", "root.pem", "--require-revocation"};
        JsonObject answer = check(words).get(0);
        assertThat(said(answer, "path")).isEqualTo("invalid");
        assertThat(said(answer, "code")).isEqualTo("revocation.unknown");
        assertThat(answer.get("canSign").getAsBoolean()).isFalse();
    }

    @Test
    void aFileWithAWholeChainGetsOneAnswerAboutItsEnd() throws IOException {
        List<JsonObject> answers = check("chain.pem", "--trust", "root.pem");
        assertThat(answers).hasSize(1);
        assertThat(said(answers.get(0), "path")).isEqualTo("valid");
        assertThat(answers.get(0).get("chain").getAsJsonArray()).hasSize(3);
    }

    @Test
    void certificatesThatComeAlongAreNeverAnchors() throws IOException {
        JsonObject answer = check("chain.pem", "--certs", "root.pem").get(0);
        assertThat(said(answer, "path")).isEqualTo("invalid");
        assertThat(said(answer, "code")).isEqualTo("cert.chain");
        assertThat(said(answer, "reason")).contains("CN=Root", "trust anchor");
    }

    @Test
    void openPgpCertificatesHaveNoPathAndAnHonestAnswer() throws IOException {
        JsonObject answer = check("bob.asc").get(0);
        assertThat(said(answer, "path")).isEqualTo("none");
        assertThat(answer.get("chain").getAsJsonArray()).isEmpty();
        assertThat(said(answer, "code")).isEqualTo("ok");
        assertThat(answer.get("canSign").getAsBoolean()).isTrue();
        assertThat(said(answer, "reason")).contains("compare the fingerprint");
    }

    @Test
    void openPgpCertificatesThatExpiredAreNoUse() throws IOException {
        JsonObject answer = check("bob.asc", "--at", "2001-01-01T00:00:00Z").get(0);
        assertThat(answer.get("canSign").getAsBoolean()).isFalse();
        assertThat(said(answer, "code")).isNotEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise.bin", "empty.pem", "cut.pem", "list.pem"})
    void whatIsNoCertificateGetsAnAnswerWithAReason(String file) throws IOException {
        JsonObject answer = check(file, "--trust", "root.pem").get(0);
        assertThat(said(answer, "file")).isEqualTo(file);
        assertThat(said(answer, "path")).isEqualTo("invalid");
        assertThat(said(answer, "code")).startsWith("format.");
    }

    @Test
    void aCheckStoresNothing() throws IOException {
        check("ann.pem", "--certs", "issuing.pem", "--trust", "root.pem");
        assertThat(desk.run("", "keys", "list", "--json").out()).isEmpty();
        assertThat(said(check("ann.pem").get(0), "code")).isEqualTo("cert.chain");
    }

    @Test
    void everyLineOfABatchGetsExactlyOneAnswerInItsPlace() throws IOException {
        String good = "{\"cert\":\"ann.pem\",\"certs\":[\"issuing.pem\"],\"trust\":[\"root.pem\"],\"crls\":[],\"at\":\""
                + NOW + "\",\"requireRevocation\":false}";
        List<String> lines = List.of(
                good,
                "no json",
                "[]",
                "{}",
                "{\"cert\":\"nowhere.pem\"}",
                "{\"cert\":\"\\u0000\"}",
                "{\"cert\":[\"ann.pem\",\"root.pem\"]}",
                "{\"cert\":\"ann.pem\",\"at\":\"yesterday\"}",
                "{\"cert\":\"ann.pem\",\"requireRevocation\":\"perhaps\"}",
                "{\"cert\":\"noise.bin\"}",
                "{\"cert\":\"bob.asc\"}",
                good);
        CommandDesk.Run run = desk.run(String.join("\n", lines) + "\n", "keys", "check", "--batch");
        assertThat(run.status()).isZero();
        assertThat(run.answers())
                .allSatisfy(CHECKED::check)
                .extracting(a -> said(a, "code"))
                .containsExactly(
                        "ok",
                        "request.invalid",
                        "request.invalid",
                        "request.invalid",
                        "request.invalid",
                        "request.invalid",
                        "request.invalid",
                        "request.invalid",
                        "request.invalid",
                        "format.unsupported",
                        "ok",
                        "ok");
    }

    @Test
    void forPeopleTheAnswerIsInWords() throws IOException {
        CommandDesk.Run run = desk.run("", "keys", "check", "ann.pem", "--trust", "root.pem");
        assertThat(run.out()).contains("ann.pem: path invalid", "cannot sign", "cert.chain", "CN=Issuing is not here");
    }

    @Test
    void withoutACertificateTheCommandSaysHowItIsUsed() throws IOException {
        CommandDesk.Run run = desk.run("", "keys", "check");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("keys check CERT...");
    }
}
