package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.JsonSchema.count;
import static org.sealdesk.crypt.JsonSchema.flag;
import static org.sealdesk.crypt.JsonSchema.matching;
import static org.sealdesk.crypt.JsonSchema.objects;
import static org.sealdesk.crypt.JsonSchema.oneOf;
import static org.sealdesk.crypt.JsonSchema.text;
import static org.sealdesk.crypt.JsonSchema.texts;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.verdict.Technology;

/** The answers of the commands are a contract for scripts: these fields, these types, these values, no other. */
class OpenCommandContractTest {

    private static final String[] SIGNATURE = {
        "CONFIRMED",
        "VALID_UNVERIFIED_KEY",
        "SIGNER_MISMATCH",
        "KEY_MISSING",
        "KEY_EXPIRED",
        "KEY_REVOKED",
        "NOT_TRUSTED",
        "WEAK",
        "PARTIAL",
        "CONTENT_CHANGED",
        "MALFORMED",
        "UNSUPPORTED",
        "NOT_CHECKED",
        "NONE"
    };
    private static final String[] ENCRYPTION = {
        "DECRYPTED",
        "DECRYPTED_LEGACY",
        "KEY_MISSING",
        "KEY_LOCKED",
        "DAMAGED",
        "REFUSED",
        "UNSUPPORTED",
        "NOT_CHECKED",
        "NONE"
    };
    private static final String INSTANT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";
    private static final String KIND = "[a-z0-9]+(-[a-z0-9]+)*";
    private static final String CODE = "[A-Z0-9]+([-_][A-Z0-9]+)*";

    private static final JsonSchema OPENED = JsonSchema.of(Map.ofEntries(
            Map.entry("file", text()),
            Map.entry("summary", oneOf("UNPROTECTED", "SIGNED_ONLY", "ENCRYPTED_ONLY", "SIGNED_AND_ENCRYPTED")),
            Map.entry("signature", oneOf(SIGNATURE)),
            Map.entry("encryption", oneOf(ENCRYPTION)),
            Map.entry(
                    "signers",
                    objects(JsonSchema.of(Map.of(
                            "fingerprint", matching("([0-9A-F]{40}|[0-9A-F]{64})?"),
                            "addresses", texts(),
                            "trust", oneOf("REJECTED", "UNVERIFIED", "HARVESTED", "DISCOVERED", "CHAINED", "CONFIRMED"),
                            "status", oneOf(SIGNATURE),
                            "signedAt", matching(INSTANT).optional(),
                            "algorithm", text())))),
            Map.entry("recipients", texts()),
            Map.entry("layers", objects(JsonSchema.of(Map.of("kind", matching(KIND), "status", matching(CODE))))),
            Map.entry(
                    "errant",
                    objects(JsonSchema.of(Map.of("part", text(), "kind", matching(KIND), "status", matching(CODE))))),
            Map.entry("findings", objects(JsonSchema.of(Map.of("code", matching(CODE), "text", matching("(?s).+"))))),
            Map.entry("from", text()),
            Map.entry("subject", text()),
            Map.entry("text", text()),
            Map.entry(
                    "attachments",
                    objects(JsonSchema.of(Map.of(
                            "name", matching("[^/\\\\]+"),
                            "type", matching("[^/ ]+/[^/ ]+"),
                            "size", count(),
                            "sha256", matching("[0-9a-f]{64}"))))),
            Map.entry("millis", count())));

