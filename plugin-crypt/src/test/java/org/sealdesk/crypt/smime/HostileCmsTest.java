package org.sealdesk.crypt.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.smime.TestCa.NOW;
import static org.sealdesk.crypt.smime.TestCa.person;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cms.CMSCompressedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.jcajce.ZlibCompressor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.smime.TestCa.Entity;
import org.sealdesk.crypt.verdict.DecryptionOutcome;
import org.sealdesk.crypt.verdict.DecryptionOutcome.Reason;
import org.sealdesk.crypt.verdict.SignatureOutcome;

/** Containers that a stranger made to mislead, to learn or to keep a server busy. */
class HostileCmsTest {

    private static final byte[] TEXT = "text\r\n".getBytes(StandardCharsets.US_ASCII);

    private Entity ann;

    @BeforeEach
    void makeSigner() throws Exception {
        ann = person("ann@example.org").selfSigned();
    }

    private static SignedData signedData(byte[] cms) {
        return SignedData.getInstance(ContentInfo.getInstance(cms).getContent());
    }

    private static SignerInfo signer(byte[] cms) {
        return SignerInfo.getInstance(signedData(cms).getSignerInfos().getObjectAt(0));
    }

    private static byte[] withSigners(byte[] cms, SignerInfo... signers) throws Exception {
        SignedData d = signedData(cms);
        SignedData changed = new SignedData(
                d.getDigestAlgorithms(),
                d.getEncapContentInfo(),
                d.getCertificates(),
                d.getCRLs(),
                new DERSet(signers));
        return new ContentInfo(CMSObjectIdentifiers.signedData, changed).getEncoded(ASN1Encoding.DER);
    }

    private static List<SignatureOutcome> verify(byte[] content, byte[] cms) throws Exception {
        try (Desk desk = new Desk()) {
            desk.travelTo(NOW);
            return desk.engine.verifyDetached(Content.of(content), Content.of(cms), desk.open());
        }
    }

    private static Unwrapped unwrap(byte[] cms) throws Exception {
        try (Desk desk = new Desk()) {
            desk.travelTo(NOW);
            return desk.engine.unwrap(Content.of(cms), desk.open());
        }
    }

