package org.sealdesk.crypt.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.OpenPGPKeyGenerator;
import org.bouncycastle.openpgp.api.OpenPGPMessageInputStream;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
import org.bouncycastle.openpgp.operator.PGPKeyPairGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.verdict.SignatureOutcome;

/** Keys of version 6 and the newer algorithms, with Bouncy Castle's own message layer on the other side. */
class ModernKeysTest {

    private static final byte[] TEXT = "Grüße\r\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String PASSPHRASE = "pass phrase";

    private final BcOpenPGPApi api = new BcOpenPGPApi();
    private final Desk desk = new Desk(NOW);

    enum Kind {
        V6_25519(6, "AES-256 OCB"),
        V6_448(6, "AES-256 OCB"),
        V4_25519(4, "AES-256 OCB"),
        V4_RSA(4, "AES-256 OCB"),
        V6_P256(6, "AES-256 OCB"),
        V4_P521(4, "AES-256 OCB");

        final int version;
        final String algorithm;

        Kind(int version, String algorithm) {
            this.version = version;
            this.algorithm = algorithm;
        }
    }

    private OpenPGPKey key(Kind kind, char[] passphrase) throws Exception {
        OpenPGPKeyGenerator generator = api.generateKey(kind.version, Date.from(Forge.BORN), kind.version == 6);
        OpenPGPKeyGenerator.WithPrimaryKey key = switch (kind) {
            case V6_25519, V4_25519 -> generator.ed25519x25519Key("Ann <ann@example.org>");
            case V6_448 -> generator.ed448x448Key("Ann <ann@example.org>");
            case V4_RSA -> generator.compositeRSAKey(2048, "Ann <ann@example.org>");
            case V6_P256 ->
                generator
                        .withPrimaryKey(PGPKeyPairGenerator::generateNistP256ECDSAKeyPair)
                        .addUserId("Ann <ann@example.org>")
                        .addSigningSubkey(PGPKeyPairGenerator::generateNistP256ECDSAKeyPair)
                        .addEncryptionSubkey(PGPKeyPairGenerator::generateNistP256ECDHKeyPair);
            case V4_P521 ->
                generator
                        .withPrimaryKey(PGPKeyPairGenerator::generateNistP521ECDSAKeyPair)
                        .addUserId("Ann <ann@example.org>")
                        .addSigningSubkey(PGPKeyPairGenerator::generateNistP521ECDSAKeyPair)
                        .addEncryptionSubkey(PGPKeyPairGenerator::generateNistP521ECDHKeyPair);
        };
        return passphrase.length == 0 ? key.build() : key.build(passphrase);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void bouncyCastleOpensAndVerifiesWhatWeSignAndEncrypt(Kind kind) throws Exception {
        OpenPGPKey key = key(kind, new char[0]);
        Certificate ann = desk.learn(key.getEncoded());
        byte[] message = desk.encrypt(TEXT, List.of(ann), Optional.of(ann));
        OpenPGPMessageInputStream in = api.decryptAndOrVerifyMessage()
                .addDecryptionKey(key)
                .addVerificationCertificate(key.toCertificate())
                .process(new ByteArrayInputStream(message));
        assertThat(in.readAllBytes()).isEqualTo(TEXT);
        in.close();
        assertThat(in.getResult().getSignatures())
                .singleElement()
                .satisfies(s -> assertThat(s.isTestedCorrect()).isTrue());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void weOpenAndVerifyWhatBouncyCastleSignsAndEncrypts(Kind kind) throws Exception {
        OpenPGPKey key = key(kind, PASSPHRASE.toCharArray());
        Item.Secret secret =
                (Item.Secret) desk.read(key.getEncoded(), "wrong", PASSPHRASE).get(0);
        assertThat(secret.open()).isTrue();
        Certificate ann = desk.learn(key.getEncoded(), PASSPHRASE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream plain = api.signAndOrEncryptMessage()
                .addEncryptionCertificate(key.toCertificate())
                .addSigningKey(key, k -> PASSPHRASE.toCharArray())
                .open(out)) {
            plain.write(TEXT);
        }
        // Its clock is the machine's.
        desk.at = Instant.now();
        Unwrapped.Decrypted opened = (Unwrapped.Decrypted) desk.unwrap(out.toByteArray());
        assertThat(Desk.bytes(opened.payload())).isEqualTo(TEXT);
        assertThat(opened.outcome().certificate()).isEqualTo(ann.fingerprint().hex());
        assertThat(opened.outcome().algorithm()).isEqualTo(kind.algorithm);
        assertThat(opened.signatures()).singleElement().isInstanceOf(SignatureOutcome.Valid.class);
    }
}