    private static final JsonSchema IMPORTED = JsonSchema.of(Map.ofEntries(
            Map.entry("file", text()),
            Map.entry(
                    "kind",
                    oneOf(
                            "pgp-certificate",
                            "pgp-secret-key",
                            "pgp-revocation",
                            "x509-certificate",
                            "x509-private-key",
                            "crl",
                            "unknown")),
            Map.entry("result", oneOf("added", "updated", "unchanged", "waiting", "failed")),
            Map.entry("code", matching("[a-z0-9]+([.-][a-z0-9]+)*")),
            Map.entry("reason", text()),
            Map.entry("fingerprint", matching("[0-9A-F]{40}|[0-9A-F]{64}").optional()),
            Map.entry("spkiSha256", matching("[0-9A-F]{64}").optional()),
            Map.entry("userIds", texts().optional()),
            Map.entry("subject", text().optional()),
            Map.entry("addresses", texts()),
            Map.entry("subkeys", texts()),
            Map.entry("secret", flag()),
            Map.entry("validFrom", matching(INSTANT).optional()),
            Map.entry("validTo", matching(INSTANT).optional()),
            Map.entry("revoked", flag()),
            Map.entry("expired", flag()),
            Map.entry("canSign", flag()),
            Map.entry("canEncrypt", flag())));

    private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");
    private static final String AT = NOW.toString();
    private static final String ANN = "ann@example.org";

    private static final List<String> MAILS = List.of(
            "plain.eml",
            "signed.eml",
            "both.eml",
            "encrypted.eml",
            "nested.eml",
            "broken.eml",
            "forwarded.eml",
            "image.eml",
            "noise.bin",
            "empty.eml",
            "headless.txt");

    @TempDir
    private static Path work;

    private static CommandDesk desk;
    private static OpenPGPKey ann;

    @BeforeAll
    static void makeMails() throws IOException {
        ann = TestPgpKeys.key("Ann <" + ANN + ">");
        write("ann.asc", MailSample.octets(TestPgpKeys.armour(ann)));
        write("ann-public.asc", MailSample.octets(TestPgpKeys.certificate(ann)));
        desk = new CommandDesk(work, InstantSource.fixed(NOW));
        byte[] plain = MatrixDesk.mail(ANN, ANN, MailSample.EIGHT_BIT_TEXT.entity());
        write("plain.eml", plain);
        try (MatrixDesk maker = new MatrixDesk(InstantSource.fixed(NOW))) {
            maker.take(MailSample.octets(TestPgpKeys.armour(ann)));
            byte[] signed = protectedMail(maker, MailSample.SHORT_TEXT, ProtectionLevel.SIGN);
            write("signed.eml", signed);
            write("both.eml", protectedMail(maker, MailSample.FORWARDED_MAIL, ProtectionLevel.SIGN_AND_ENCRYPT));
            write("encrypted.eml", protectedMail(maker, MailSample.EIGHT_BIT_TEXT, ProtectionLevel.ENCRYPT));
            write("nested.eml", nested(signed));
            write(
                    "broken.eml",
                    MailSample.octets(
                            new String(signed, java.nio.charset.StandardCharsets.UTF_8).replace("on fire", "in fire")));
        }
        write("forwarded.eml", MatrixDesk.mail(ANN, ANN, MailSample.FORWARDED_MAIL.entity()));
        write("image.eml", MatrixDesk.mail(ANN, ANN, MailSample.HTML_WITH_IMAGE.entity()));
        byte[] noise = new byte[3_000];
        new Random(1).nextBytes(noise);
        write("noise.bin", noise);
        write("empty.eml", new byte[0]);
        write("headless.txt", MailSample.octets("just some words\nand more of them\n"));
    }

    @AfterAll
    static void close() throws IOException {
        desk.close();
    }

    private static void write(String name, byte[] octets) throws IOException {
        Files.write(work.resolve(name), octets);
    }

    private static byte[] protectedMail(MatrixDesk maker, MailSample sample, ProtectionLevel level) throws IOException {
        return MatrixDesk.octets(maker.protect(ANN, ANN, sample.entity(), level, Technology.OPENPGP)
                .mail());
    }

