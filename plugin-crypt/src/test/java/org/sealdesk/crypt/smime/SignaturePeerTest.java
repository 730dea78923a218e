package org.sealdesk.crypt.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.engine.CryptoEngine;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain;

/** Signatures from and for openssl cms. */
class SignaturePeerTest {

    private static final byte[] TEXT = "Content-Type: text/plain\r\n\r\nGrüße\r\n".getBytes(StandardCharsets.UTF_8);
    private static OpensslPki pki;

    @BeforeAll
    static void makeKeys() throws IOException {
        pki = new OpensslPki();
        pki.person("ann", "RSA:3072");
        pki.person("bob", "EC:P-256");
        pki.person("cid", "EC:P-384");
        pki.person("dan", "EC:P-521");
    }

    @AfterAll
    static void closePki() {
        if (pki != null) {
            pki.close();
        }
    }

    private static Desk desk() throws IOException {
        Desk desk = new Desk();
        desk.anchor(pki.certificate("root"));
        return desk;
    }

    private static byte[] sign(String signer, byte[] content, String... more) throws IOException {
        String[] command = {
            "-sign",
            "-binary",
            "-outform",
            "DER",
            "-signer",
            signer + ".pem",
            "-inkey",
            signer + ".key",
            "-certfile",
            "issuing.pem"
        };
        String[] all = Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return pki.cms(content, all);
    }

    private static SignatureOutcome only(List<SignatureOutcome> outcomes) {
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    private static void assertTrustedBy(SignatureOutcome outcome, String signer) {
        assertThat(outcome).isInstanceOf(SignatureOutcome.Valid.class);
        var identity = outcome.facts().signer().orElseThrow();
        assertThat(identity.addresses())
                .containsExactly(MailAddress.parse(signer + "@example.org").orElseThrow());
        assertThat(identity.chain()).isInstanceOf(Chain.Trusted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "bob", "cid", "dan"})
    void detachedSignatureByOpensslIsValidAndTrusted(String signer) throws IOException {
        try (Desk desk = desk()) {
            byte[] signature = sign(signer, TEXT);
            var outcome = only(desk.engine.verifyDetached(Content.of(TEXT), Content.of(signature), desk.open()));
            assertTrustedBy(outcome, signer);
            assertThat(outcome.facts().signedAt()).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "bob", "cid", "dan"})
    void changedContentIsNoticed(String signer) throws IOException {
        try (Desk desk = desk()) {
            byte[] signature = sign(signer, TEXT);
            byte[] changed = TEXT.clone();
            changed[changed.length - 3] ^= 1;
            var outcome = only(desk.engine.verifyDetached(Content.of(changed), Content.of(signature), desk.open()));
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            SignatureOutcome.Invalid.class,
                            i -> assertThat(i.reason()).isEqualTo(SignatureOutcome.Reason.CONTENT_CHANGED));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ann,-nodetach",
        "bob,-nodetach",
        "ann,-nodetach -stream",
        "bob,-nodetach -indef",
        "ann,-nodetach -keyid",
        "ann,-nodetach -noattr",
        "bob,-nodetach -noattr",
        "ann,-nodetach -md sha512",
        "ann,-nodetach -keyopt rsa_padding_mode:pss"
    })
    void opaqueSignatureByOpensslGivesItsContent(String signer, String options) throws IOException {
        try (Desk desk = desk()) {
            byte[] signed = sign(signer, TEXT, options.split(" "));
            var unwrapped = desk.engine.unwrap(Content.of(signed), desk.open());
            assertThat(unwrapped).isInstanceOf(Unwrapped.Signed.class);
            var result = (Unwrapped.Signed) unwrapped;
            assertTrustedBy(only(result.signatures()), signer);
            assertThat(result.payload().toArray(1000)).isEqualTo(TEXT);
        }
    }

    @Test
    void largeOpaqueContentSpillsAndIsIntact() throws IOException {
        byte[] large = new byte[5 * 1024 * 1024 + 1];
        new Random(7).nextBytes(large);
        try (Desk desk = new Desk(SmimeOptions.DEFAULT, 64 * 1024)) {
            desk.anchor(pki.certificate("root"));
            byte[] signed = sign("ann", large, "-nodetach", "-stream");
            var result = (Unwrapped.Signed) desk.engine.unwrap(Content.of(signed), desk.open());
            assertTrustedBy(only(result.signatures()), "ann");
            assertThat(desk.hasSpilled()).isTrue();
            assertThat(result.payload().toArray(large.length)).isEqualTo(large);
        }
    }

    @Test
    void pemAndBareBase64AreUnderstood() throws IOException {
        try (Desk desk = desk()) {
            byte[] pem = pki.cms(
                    TEXT,
                    "-sign",
                    "-binary",
                    "-nodetach",
                    "-outform",
                    "PEM",
                    "-signer",
                    "ann.pem",
                    "-inkey",
                    "ann.key",
                    "-certfile",
                    "issuing.pem");
            String text = new String(pem, StandardCharsets.US_ASCII);
            String bare = text.replaceAll("-----[A-Z0-9 ]+-----", "");
            for (String form : List.of(text, bare, "some text before\n\n" + text, text.replace("\n", "\r\n"))) {
                var result = desk.engine.unwrap(Content.of(form.getBytes(StandardCharsets.US_ASCII)), desk.open());
                assertThat(result).isInstanceOf(Unwrapped.Signed.class);
                assertTrustedBy(only(((Unwrapped.Signed) result).signatures()), "ann");
            }
        }
    }

