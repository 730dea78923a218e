package org.sealdesk.crypt.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacket;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPV3SignatureGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.SignatureOutcome.Reason;

/** Signatures whose value is right and which must not count all the same, and some that must. */
class SignatureRulesTest {

    private static final byte[] TEXT = "Please pay.\r\n".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Desk desk = new Desk(NOW);
    private final PGPKeyPair key = Forge.ed25519();

    private Certificate know(Forge forge) {
        return desk.learn(forge.certificate());
    }

    private Certificate ann() {
        return know(new Forge(key).userId("Ann <ann@example.org>"));
    }

    private SignatureOutcome outcome(byte[] signature) throws Exception {
        List<SignatureOutcome> outcomes = desk.verify(TEXT, signature);
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    private void assertInvalid(byte[] signature, Reason reason) throws Exception {
        assertThat(outcome(signature)).isInstanceOfSatisfying(SignatureOutcome.Invalid.class, i -> {
            assertThat(i.reason()).isEqualTo(reason);
            assertThat(i.detail()).isNotBlank();
        });
    }

    private void assertValid(byte[] signature) throws Exception {
        assertThat(outcome(signature)).isInstanceOf(SignatureOutcome.Valid.class);
    }

    private byte[] signed(Forge.Tweak tweak) {
        return Forge.document(key, NOW, TEXT, tweak);
    }

    @Test
    void aPlainSignatureIsValidAndSaysWhoMadeItWhenAndHow() throws Exception {
        Certificate ann = ann();
        SignatureOutcome outcome = outcome(signed(Forge.NONE));
        assertThat(outcome).isInstanceOf(SignatureOutcome.Valid.class);
        assertThat(outcome.facts().issuer()).isEqualTo(ann.fingerprint().hex());
        assertThat(outcome.facts().signedAt()).contains(NOW);
        assertThat(outcome.facts().algorithm()).isEqualTo("Ed25519, SHA-256");
        assertThat(outcome.facts().signer().orElseThrow().addresses())
                .containsExactly(MailAddress.parse("ann@example.org").orElseThrow());
    }

    @Test
    void aBinarySignatureCannotBecomeATextSignature() throws Exception {
        ann();
        byte[] signature = signed(Forge.NONE);
        int type = 3;
        assertThat(signature[type]).isEqualTo((byte) PGPSignature.BINARY_DOCUMENT);
        signature[type] = PGPSignature.CANONICAL_TEXT_DOCUMENT;
        assertInvalid(signature, Reason.CONTENT_CHANGED);
    }

    @Test
    void severalSignaturesAreJudgedEachForItself() throws Exception {
        ann();
        byte[] unknown = Forge.document(Forge.ed25519(), NOW, TEXT, Forge.NONE);
        List<SignatureOutcome> outcomes = desk.verify(TEXT, Forge.concat(unknown, signed(Forge.NONE)));
        assertThat(outcomes).hasSize(2);
        assertThat(outcomes.get(0)).isInstanceOf(SignatureOutcome.Unverifiable.class);
        assertThat(outcomes.get(1)).isInstanceOf(SignatureOutcome.Valid.class);
    }

    @Test
    void aCertificationIsNoDocumentSignature() throws Exception {
        ann();
        assertInvalid(
                Forge.document(
                        key, HashAlgorithmTags.SHA256, PGPSignature.DEFAULT_CERTIFICATION, NOW, TEXT, Forge.NONE),
                Reason.MALFORMED);
        assertInvalid(
                Forge.document(key, HashAlgorithmTags.SHA256, PGPSignature.STAND_ALONE, NOW, TEXT, Forge.NONE),
                Reason.MALFORMED);
    }

    @Test
    void anExpiredSignatureDoesNotCount() throws Exception {
        ann();
        byte[] signature = Forge.document(
                key, NOW.minus(Duration.ofDays(2)), TEXT, s -> s.setSignatureExpirationTime(true, 86_400));
        assertInvalid(signature, Reason.SIGNATURE_EXPIRED);
    }

    @Test
    void aSignatureMeantForSomebodyElseDoesNotCount() throws Exception {
        ann();
        PGPKeyPair other = Forge.ed25519();
        assertInvalid(signed(s -> s.addIntendedRecipientFingerprint(false, other.getPublicKey())), Reason.NOT_FOR_US);
    }

    @Test
    void aSignatureMeantForUsCounts() throws Exception {
        ann();
        PGPKeyPair own = Forge.ed25519();
        desk.learn(new Forge(own).userId("Desk <desk@example.org>").secretKey());
        assertValid(signed(s -> s.addIntendedRecipientFingerprint(false, own.getPublicKey())));
    }

    @Test
    void onlyTheAddressInBracketsIsTheSigners() throws Exception {
        know(new Forge(key).userId("manager@corp.example <eve@corp.example>"));
        assertThat(outcome(signed(Forge.NONE)).facts().signer().orElseThrow().addresses())
                .containsExactly(MailAddress.parse("eve@corp.example").orElseThrow());
    }

    @Test
    void aUserIdThatTheKeyDidNotSignProvesNoAddress() throws Exception {
        Forge forge = new Forge(key).userId("Eve <eve@corp.example>").userIdPacket("Boss <boss@corp.example>");
        Certificate eve = know(forge);
        assertThat(eve.names()).containsExactly("Eve <eve@corp.example>");
        assertThat(outcome(signed(Forge.NONE)).facts().signer().orElseThrow().addresses())
                .containsExactly(MailAddress.parse("eve@corp.example").orElseThrow());
    }

    @Test
    void aUserIdCertifiedByAnotherKeyProvesNoAddress() throws Exception {
        Forge stranger = new Forge(Forge.ed25519());
        Forge forge = new Forge(key)
                .userId("Eve <eve@corp.example>")
                .userIdPacket("Boss <boss@corp.example>")
                .add(stranger.certify("Boss <boss@corp.example>", Forge.NONE));
        assertThat(know(forge).addresses())
                .containsExactly(MailAddress.parse("eve@corp.example").orElseThrow());
    }

    @Test
    void aRevokedUserIdProvesNoAddress() throws Exception {
        String old = "Ann <ann@old.example>";
        Forge forge = new Forge(key).userId("Ann <ann@new.example>").userId(old);
        PGPSignature revocation = Forge.made(
                key,
                HashAlgorithmTags.SHA256,
                PGPSignature.CERTIFICATION_REVOCATION,
                BORN_LATER,
                Forge.NONE,
                Forge.NONE,
                g -> g.generateCertification(old, key.getPublicKey()));
        assertThat(know(forge.add(revocation)).addresses())
                .containsExactly(MailAddress.parse("ann@new.example").orElseThrow());
    }

    private static final Instant BORN_LATER = Forge.BORN.plus(Duration.ofDays(30));

    @Test
    void theFingerprintDecidesWhenKeyIdsCollide() throws Exception {
        Certificate ann = ann();
        PGPKeyPair stranger = Forge.ed25519();
        // Key id of Ann, fingerprint of a stranger.
        byte[] signature = Forge.document(
                stranger,
                NOW,
                TEXT,
                s -> s.setIssuerKeyID(false, ann.fingerprint().keyId()));
        assertThat(outcome(signature)).isInstanceOf(SignatureOutcome.Unverifiable.class);
    }

    @Test
    void sha1IsWeakToday() throws Exception {
        ann();
        assertInvalid(
                Forge.document(key, HashAlgorithmTags.SHA1, PGPSignature.BINARY_DOCUMENT, NOW, TEXT, Forge.NONE),
                Reason.WEAK);
        assertInvalid(
                Forge.document(key, HashAlgorithmTags.MD5, PGPSignature.BINARY_DOCUMENT, NOW, TEXT, Forge.NONE),
                Reason.WEAK);
    }

    @Test
    void rsa1024IsWeak() throws Exception {
        PGPKeyPair small = Forge.done(() -> Forge.keys(4, Forge.BORN).generateRsaKeyPair(1024));
        know(new Forge(small).userId("Old <old@example.org>"));
        assertInvalid(Forge.document(small, NOW, TEXT, Forge.NONE), Reason.WEAK);
    }

    @Test
    void aSigningSubkeyWithItsOwnSignatureCounts() throws Exception {
        PGPKeyPair sub = Forge.ed25519();
        know(new Forge(key).userId("Ann <ann@example.org>").signingSubkey(sub));
        assertValid(Forge.document(sub, NOW, TEXT, Forge.NONE));
    }

    @Test
    void aSigningSubkeyWithoutABackSignatureDoesNotCount() throws Exception {
        PGPKeyPair sub = Forge.ed25519();
        Forge forge = new Forge(key).userId("Eve <eve@example.org>").subkeyPacket(sub);
        know(forge.add(forge.binding(sub, Forge.BORN, s -> s.setKeyFlags(true, KeyFlags.SIGN_DATA), Forge.NONE)));
        assertInvalid(Forge.document(sub, NOW, TEXT, Forge.NONE), Reason.NOT_ALLOWED_TO_SIGN);
    }

    @Test
    void aBackSignatureByAnotherKeyDoesNotCount() throws Exception {
        PGPKeyPair sub = Forge.ed25519();
        PGPKeyPair eves = Forge.ed25519();
        Forge forge = new Forge(key).userId("Eve <eve@example.org>").subkeyPacket(sub);
        PGPSignature wrong = forge.backSignature(eves);
        know(forge.add(forge.binding(
                sub,
                Forge.BORN,
                s -> {
                    s.setKeyFlags(true, KeyFlags.SIGN_DATA);
                    Forge.embed(s, wrong);
                },
                Forge.NONE)));
        assertInvalid(Forge.document(sub, NOW, TEXT, Forge.NONE), Reason.NOT_ALLOWED_TO_SIGN);
    }

    @Test
    void aKeyForEncryptionMustNotSign() throws Exception {
        PGPKeyPair sub = Forge.ed25519();
        Forge forge = new Forge(key).userId("Eve <eve@example.org>").subkeyPacket(sub);
        PGPSignature back = forge.backSignature(sub);
        know(forge.add(forge.binding(
                sub,
                Forge.BORN,
                s -> {
                    s.setKeyFlags(true, KeyFlags.ENCRYPT_COMMS);
                    Forge.embed(s, back);
                },
                Forge.NONE)));
        assertInvalid(Forge.document(sub, NOW, TEXT, Forge.NONE), Reason.NOT_ALLOWED_TO_SIGN);
    }

    @Test
    void keyFlagsInTheUnhashedAreaAreIgnored() throws Exception {
        PGPKeyPair sub = Forge.ed25519();
        Forge forge = new Forge(key).userId("Eve <eve@example.org>").subkeyPacket(sub);
        PGPSignature back = forge.backSignature(sub);
        know(forge.add(forge.binding(
                sub, Forge.BORN, s -> Forge.embed(s, back), s -> s.setKeyFlags(true, KeyFlags.SIGN_DATA))));
        assertInvalid(Forge.document(sub, NOW, TEXT, Forge.NONE), Reason.NOT_ALLOWED_TO_SIGN);
    }

    @Test
    void aSubkeyWithoutABindingIsNotPartOfTheCertificate() throws Exception {
        PGPKeyPair sub = Forge.ed25519();
        Certificate certificate =
                know(new Forge(key).userId("Eve <eve@example.org>").subkeyPacket(sub));
        assertThat(certificate.keys()).hasSize(1);
        assertThat(outcome(Forge.document(sub, NOW, TEXT, Forge.NONE)))
                .isInstanceOf(SignatureOutcome.Unverifiable.class);
    }

    @Test
    void somethingCriticalAndUnknownMakesItInvalid() throws Exception {
        ann();
        assertInvalid(signed(s -> s.addCustomSubpacket(new Unknown(true))), Reason.CRITICAL_UNKNOWN);
        assertInvalid(
                signed(s -> s.addNotationData(true, true, "what@example.org", "is this")), Reason.CRITICAL_UNKNOWN);
        assertValid(signed(s -> s.addCustomSubpacket(new Unknown(false))));
        assertValid(signed(s -> s.addNotationData(false, true, "what@example.org", "is this")));
    }

    private static final class Unknown extends SignatureSubpacket {
        Unknown(boolean critical) {
            super(99, critical, false, new byte[] {1});
        }
    }

    @Test
    void aBindingWithSomethingCriticalAndUnknownDoesNotCount() throws Exception {
        know(new Forge(key).userId("Eve <eve@example.org>", s -> {
            s.setKeyFlags(true, KeyFlags.SIGN_DATA);
            s.addCustomSubpacket(new Unknown(true));
        }));
        assertInvalid(signed(Forge.NONE), Reason.NOT_ALLOWED_TO_SIGN);
    }

    @Test
    void aSignatureFromTheFutureOrFromBeforeTheKeyDoesNotCount() throws Exception {
        ann();
        assertInvalid(Forge.document(key, NOW.plus(Duration.ofHours(2)), TEXT, Forge.NONE), Reason.KEY_NOT_YET_VALID);
        assertInvalid(Forge.document(key, Forge.BORN.minusSeconds(60), TEXT, Forge.NONE), Reason.KEY_NOT_YET_VALID);
    }

    private Forge expiring(Duration life) {
        return new Forge(key).userId("Ann <ann@example.org>", s -> {
            s.setKeyFlags(true, KeyFlags.SIGN_DATA);
            s.setKeyExpirationTime(true, life.toSeconds());
        });
    }

    @Test
    void anExpiredKeyDoesNotCountEvenIfItSignedInTime() throws Exception {
        know(expiring(Duration.ofDays(10)));
        assertInvalid(signed(Forge.NONE), Reason.KEY_EXPIRED);
        assertInvalid(Forge.document(key, Forge.BORN.plus(Duration.ofDays(5)), TEXT, Forge.NONE), Reason.KEY_EXPIRED);
        desk.at = Forge.BORN.plus(Duration.ofDays(9));
        assertValid(Forge.document(key, Forge.BORN.plus(Duration.ofDays(5)), TEXT, Forge.NONE));
    }

    @Test
    void aRevokedKeyDoesNotCount() throws Exception {
        Forge forge = new Forge(key);
        PGPSignature superseded = forge.direct(
                PGPSignature.KEY_REVOCATION, BORN_LATER, s -> s.setRevocationReason(true, (byte) 1, "new one"));
        know(forge.add(superseded).userId("Ann <ann@example.org>"));
        assertInvalid(signed(Forge.NONE), Reason.KEY_REVOKED);
        desk.at = BORN_LATER.minusSeconds(10);
        assertValid(Forge.document(key, BORN_LATER.minusSeconds(20), TEXT, Forge.NONE));
    }

    @Test
    void aStolenKeyWasNeverGood() throws Exception {
        Forge forge = new Forge(key);
        PGPSignature stolen = forge.direct(
                PGPSignature.KEY_REVOCATION, BORN_LATER, s -> s.setRevocationReason(true, (byte) 2, "stolen"));
        know(forge.add(stolen).userId("Ann <ann@example.org>"));
        desk.at = BORN_LATER.minusSeconds(10);
        assertInvalid(Forge.document(key, BORN_LATER.minusSeconds(20), TEXT, Forge.NONE), Reason.KEY_REVOKED);
    }

    @Test
    void aRevocationByAnotherKeyIsNone() throws Exception {
        Forge forge = new Forge(key);
        Forge stranger = new Forge(Forge.ed25519());
        know(forge.add(stranger.direct(PGPSignature.KEY_REVOCATION, BORN_LATER, Forge.NONE))
                .userId("Ann <ann@example.org>"));
        assertValid(signed(Forge.NONE));
    }

    @Test
    void aCertificateWhoseOldSelfSignaturesAreGoneStillVerifiesOldMail() throws Exception {
        Forge forge = new Forge(key).userIdPacket("Ann <ann@example.org>");
        forge.add(Forge.made(
                key,
                HashAlgorithmTags.SHA256,
                PGPSignature.POSITIVE_CERTIFICATION,
                BORN_LATER,
                s -> s.setKeyFlags(true, KeyFlags.SIGN_DATA),
                Forge.NONE,
                g -> g.generateCertification("Ann <ann@example.org>", key.getPublicKey())));
        know(forge);
        assertValid(Forge.document(key, BORN_LATER.minusSeconds(60), TEXT, Forge.NONE));
    }

    @Test
    void version3IsNotSupported() throws Exception {
        PGPKeyPair p256 = Forge.done(() -> Forge.keys(4, Forge.BORN).generateNistP256ECDSAKeyPair());
        know(new Forge(p256).userId("Ann <ann@example.org>"));
        PGPV3SignatureGenerator generator = new PGPV3SignatureGenerator(
                new BcPGPContentSignerBuilder(p256.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA256));
        generator.init(PGPSignature.BINARY_DOCUMENT, p256.getPrivateKey());
        generator.update(TEXT);
        assertInvalid(generator.generate().getEncoded(), Reason.UNSUPPORTED);
    }

    @Test
    void aSignatureWithoutItsTimeIsMalformed() throws Exception {
        ann();
        byte[] signature = signed(Forge.NONE);
        int critical = 0x80;
        int at = 0;
        while (signature[at] != (byte) (critical | 2)) {
            at++;
        }
        signature[at] = 99;
        assertInvalid(signature, Reason.MALFORMED);
    }

    @Test
    void noFlippedBitMakesAnotherSignatureValid() throws Exception {
        ann();
        byte[] signature = signed(Forge.NONE);
        byte[] other = "Please pay!\r\n".getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(desk.verify(other, changed)).noneMatch(SignatureOutcome.Valid.class::isInstance);
        }
    }

    @Test
    void junkIsOneMalformedOutcome() throws Exception {
        for (String junk : List.of("", "hello", "-----BEGIN PGP SIGNATURE-----\n\n!!!!\n-----END PGP SIGNATURE-----")) {
            assertInvalid(junk.getBytes(StandardCharsets.UTF_8), Reason.MALFORMED);
        }
        assertInvalid(Forge.concat(Forge.times(11, signed(Forge.NONE)).toArray(byte[][]::new)), Reason.MALFORMED);
        assertInvalid(Forge.concat(signed(Forge.NONE), Forge.literal(TEXT)), Reason.MALFORMED);
    }
}