    /** A mailing list's footer beside a signed mail. */
    private static byte[] nested(byte[] signed) {
        String mail = new String(signed, java.nio.charset.StandardCharsets.UTF_8);
        String entity = mail.substring(mail.indexOf("Content-Type: multipart/signed"));
        return MatrixDesk.mail(
                ANN,
                ANN,
                MailSample.octets("Content-Type: multipart/mixed; boundary=\"list\"\r\n\r\n--list\r\n" + entity
                        + "\r\n--list\r\nContent-Type: text/plain\r\n\r\nList footer\r\n--list--\r\n"));
    }

    private static JsonObject open(String file, String... options) throws IOException {
        String[] words = new String[options.length + 2];
        System.arraycopy(options, 0, words, 0, options.length);
        words[options.length] = "--json";
        words[options.length + 1] = file;
        CommandDesk.Run run = desk.run("", "open", words);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.answers()).hasSize(1);
        JsonObject answer = run.answers().get(0);
        OPENED.check(answer);
        return answer;
    }

    private static List<String> codes(JsonObject answer) {
        return answer.getAsJsonArray("findings").asList().stream()
                .map(f -> f.getAsJsonObject().get("code").getAsString())
                .toList();
    }

    @Test
    void everyFileGetsOneLineWithTheFieldsOfTheContractAndStatusZero() throws IOException {
        for (String[] keys : new String[][] {{}, {"--keys", "ann.asc"}, {"--certs", "ann-public.asc"}}) {
            List<String> words = new java.util.ArrayList<>(List.of("--json", "--at", AT));
            words.addAll(List.of(keys));
            words.addAll(MAILS);
            CommandDesk.Run run = desk.run("", "open", words.toArray(String[]::new));
            assertThat(run.status()).isZero();
            assertThat(run.answers())
                    .allSatisfy(OPENED::check)
                    .extracting(a -> a.get("file").getAsString())
                    .isEqualTo(MAILS);
        }
    }

    @Test
    void signedAndEncryptedMailShowsItsSignerItsReadersAndWhatIsInside() throws IOException {
        JsonObject answer = open("both.eml", "--keys", "ann.asc", "--at", AT);
        assertThat(answer.get("summary").getAsString()).isEqualTo("SIGNED_AND_ENCRYPTED");
        assertThat(answer.get("signature").getAsString()).isEqualTo("CONFIRMED");
        assertThat(answer.get("encryption").getAsString()).isEqualTo("DECRYPTED");
        assertThat(answer.get("subject").getAsString()).isEqualTo(MatrixDesk.SUBJECT);
        assertThat(answer.get("from").getAsString()).contains(ANN);
        assertThat(answer.get("text").getAsString().strip()).isEqualTo(MailSample.FORWARDED_MAIL.text());
        assertThat(answer.getAsJsonArray("recipients")).isNotEmpty();
        assertThat(answer.getAsJsonArray("layers")).hasSizeGreaterThanOrEqualTo(2);
        JsonObject signer = answer.getAsJsonArray("signers").get(0).getAsJsonObject();
        assertThat(signer.get("fingerprint").getAsString())
                .isEqualToIgnoringCase(java.util.HexFormat.of()
                        .formatHex(ann.getPrimaryKey().getKeyIdentifier().getFingerprint()));
        assertThat(signer.getAsJsonArray("addresses").get(0).getAsString()).isEqualTo(ANN);
        assertThat(signer.get("signedAt").getAsString()).isEqualTo(AT);
        JsonObject file = answer.getAsJsonArray("attachments").get(0).getAsJsonObject();
        assertThat(file.get("name").getAsString()).isEqualTo("before.eml");
        assertThat(file.get("size").getAsLong() + " " + file.get("sha256").getAsString())
                .isEqualTo(
                        MatrixAsserts.sha256(MailSample.FORWARDED_MAIL.leaves().get(1)));
    }

    @Test
    void missingKeysAreSaidInBothStates() throws IOException {
        JsonObject encrypted = open("encrypted.eml", "--at", AT);
        assertThat(encrypted.get("summary").getAsString()).isEqualTo("UNPROTECTED");
        assertThat(encrypted.get("encryption").getAsString()).isEqualTo("KEY_MISSING");
        assertThat(encrypted.get("text").getAsString()).doesNotContain("Grüße");
        assertThat(codes(encrypted)).contains("ENC-KEY-MISSING");
        JsonObject signed = open("signed.eml", "--at", AT);
        assertThat(signed.get("signature").getAsString()).isEqualTo("KEY_MISSING");
        assertThat(codes(signed)).contains("SIG-KEY-MISSING");
    }

    @Test
    void changedContentIsUnprotectedAndSaysSo() throws IOException {
        JsonObject answer = open("broken.eml", "--certs", "ann-public.asc", "--at", AT);
        assertThat(answer.get("summary").getAsString()).isEqualTo("UNPROTECTED");
        assertThat(answer.get("signature").getAsString()).isEqualTo("CONTENT_CHANGED");
    }

    @Test
    void aSignatureDeeperInTheMailIsErrant() throws IOException {
        JsonObject answer = open("nested.eml", "--certs", "ann-public.asc", "--at", AT);
        assertThat(answer.get("summary").getAsString()).isEqualTo("UNPROTECTED");
        assertThat(answer.getAsJsonArray("errant")).hasSize(1);
        assertThat(answer.getAsJsonArray("signers")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise.bin", "empty.eml", "headless.txt"})
    void aFileThatIsNoMailIsUnprotectedWithAFinding(String file) throws IOException {
        JsonObject answer = open(file, "--keys", "ann.asc", "--at", AT);
        assertThat(answer.get("summary").getAsString()).isEqualTo("UNPROTECTED");
        assertThat(codes(answer)).isNotEmpty();
    }

    @Test
    void batchAnswersEveryRequestInOrderWithKeysOfItsOwn() throws IOException {
        String input = MAILS.stream()
                .flatMap(name -> java.util.stream.Stream.of(
                        "{\"file\":\"" + name + "\",\"keys\":[\"ann.asc\"],\"at\":\"" + AT + "\"}",
                        "{\"file\":\"" + name + "\",\"keys\":[],\"certs\":[],\"trust\":[],\"crls\":[],"
                                + "\"passphrases\":[],\"at\":\"" + AT + "\"}"))
                .collect(Collectors.joining("\n", "", "\n"));
        CommandDesk.Run run = desk.run(input, "open", "--batch");
        assertThat(run.status()).isZero();
        List<JsonObject> answers = run.answers();
        assertThat(answers).hasSize(2 * MAILS.size()).allSatisfy(OPENED::check);
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get("file").getAsString()).isEqualTo(MAILS.get(i / 2));
        }
        int both = 2 * MAILS.indexOf("both.eml");
        assertThat(answers.get(both).get("encryption").getAsString()).isEqualTo("DECRYPTED");
        assertThat(answers.get(both + 1).get("encryption").getAsString()).isEqualTo("KEY_MISSING");
    }

    @Test
    void aRequestThatCannotBeAnsweredGetsAnErrorAndTheNextOneItsAnswer() throws IOException {
        String input = String.join(
                "\n",
                "not json",
                "[1]",
                "{}",
                "{\"file\":\"gone.eml\"}",
                "{\"file\":\"plain.eml\",\"keys\":[\"gone.asc\"]}",
                "{\"file\":\"plain.eml\",\"at\":\"yesterday\"}",
                "{\"file\":\"plain.eml\",\"keys\":[{}]}",
                "{\"file\":\"plain.eml\"}",
                "");
        CommandDesk.Run run = desk.run(input, "open", "--batch");
        assertThat(run.status()).isZero();
        assertThat(run.answers()).hasSize(8);
        assertThat(run.answers().subList(0, 7))
                .allSatisfy(a -> assertThat(a.get("error").getAsString()).isNotBlank());
        OPENED.check(run.answers().get(7));
    }

    @Test
    void unusableArgumentsGiveStatusTwoAndAReason() throws IOException {
        String[][] unusable = {
            {},
            {"--json"},
            {"--no-such-option", "plain.eml"},
            {"gone.eml"},
            {"plain.eml", "--keys"},
            {"plain.eml", "--keys", "gone.asc"},
            {"plain.eml", "--at", "yesterday"},
            {"plain.eml", "--passphrase-file", "gone.txt"}
        };
        for (String[] words : unusable) {
            CommandDesk.Run run = desk.run("", "open", words);
            assertThat(run.status()).as(String.join(" ", words)).isEqualTo(2);
            assertThat(run.err()).isNotBlank();
        }
    }

    @Test
    void importedKeysShowTheFieldsOfTheContract() throws IOException {
        CommandDesk.Run run = desk.run(
                "", "keys", "import", "ann-public.asc", "ann.asc", "noise.bin", "empty.eml", "--json", "--at", AT);
        assertThat(run.status()).isZero();
        assertThat(run.answers()).allSatisfy(IMPORTED::check);
        assertThat(run.answers())
                .extracting(a -> a.get("file").getAsString())
                .startsWith("ann-public.asc")
                .endsWith("noise.bin", "empty.eml");
        JsonObject certificate = run.answers().get(0);
        assertThat(certificate.get("kind").getAsString()).isEqualTo("pgp-certificate");
        assertThat(certificate.get("userIds").getAsJsonArray().get(0).getAsString())
                .isEqualTo("Ann <" + ANN + ">");
        assertThat(certificate.get("validFrom").getAsString()).isEqualTo(TestPgpKeys.BORN.toString());
        assertThat(certificate.get("canSign").getAsBoolean()).isTrue();
        assertThat(certificate.get("canEncrypt").getAsBoolean()).isTrue();
        assertThat(certificate.get("secret").getAsBoolean()).isFalse();
        assertThat(run.answers())
                .anySatisfy(a -> assertThat(a.get("kind").getAsString()).isEqualTo("pgp-secret-key"));
        assertThat(run.answers().get(run.answers().size() - 1).get("result").getAsString())
                .isEqualTo("failed");
    }

    @Test
    void batchesOfKeysAreAnsweredInOrderEachFromAnEmptyStore() throws IOException {
        String request = "{\"files\":[\"ann.asc\",\"noise.bin\"],\"passphrases\":[\"x\"],\"at\":\"" + AT + "\"}\n";
        CommandDesk.Run run = desk.run(request + "{\"files\":[\"gone.asc\"]}\n" + request, "keys", "import", "--batch");
        assertThat(run.status()).isZero();
        assertThat(run.answers()).hasSize(3);
        assertThat(run.answers().get(1).get("error").getAsString()).contains("gone.asc");
        for (JsonObject answer : List.of(run.answers().get(0), run.answers().get(2))) {
            assertThat(answer.keySet()).containsExactly("items");
            List<JsonObject> items = answer.getAsJsonArray("items").asList().stream()
                    .map(e -> e.getAsJsonObject())
                    .toList();
            assertThat(items).allSatisfy(IMPORTED::check);
            assertThat(items.get(0).get("result").getAsString()).isEqualTo("added");
            assertThat(items.get(items.size() - 1).get("kind").getAsString()).isEqualTo("unknown");
        }
    }

    @Test
    void theSchemaRefusesWhatTheContractDoesNotName() {
        JsonObject wrong = JsonParser.parseString("{\"file\":1,\"summary\":\"GREEN\",\"extra\":true}")
                .getAsJsonObject();
        assertThat(OPENED.faults(wrong))
                .contains("extra is not in the contract", "millis is missing")
                .anyMatch(f -> f.startsWith("file is 1"))
                .anyMatch(f -> f.startsWith("summary is"));
    }
}
