package org.sealdesk.crypt.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.smime.TestCa.NOW;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKEMRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.engine.CryptoEngine;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.smime.TestCa.Entity;
import org.sealdesk.crypt.verdict.DecryptionOutcome.Integrity;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.SignatureOutcome.Reason;

/** Algorithms that openssl cms does not know, against the library's own generators and readers; and weak ones. */
class AlgorithmsTest {

    private static final byte[] TEXT = "text\r\n".getBytes(StandardCharsets.US_ASCII);

    private static Entity signer(String kind) throws Exception {
        return new TestCa.Draft("CN=Ann", kind)
                .usage(KeyUsage.digitalSignature)
                .mailbox("ann@example.org")
                .selfSigned();
    }

    private static SignatureOutcome judge(byte[] cms) throws Exception {
        try (Desk desk = new Desk()) {
            desk.travelTo(NOW);
            return desk.engine
                    .verifyDetached(Content.of(TEXT), Content.of(cms), desk.open())
                    .get(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Ed25519,Ed25519",
        "Ed448,Ed448",
        "secp384r1,SHA384withECDSA",
        "brainpoolP256r1,SHA256withECDSA",
        "RSA2048,SHA512withRSA",
        "RSA2048,SHA256withRSAandMGF1",
        "RSA2048,SHA512withRSAandMGF1",
        "secp256r1,SHA3-256withECDSA",
        "ML-DSA-65,ML-DSA-65"
    })
    void signaturesOfTheLibraryAreValid(String kind, String algorithm) throws Exception {
        Entity signer = signer(kind);
        assertThat(judge(CmsForge.signWith(algorithm, TEXT, false, signer))).isInstanceOf(SignatureOutcome.Valid.class);
    }

    @ParameterizedTest
    @CsvSource({"Ed25519,sha-512", "Ed448,shake256", "secp256r1,sha-256", "secp521r1,sha-512", "RSA2048,sha-256"})
    void ourSignaturesAreValidForTheLibrary(String kind, String micalg) throws Exception {
        Entity signer = signer(kind);
        try (Desk desk = new Desk()) {
            Certificate own = desk.takeOne(signer.der());
            desk.take(signer.pkcs8());
            desk.travelTo(NOW);
            CryptoEngine.DetachedSignature made = desk.engine.signDetached(Content.of(TEXT), own, desk.seal());
            assertThat(made.micalg()).isEqualTo(micalg).isEqualTo(desk.engine.micalg(own));
            CMSSignedData cms = new CMSSignedData(
                    new CMSProcessableByteArray(TEXT), made.encoded().toArray(100_000));
            Collection<SignerInformation> signers = cms.getSignerInfos().getSigners();
            assertThat(signers).singleElement().matches(s -> verifies(s, signer));
        }
    }

    private static boolean verifies(SignerInformation information, Entity signer) {
        try {
            return information.verify(new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(TestCa.BC)
                    .build(new X509CertificateHolder(signer.der())));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void weakDigestsAndKeysMakeWeakSignatures() throws Exception {
        for (byte[] weak : List.of(
                CmsForge.signWith("SHA1withRSA", TEXT, false, signer("RSA2048")),
                CmsForge.signWith("MD5withRSA", TEXT, false, signer("RSA2048")),
                CmsForge.signWith("SHA256withRSA", TEXT, false, signer("RSA1024")),
                CmsForge.signWith("SHA256withECDSA", TEXT, false, signer("secp192r1")))) {
            assertThat(judge(weak))
                    .isInstanceOfSatisfying(
                            SignatureOutcome.Invalid.class,
                            i -> assertThat(i.reason()).isEqualTo(Reason.WEAK));
        }
    }

    private static Entity recipient(String kind) throws Exception {
        KeyPair keys = TestCa.keys(kind);
        Entity ca = TestCa.root();
        return TestCa.draft("CN=Me")
                .keys(keys)
                .usage(KeyUsage.keyAgreement | KeyUsage.keyEncipherment)
                .mailbox("me@example.org")
                .signedBy(ca);
    }

    private static Unwrapped.Decrypted open(Entity me, byte[] cms) throws Exception {
        try (Desk desk = new Desk()) {
            desk.take(me.der());
            desk.take(me.pkcs8());
            desk.travelTo(NOW);
            return (Unwrapped.Decrypted) desk.engine.unwrap(Content.of(cms), desk.open());
        }
    }

    private static RecipientInfoGenerator agreeing(Entity me, ASN1ObjectIdentifier scheme, ASN1ObjectIdentifier wrap)
            throws Exception {
        KeyPair ephemeral = me.keys().getPublic().getAlgorithm().equals("EC")
                ? TestCa.keys("secp256r1")
                : TestCa.keys(me.keys().getPublic().getAlgorithm());
        return new JceKeyAgreeRecipientInfoGenerator(scheme, ephemeral.getPrivate(), ephemeral.getPublic(), wrap)
                .addRecipient(me.certificate())
                .setProvider(TestCa.BC);
    }

    @ParameterizedTest
    @CsvSource({
        "secp256r1,1.3.133.16.840.63.0.2",
        "secp256r1,1.3.132.1.11.0",
        "secp256r1,1.3.132.1.11.1",
        "secp256r1,1.3.132.1.11.2",
        "secp256r1,1.3.132.1.11.3",
        "secp256r1,1.3.133.16.840.63.0.3",
        "secp256r1,1.3.132.1.14.1",
        "secp256r1,1.3.132.1.14.3",
        "X25519,1.2.840.113549.1.9.16.3.19",
        "X448,1.2.840.113549.1.9.16.3.21"
    })
    void agreedKeysOfTheLibraryOpen(String kind, String scheme) throws Exception {
        Entity me = recipient(kind);
        for (ASN1ObjectIdentifier wrap : List.of(CMSAlgorithm.AES128_WRAP, CMSAlgorithm.AES256_WRAP)) {
            CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
            generator.addRecipientInfoGenerator(agreeing(me, new ASN1ObjectIdentifier(scheme), wrap));
            byte[] cms = generator
                    .generate(
                            new CMSProcessableByteArray(TEXT),
                            new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC)
                                    .setProvider(TestCa.BC)
                                    .build())
                    .getEncoded();
            assertThat(open(me, cms).payload().toArray(100)).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X25519", "X448", "secp256r1", "secp384r1"})
    void whatWeEncryptToCurvesIsOpenedByTheLibrary(String kind) throws Exception {
        Entity me = recipient(kind);
        try (Desk desk = new Desk()) {
            Certificate to = desk.takeOne(me.der());
            desk.take(me.pkcs8());
            desk.travelTo(NOW);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            desk.engine.encrypt(Content.of(TEXT), List.of(to), Optional.empty(), desk.seal(), out);
            byte[] plain = new CMSEnvelopedData(out.toByteArray())
                    .getRecipientInfos()
                    .getRecipients()
                    .iterator()
                    .next()
                    .getContent(new JceKeyAgreeEnvelopedRecipient(me.keys().getPrivate()).setProvider(TestCa.BC));
            assertThat(plain).isEqualTo(TEXT);
            assertThat(open(me, out.toByteArray()).payload().toArray(100)).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"})
    void encapsulatedKeysOfTheLibraryOpen(String kind) throws Exception {
        Entity me = recipient(kind);
        CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(new JceKEMRecipientInfoGenerator(me.certificate(), CMSAlgorithm.AES256_WRAP)
                .setKDF(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                        org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.id_alg_hkdf_with_sha256))
                .setProvider(TestCa.BC));
        byte[] cms = generator
                .generate(new CMSProcessableByteArray(TEXT), (OutputAEADEncryptor)
                        new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                                .setProvider(TestCa.BC)
                                .build())
                .getEncoded();
        Unwrapped.Decrypted result = open(me, cms);
        assertThat(result.payload().toArray(100)).isEqualTo(TEXT);
        assertThat(result.outcome().integrity()).isEqualTo(Integrity.PROTECTED);
    }

    @Test
    void authenticatedAttributesAreAuthenticated() throws Exception {
        Entity me = recipient("RSA2048");
        CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(
                new JceKeyTransRecipientInfoGenerator(me.certificate()).setProvider(TestCa.BC));
        generator.setAuthenticatedAttributeGenerator(parameters -> {
            var vector = new org.bouncycastle.asn1.ASN1EncodableVector();
            vector.add(new org.bouncycastle.asn1.cms.Attribute(
                    new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.7"),
                    new org.bouncycastle.asn1.DERSet(new org.bouncycastle.asn1.DERUTF8String("marker"))));
            return new org.bouncycastle.asn1.cms.AttributeTable(vector);
        });
        byte[] cms = generator
                .generate(new CMSProcessableByteArray(TEXT), (OutputAEADEncryptor)
                        new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES128_GCM)
                                .setProvider(TestCa.BC)
                                .build())
                .getEncoded();
        assertThat(open(me, cms).payload().toArray(100)).isEqualTo(TEXT);
        int at = new String(cms, StandardCharsets.ISO_8859_1).indexOf("marker");
        cms[at] ^= 1;
        try (Desk desk = new Desk()) {
            desk.take(me.der());
            desk.take(me.pkcs8());
            desk.travelTo(NOW);
            assertThat(desk.engine.unwrap(Content.of(cms), desk.open())).isInstanceOf(Unwrapped.NotDecrypted.class);
        }
    }

    @Test
    void unusableKeysAreRefusedWithTheReason() throws Exception {
        Entity server = TestCa.draft("CN=Server")
                .usage(KeyUsage.digitalSignature)
                .purpose(org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_serverAuth)
                .selfSigned();
        Entity small = signer("RSA1024");
        Entity old = TestCa.person("old@example.org")
                .valid(NOW.minusSeconds(100), NOW.minusSeconds(1))
                .selfSigned();
        try (Desk desk = new Desk()) {
            assertRefused(desk, server, "key.usage");
            assertRefused(desk, small, "algorithm.refused");
            assertRefused(desk, old, "key.expired");
            assertRefused(desk, signer("secp256r1"), "key.missing");
        }
    }

    private static void assertRefused(Desk desk, Entity signer, String code) throws Exception {
        Certificate certificate = desk.takeOne(signer.der());
        desk.travelTo(NOW);
        try {
            desk.engine.signDetached(Content.of(TEXT), certificate, desk.seal());
            throw new AssertionError("signed with " + certificate);
        } catch (EngineRefusal e) {
            assertThat(e.code()).isEqualTo(code);
        }
        if (!code.equals("key.missing")) {
            assertThat(desk.engine.usability(certificate, Usability.Purpose.SIGN, NOW))
                    .isInstanceOf(Usability.Unusable.class);
        }
    }

    @Test
    void keysOfTheFlawedGeneratorAreKnown() {
        // A modulus of the flawed shape: both primes are k*M + 65537^a mod M, M the product of the first primes.
        BigInteger m = BigInteger.ONE;
        for (int p = 2; p <= 167; p++) {
            if (BigInteger.valueOf(p).isProbablePrime(40)) {
                m = m.multiply(BigInteger.valueOf(p));
            }
        }
        BigInteger modulus = flawedPrime(m, 11).multiply(flawedPrime(m, 29));
        assertThat(WeakRsa.isRoca(modulus)).isTrue();
        assertThat(WeakRsa.isRoca(modulus.add(BigInteger.TWO))).isFalse();
        assertThat(WeakRsa.weaknessOf(modulus.add(BigInteger.TWO), BigInteger.valueOf(65_537)))
                .isEmpty();
        assertThat(WeakRsa.weaknessOf(modulus.add(BigInteger.TWO), BigInteger.ONE))
                .isPresent();
        assertThat(WeakRsa.weaknessOf(
                        modulus.add(BigInteger.TWO),
                        BigInteger.ONE.shiftLeft(65).add(BigInteger.ONE)))
                .isPresent();
    }

    private static BigInteger flawedPrime(BigInteger m, int exponent) {
        BigInteger base = BigInteger.valueOf(65_537).modPow(BigInteger.valueOf(exponent), m);
        BigInteger k = BigInteger.ONE.shiftLeft(300);
        BigInteger candidate = k.multiply(m).add(base);
        while (!candidate.isProbablePrime(20)) {
            candidate = candidate.add(m);
        }
        return candidate;
    }
}
