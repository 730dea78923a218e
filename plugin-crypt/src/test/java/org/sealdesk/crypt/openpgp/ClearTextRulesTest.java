package org.sealdesk.crypt.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSignature;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.verdict.SignatureOutcome;

/** RFC 9580, section 7, and nothing besides. */
class ClearTextRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----\r\n";
    private static final String TEXT = "Pay 10.\r\n- or not";

    private final Desk desk = new Desk(NOW);
    private final PGPKeyPair key = Forge.ed25519();

    @BeforeEach
    void knowAnn() {
        assertThat(desk.learn(new Forge(key).userId("Ann <ann@example.org>").certificate())
                        .names())
                .hasSize(1);
    }

    private String signature(int type) throws Exception {
        byte[] packet = Forge.document(
                key, HashAlgorithmTags.SHA256, type, NOW, TEXT.getBytes(StandardCharsets.UTF_8), Forge.NONE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArmourWriter armour = new ArmourWriter(ArmourWriter.SIGNATURE, 0, out)) {
            armour.write(packet);
        }
        return out.toString(StandardCharsets.US_ASCII);
    }

    private Unwrapped read(String message) throws Exception {
        return desk.unwrap(message.getBytes(StandardCharsets.UTF_8));
    }

    private String escaped() {
        return TEXT.replace("\r\n- ", "\r\n- - ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hash: SHA256\r\n\r\n", "\r\n", "Hash: SHA256,SHA512\r\nHash: SHA1\r\n\r\n"})
    void signedTextIsValidWhateverHashItNames(String headers) throws Exception {
        Unwrapped.Signed signed = (Unwrapped.Signed)
                read(BEGIN + headers + escaped() + "\r\n" + signature(PGPSignature.CANONICAL_TEXT_DOCUMENT));
        assertThat(signed.signatures()).singleElement().isInstanceOf(SignatureOutcome.Valid.class);
        assertThat(new String(Desk.bytes(signed.payload()), StandardCharsets.UTF_8))
                .isEqualTo(TEXT);
    }

    @Test
    void whiteSpaceAtLineEndsAndBareLineFeedsDoNotMatter() throws Exception {
        String message = BEGIN + "\r\n" + escaped() + "\r\n" + signature(PGPSignature.CANONICAL_TEXT_DOCUMENT);
        Unwrapped.Signed signed = (Unwrapped.Signed)
                read(message.replace("10.\r\n", "10. \t \r\n").replace("\r\n", "\n"));
        assertThat(signed.signatures()).singleElement().isInstanceOf(SignatureOutcome.Valid.class);
    }

    @Test
    void aBinarySignatureHasNoPlaceHere() throws Exception {
        Unwrapped.Signed signed =
                (Unwrapped.Signed) read(BEGIN + "\r\n" + escaped() + "\r\n" + signature(PGPSignature.BINARY_DOCUMENT));
        assertThat(signed.signatures())
                .singleElement()
                .isInstanceOfSatisfying(
                        SignatureOutcome.Invalid.class,
                        i -> assertThat(i.reason()).isEqualTo(SignatureOutcome.Reason.MALFORMED));
    }

    @Test
    void changedTextDoesNotFit() throws Exception {
        String message = BEGIN + "\r\n" + escaped() + "\r\n" + signature(PGPSignature.CANONICAL_TEXT_DOCUMENT);
        Unwrapped.Signed signed = (Unwrapped.Signed) read(message.replace("Pay 10", "Pay 90"));
        assertThat(signed.signatures())
                .singleElement()
                .isInstanceOfSatisfying(
                        SignatureOutcome.Invalid.class,
                        i -> assertThat(i.reason()).isEqualTo(SignatureOutcome.Reason.CONTENT_CHANGED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Comment: hello\r\n\r\n",
                "Hash: SHA256\r\nPay 1000 to Eve\r\n\r\n",
                "Hash: a b\r\n\r\n",
                " \f\r\n\r\n"
            })
    void otherHeadersAreMalformed(String headers) throws Exception {
        assertThat(read(BEGIN + headers + escaped() + "\r\n" + signature(PGPSignature.CANONICAL_TEXT_DOCUMENT)))
                .isInstanceOf(Unwrapped.Malformed.class);
    }

    @Test
    void unescapedDashesAndTextAroundAreMalformed() throws Exception {
        String tail = "\r\n" + signature(PGPSignature.CANONICAL_TEXT_DOCUMENT);
        assertThat(read(BEGIN + "\r\n-----BEGIN PGP NONSENSE-----\r\n" + escaped() + tail))
                .isInstanceOf(Unwrapped.Malformed.class);
        assertThat(read(BEGIN + "\r\n" + escaped() + tail + "and more")).isInstanceOf(Unwrapped.Malformed.class);
        assertThat(read("before\r\n" + BEGIN + "\r\n" + escaped() + tail)).isInstanceOf(Unwrapped.Malformed.class);
        assertThat(read(BEGIN + "\r\n" + escaped())).isInstanceOf(Unwrapped.Malformed.class);
    }
}