    @Test
    void signerWithoutCertificateIsUnverifiableAndNamed() throws IOException {
        try (Desk desk = desk()) {
            byte[] signature = sign("ann", TEXT, "-nocerts");
            var outcome = only(desk.engine.verifyDetached(Content.of(TEXT), Content.of(signature), desk.open()));
            assertThat(outcome).isInstanceOf(SignatureOutcome.Unverifiable.class);
            assertThat(outcome.facts().issuer()).startsWith("CN=Issuing,O=Test #");
        }
    }

    @Test
    void signerWithoutCertificateIsFoundInTheStore() throws IOException {
        try (Desk desk = desk()) {
            desk.take(pki.certificate("ann"));
            desk.take(pki.certificate("issuing"));
            byte[] byIssuer = sign("ann", TEXT, "-nocerts");
            byte[] byKeyId = sign("ann", TEXT, "-nocerts", "-keyid");
            for (byte[] signature : List.of(byIssuer, byKeyId)) {
                assertTrustedBy(
                        only(desk.engine.verifyDetached(Content.of(TEXT), Content.of(signature), desk.open())), "ann");
            }
        }
    }

    @Test
    void certificatesOnlyAreNoSignature() throws IOException {
        try (Desk desk = desk()) {
            pki.run(
                    "crl2pkcs7",
                    "-nocrl",
                    "-certfile",
                    "ann.pem",
                    "-certfile",
                    "issuing.pem",
                    "-outform",
                    "DER",
                    "-out",
                    "certs.p7b");
            byte[] bundle = pki.openssl().read("certs.p7b");
            assertThat(desk.engine.unwrap(Content.of(bundle), desk.open())).isInstanceOf(Unwrapped.Certificates.class);
            assertThat(only(desk.engine.verifyDetached(Content.of(TEXT), Content.of(bundle), desk.open())))
                    .isInstanceOfSatisfying(
                            SignatureOutcome.Invalid.class,
                            i -> assertThat(i.detail()).startsWith("CMS-NO-SIGNER"));
            assertThat(desk.take(bundle)).hasSize(2);
        }
    }

    @Test
    void opaqueSignatureGivenAsDetachedIsRefused() throws IOException {
        try (Desk desk = desk()) {
            byte[] opaque = sign("ann", TEXT, "-nodetach");
            assertThat(only(desk.engine.verifyDetached(Content.of(TEXT), Content.of(opaque), desk.open())))
                    .isInstanceOfSatisfying(SignatureOutcome.Invalid.class, i -> {
                        assertThat(i.reason()).isEqualTo(SignatureOutcome.Reason.MALFORMED);
                        assertThat(i.detail()).startsWith("CMS-ECONTENT-PRESENT");
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "bob", "cid", "dan"})
    void ourDetachedSignatureIsAcceptedByOpenssl(String signer) throws Exception {
        try (Desk desk = desk()) {
            desk.take(pki.certificate("issuing"));
            Certificate own = desk.takeOne(pki.certificate(signer));
            desk.take(pki.secretKey(signer));
            CryptoEngine.DetachedSignature made = desk.engine.signDetached(Content.of(TEXT), own, desk.seal());
            byte[] signature = made.encoded().toArray(1 << 20);
            pki.openssl().file("content", TEXT);
            byte[] verified = pki.cms(
                    signature, "-verify", "-inform", "DER", "-binary", "-content", "content", "-CAfile", "root.pem");
            assertThat(verified).isEqualTo(TEXT);
            assertTrustedBy(only(desk.engine.verifyDetached(Content.of(TEXT), made.encoded(), desk.open())), signer);
        }
    }

    @ParameterizedTest
    @CsvSource({"ann,PKCS1", "ann,PSS", "bob,PKCS1", "cid,PKCS1"})
    void ourOpaqueSignatureIsAcceptedByOpenssl(String signer, SmimeOptions.RsaSignature method) throws Exception {
        byte[] large = new byte[5 * 1024 * 1024];
        new Random(8).nextBytes(large);
        try (Desk desk = new Desk(SmimeOptions.DEFAULT.withRsaSignature(method))) {
            desk.anchor(pki.certificate("root"));
            desk.take(pki.certificate("issuing"));
            Certificate own = desk.takeOne(pki.certificate(signer));
            desk.take(pki.secretKey(signer));
            for (byte[] content : List.of(TEXT, new byte[0], large)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                desk.engine.signOpaque(Content.of(content), own, desk.seal(), out);
                byte[] verified =
                        pki.cms(out.toByteArray(), "-verify", "-inform", "DER", "-binary", "-CAfile", "root.pem");
                assertThat(verified).isEqualTo(content);
                var back = (Unwrapped.Signed) desk.engine.unwrap(Content.of(out.toByteArray()), desk.open());
                assertTrustedBy(only(back.signatures()), signer);
            }
        }
    }
}