    private static void assertMalformed(List<SignatureOutcome> outcomes) {
        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        SignatureOutcome.Invalid.class,
                        i -> assertThat(i.reason()).isEqualTo(SignatureOutcome.Reason.MALFORMED));
    }

    @Test
    void signedAttributesPassedOffAsContentAreRefused() throws Exception {
        byte[] cms = CmsForge.sign(TEXT, ann);
        SignerInfo s = signer(cms);
        byte[] attributes = s.getAuthenticatedAttributes().getEncoded(ASN1Encoding.DER);
        SignerInfo bare = new SignerInfo(
                s.getSID(),
                s.getDigestAlgorithm(),
                (ASN1Set) null,
                s.getDigestEncryptionAlgorithm(),
                s.getEncryptedDigest(),
                (ASN1Set) null);
        assertMalformed(verify(attributes, withSigners(cms, bare)));
    }

    @Test
    void everySignerIsJudgedOnItsOwnInOrder() throws Exception {
        byte[] good = CmsForge.sign(TEXT, ann);
        byte[] bad = CmsForge.sign("other".getBytes(StandardCharsets.US_ASCII), ann);
        for (boolean goodFirst : new boolean[] {true, false}) {
            SignerInfo[] signers = goodFirst
                    ? new SignerInfo[] {signer(good), signer(bad)}
                    : new SignerInfo[] {signer(bad), signer(good)};
            // A SET is sorted when written as DER: only count and kinds are promised.
            assertThat(verify(TEXT, withSigners(good, signers)))
                    .hasSize(2)
                    .hasAtLeastOneElementOfType(SignatureOutcome.Valid.class)
                    .hasAtLeastOneElementOfType(SignatureOutcome.Invalid.class);
        }
    }

    @Test
    void contentWithoutSignerIsMalformed() throws Exception {
        byte[] opaque = CmsForge.sign(TEXT, true, ann);
        assertThat(unwrap(withSigners(opaque)))
                .isInstanceOfSatisfying(
                        Unwrapped.Malformed.class, m -> assertThat(m.code()).isEqualTo("CMS-NO-SIGNER"));
        assertMalformed(verify(TEXT, withSigners(CmsForge.sign(TEXT, ann))));
    }

    private static SignerInfo withAttributes(SignerInfo s, ASN1EncodableVector attributes) {
        return new SignerInfo(
                s.getSID(),
                s.getDigestAlgorithm(),
                new DERSet(attributes),
                s.getDigestEncryptionAlgorithm(),
                s.getEncryptedDigest(),
                (ASN1Set) null);
    }

    @Test
    void attributesThatMatterMustBeThereOnceAndRight() throws Exception {
        byte[] cms = CmsForge.sign(TEXT, ann);
        SignerInfo s = signer(cms);
        for (var missing : List.of(CMSAttributes.messageDigest, CMSAttributes.contentType)) {
            ASN1EncodableVector rest = new ASN1EncodableVector();
            for (ASN1Encodable e : s.getAuthenticatedAttributes()) {
                if (!Attribute.getInstance(e).getAttrType().equals(missing)) {
                    rest.add(e);
                }
            }
            assertMalformed(verify(TEXT, withSigners(cms, withAttributes(s, rest))));
            ASN1EncodableVector wrong = new ASN1EncodableVector();
            wrong.addAll(Arrays.stream(s.getAuthenticatedAttributes().toArray()).toArray(ASN1Encodable[]::new));
            wrong.add(new Attribute(missing, new DERSet(CMSObjectIdentifiers.envelopedData)));
            assertMalformed(verify(TEXT, withSigners(cms, withAttributes(s, wrong))));
        }
        ASN1EncodableVector otherType = new ASN1EncodableVector();
        for (ASN1Encodable e : s.getAuthenticatedAttributes()) {
            boolean type = Attribute.getInstance(e).getAttrType().equals(CMSAttributes.contentType);
            otherType.add(
                    type
                            ? new Attribute(CMSAttributes.contentType, new DERSet(CMSObjectIdentifiers.envelopedData))
                            : e);
        }
        assertMalformed(verify(TEXT, withSigners(cms, withAttributes(s, otherType))));
    }

    @Test
    void moreCertificatesThanTheLimitAreRefused() throws Exception {
        Entity[] others = new Entity[21];
        for (int i = 0; i < others.length; i++) {
            others[i] = TestCa.draft("CN=Other " + i).selfSigned();
        }
        assertMalformed(verify(TEXT, CmsForge.sign(TEXT, ann, others)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x30, 0xa0, 0x31})
    void deepNestingIsRefusedQuickly(int tag) throws Exception {
        byte[] deep = new byte[200_000];
        for (int i = 0; i < deep.length; i += 2) {
            deep[i] = (byte) tag;
            deep[i + 1] = (byte) 0x80;
        }
        assertRefusedQuickly(deep);
        byte[] cms = CmsForge.sign(TEXT, ann);
        ByteArrayOutputStream inside = new ByteArrayOutputStream();
        inside.write(cms, 0, 40);
        inside.writeBytes(deep);
        assertRefusedQuickly(inside.toByteArray());
    }

    @Test
    void lyingLengthsAreRefusedQuickly() throws Exception {
        assertRefusedQuickly(new byte[] {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 6, 1, 1});
        byte[] cms = CmsForge.sign(TEXT, true, ann);
        for (int i = 1; i < Math.min(cms.length, 120); i++) {
            byte[] lying = cms.clone();
            lying[i] = (byte) 0x84;
            assertRefusedQuickly(lying);
        }
    }

    private static void assertRefusedQuickly(byte[] octets) throws Exception {
        long start = System.nanoTime();
        assertThat(unwrap(octets)).isNotInstanceOfAny(Unwrapped.Decrypted.class, Unwrapped.Compressed.class);
        verify(TEXT, octets).forEach(o -> assertThat(o).isNotInstanceOf(SignatureOutcome.Valid.class));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void bitFlipsNeverThrowAndNeverPass() throws Exception {
        byte[] cms = CmsForge.sign(TEXT, true, ann);
        Random random = new Random(3);
        try (Desk desk = new Desk()) {
            desk.travelTo(NOW);
            for (int i = 0; i < 1_500; i++) {
                byte[] flipped = cms.clone();
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                if (desk.engine.unwrap(Content.of(flipped), desk.open()) instanceof Unwrapped.Signed s
                        && s.signatures().get(0) instanceof SignatureOutcome.Valid) {
                    // A flip outside of what is signed (a version, an unused certificate) is no change of the content.
                    assertThat(s.payload().toArray(100)).isEqualTo(TEXT);
                }
            }
        }
    }

    @Test
    void truncationNeverThrowsAndNeverPasses() throws Exception {
        byte[] cms = CmsForge.sign(TEXT, true, ann);
        try (Desk desk = new Desk()) {
            desk.travelTo(NOW);
            for (int i = 0; i < cms.length; i++) {
                Unwrapped result = desk.engine.unwrap(Content.of(Arrays.copyOf(cms, i)), desk.open());
                if (result instanceof Unwrapped.Signed s) {
                    assertThat(s.signatures()).noneMatch(SignatureOutcome.Valid.class::isInstance);
                }
            }
        }
    }

    @Test
    void compressionBombIsStopped() throws Exception {
        byte[] bomb = new CMSCompressedDataGenerator()
                .generate(new CMSProcessableByteArray(new byte[30 * 1024 * 1024]), new ZlibCompressor())
                .getEncoded();
        assertThat(bomb.length).isLessThan(100_000);
        assertThat(unwrap(bomb))
                .isInstanceOfSatisfying(
                        Unwrapped.Malformed.class, m -> assertThat(m.code()).isEqualTo("INFLATE-LIMIT"));
        byte[] modest = new CMSCompressedDataGenerator()
                .generate(new CMSProcessableByteArray(TEXT), new ZlibCompressor())
                .getEncoded();
        assertThat(((Unwrapped.Compressed) unwrap(modest)).payload().toArray(100))
                .isEqualTo(TEXT);
    }

    /** An own RSA key and something encrypted to it, with GCM. */
    private static final class Target implements AutoCloseable {
        final Desk desk;
        final byte[] encrypted;

        Target(SmimeOptions.ContentCipher cipher) throws Exception {
            desk = new Desk(SmimeOptions.DEFAULT.withContentCipher(cipher));
            Entity me = new TestCa.Draft("CN=Me", "RSA2048")
                    .usage(KeyUsage.keyEncipherment)
                    .mailbox("me@example.org")
                    .selfSigned();
            Certificate own = desk.takeOne(me.der());
            desk.take(me.pkcs8());
            desk.travelTo(NOW);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            desk.engine.encrypt(Content.of(TEXT), List.of(own), Optional.empty(), desk.seal(), out);
            encrypted = out.toByteArray();
        }

        AuthEnvelopedData data() {
            return AuthEnvelopedData.getInstance(
                    ContentInfo.getInstance(encrypted).getContent());
        }

        Unwrapped open(AuthEnvelopedData data) throws Exception {
            return open(new ContentInfo(CMSObjectIdentifiers.authEnvelopedData, data).getEncoded(ASN1Encoding.DER));
        }

        Unwrapped open(byte[] cms) throws Exception {
            return desk.engine.unwrap(Content.of(cms), desk.open());
        }

        byte[] withKey(UnaryOperator<byte[]> change) throws Exception {
            AuthEnvelopedData d = data();
            KeyTransRecipientInfo info = KeyTransRecipientInfo.getInstance(
                    RecipientInfo.getInstance(d.getRecipientInfos().getObjectAt(0))
                            .getInfo());
            byte[] changed = change.apply(info.getEncryptedKey().getOctets());
            RecipientInfo recipient = new RecipientInfo(new KeyTransRecipientInfo(
                    info.getRecipientIdentifier(), info.getKeyEncryptionAlgorithm(), new DEROctetString(changed)));
            AuthEnvelopedData forged = new AuthEnvelopedData(
                    null, new DERSet(recipient), d.getAuthEncryptedContentInfo(), null, d.getMac(), null);
            return new ContentInfo(CMSObjectIdentifiers.authEnvelopedData, forged).getEncoded(ASN1Encoding.DER);
        }

        @Override
        public void close() throws java.io.IOException {
            desk.close();
        }
    }

    private static AuthEnvelopedData withTag(AuthEnvelopedData d, int announced, int length) {
        EncryptedContentInfo c = d.getAuthEncryptedContentInfo();
        byte[] nonce = GCMParameters.getInstance(
                        c.getContentEncryptionAlgorithm().getParameters())
                .getNonce();
        EncryptedContentInfo info = new EncryptedContentInfo(
                c.getContentType(),
                new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_GCM, new GCMParameters(nonce, announced)),
                c.getEncryptedContent());
        byte[] tag = Arrays.copyOf(d.getMac().getOctets(), length);
        return new AuthEnvelopedData(null, d.getRecipientInfos(), info, null, new DEROctetString(tag), null);
    }

    @Test
    void shortTagsAreMalformedAndPermittedOnesOpen() throws Exception {
        try (Target target = new Target(SmimeOptions.ContentCipher.AES_256_GCM)) {
            for (int length : new int[] {12, 13, 14, 15, 16}) {
                assertThat(target.open(withTag(target.data(), length, length))).isInstanceOf(Unwrapped.Decrypted.class);
            }
            // The standard's own encoding cannot announce other lengths; a forger's can.
            for (int length : new int[] {0, 4, 8, 11}) {
                assertThat(target.open(withTag(target.data(), 12, length))).isInstanceOf(Unwrapped.NotDecrypted.class);
            }
            byte[] announcing = target.encrypted.clone();
            int at = indexOf(announcing, new byte[] {2, 1, 16});
            announcing[at + 2] = 4;
            assertThat(target.open(announcing))
                    .isInstanceOfSatisfying(
                            Unwrapped.Malformed.class, m -> assertThat(m.code()).isEqualTo("CMS-TAG-LENGTH"));
        }
    }

    private static int indexOf(byte[] where, byte[] what) {
        for (int i = where.length - what.length; i >= 0; i--) {
            if (Arrays.equals(where, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    @Test
    void authenticatedContainerWithAChainingCipherIsNotOpened() throws Exception {
        try (Target target = new Target(SmimeOptions.ContentCipher.AES_256_GCM)) {
            AuthEnvelopedData d = target.data();
            EncryptedContentInfo downgraded = new EncryptedContentInfo(
                    CMSObjectIdentifiers.data,
                    new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16])),
                    new DEROctetString(new byte[32]));
            for (ASN1OctetString mac : List.of(d.getMac(), new DEROctetString(new byte[0]))) {
                assertThat(target.open(new AuthEnvelopedData(null, d.getRecipientInfos(), downgraded, null, mac, null)))
                        .isInstanceOf(Unwrapped.NotDecrypted.class);
            }
        }
    }

    @Test
    void damageToTheContentKeyCannotBeToldFromDamageToTheContent() throws Exception {
        try (Target target = new Target(SmimeOptions.ContentCipher.AES_256_GCM)) {
            Random random = new Random(5);
            List<byte[]> variants = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                variants.add(target.withKey(k -> {
                    byte[] changed = k.clone();
                    changed[1 + random.nextInt(changed.length - 1)] ^= (byte) (1 + random.nextInt(255));
                    return changed;
                }));
            }
            variants.add(target.withKey(k -> new byte[k.length]));
            variants.add(target.withKey(k -> new byte[0]));
            variants.add(target.withKey(k -> Arrays.copyOf(k, k.length - 1)));
            variants.add(target.withKey(k -> Arrays.copyOf(k, k.length + 1)));
            variants.add(target.withKey(k -> {
                byte[] tooLarge = new byte[k.length];
                Arrays.fill(tooLarge, (byte) 0xff);
                return tooLarge;
            }));
            byte[] content = target.encrypted.clone();
            content[content.length - 1] ^= 1;
            variants.add(content);
            Set<DecryptionOutcome> outcomes = new HashSet<>();
            for (byte[] variant : variants) {
                outcomes.add(((Unwrapped.NotDecrypted) target.open(variant)).outcome());
            }
            assertThat(outcomes).hasSize(1);
            assertThat(((DecryptionOutcome.Failed) outcomes.iterator().next()).reason())
                    .isEqualTo(Reason.DAMAGED);
        }
    }

    @Test
    void contentKeysWithWrongPaddingOrLengthAreNoOracle() throws Exception {
        try (Target target = new Target(SmimeOptions.ContentCipher.AES_256_GCM)) {
            var key = target.desk
                    .own(org.sealdesk.crypt.verdict.Technology.SMIME, 1)
                    .get(0)
                    .certificate();
            var rsa = (java.security.interfaces.RSAPublicKey) java.security.KeyFactory.getInstance("RSA")
                    .generatePublic(new java.security.spec.X509EncodedKeySpec(
                            org.bouncycastle.asn1.x509.Certificate.getInstance(
                                            key.encoded().toArray())
                                    .getSubjectPublicKeyInfo()
                                    .getEncoded()));
            Set<DecryptionOutcome> outcomes = new HashSet<>();
            for (int length : new int[] {0, 1, 16, 31, 33, 48, 245}) {
                outcomes.add(openWithBlock(target, rsa, 2, length));
            }
            outcomes.add(openWithBlock(target, rsa, 1, 32));
            outcomes.add(openWithBlock(target, rsa, 0, 32));
            outcomes.add(openWithBlock(target, rsa, 2, 32));
            assertThat(outcomes).hasSize(1);
        }
    }

    private static DecryptionOutcome openWithBlock(
            Target target, java.security.interfaces.RSAPublicKey rsa, int type, int keyOctets) throws Exception {
        byte[] block = new byte[256];
        Arrays.fill(block, (byte) 0x5a);
        block[0] = 0;
        block[1] = (byte) type;
        block[256 - keyOctets - 1] = 0;
        byte[] encrypted = org.bouncycastle.util.BigIntegers.asUnsignedByteArray(
                256, new java.math.BigInteger(1, block).modPow(rsa.getPublicExponent(), rsa.getModulus()));
        return ((Unwrapped.NotDecrypted) target.open(target.withKey(k -> encrypted))).outcome();
    }

    @Test
    void moreRecipientsThanTheLimitAreRefused() throws Exception {
        try (Target target = new Target(SmimeOptions.ContentCipher.AES_256_CBC)) {
            EnvelopedData d = EnvelopedData.getInstance(
                    ContentInfo.getInstance(target.encrypted).getContent());
            for (int count : new int[] {200, 201, 10_000}) {
                ASN1EncodableVector crowd = new ASN1EncodableVector();
                for (int i = 0; i < count; i++) {
                    crowd.add(d.getRecipientInfos().getObjectAt(0));
                }
                EnvelopedData many =
                        new EnvelopedData(null, new DERSet(crowd), d.getEncryptedContentInfo(), (ASN1Set) null);
                Unwrapped result = target.open(
                        new ContentInfo(CMSObjectIdentifiers.envelopedData, many).getEncoded(ASN1Encoding.DER));
                if (count == 200) {
                    assertThat(result).isInstanceOf(Unwrapped.Decrypted.class);
                } else {
                    assertThat(result)
                            .isInstanceOfSatisfying(
                                    Unwrapped.NotDecrypted.class,
                                    n -> assertThat(n.outcome().reason()).isEqualTo(Reason.REFUSED));
                }
            }
        }
    }

    @Test
    void bitFlipsInAnEnvelopeNeverThrow() throws Exception {
        for (var cipher : SmimeOptions.ContentCipher.values()) {
            try (Target target = new Target(cipher)) {
                Random random = new Random(6);
                for (int i = 0; i < 300; i++) {
                    byte[] flipped = target.encrypted.clone();
                    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                    Unwrapped result = target.open(flipped);
                    if (cipher == SmimeOptions.ContentCipher.AES_256_GCM && result instanceof Unwrapped.Decrypted d) {
                        assertThat(d.payload().toArray(100)).isEqualTo(TEXT);
                    }
                }
            }
        }
    }

    @Test
    void emptyAndForeignOctetsAreMalformed() throws Exception {
        for (byte[] octets : List.of(
                new byte[0],
                "   \r\n".getBytes(StandardCharsets.US_ASCII),
                "Hello".getBytes(StandardCharsets.US_ASCII),
                "MIIhello".getBytes(StandardCharsets.US_ASCII),
                "-----BEGIN PKCS7-----\n-----END PKCS7-----\n".getBytes(StandardCharsets.US_ASCII),
                new byte[] {0x30},
                new byte[] {0x30, 0},
                new byte[] {0x30, (byte) 0x80, 0, 0})) {
            assertThat(unwrap(octets)).isInstanceOf(Unwrapped.Malformed.class);
            assertMalformed(verify(TEXT, octets));
        }
    }

    @Test
    void unsupportedContainersAreNamed() throws Exception {
        byte[] other = new ContentInfo(PKCSObjectIdentifiers.encryptedData, new DEROctetString(new byte[1]))
                .getEncoded(ASN1Encoding.DER);
        assertThat(unwrap(other))
                .isInstanceOfSatisfying(
                        Unwrapped.Malformed.class, m -> assertThat(m.code()).isEqualTo("CMS-UNSUPPORTED"));
    }
}
