package org.sealdesk.crypt.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.octets.Octets;

/** Keys as files have them: whole, damaged, hostile. */
class OpenPgpKeyReaderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final Desk desk = new Desk(NOW);
    private final PGPKeyPair key = Forge.ed25519();

    private Forge ann() {
        return new Forge(key).userId("Ann <ann@example.org>").encryptionSubkey(Forge.cv25519());
    }

    private Certificate certificate(Forge forge) {
        return ((Item.PublicCertificate) desk.read(forge.certificate()).get(0)).certificate();
    }

    private static byte[] armoured(String label, byte[] octets) throws Exception {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        try (ArmourWriter armour = new ArmourWriter(label, 0, out)) {
            armour.write(octets);
        }
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aCertificateSaysItsFacts() {
        Certificate ann = certificate(ann());
        assertThat(ann.names()).containsExactly("Ann <ann@example.org>");
        assertThat(ann.addresses())
                .containsExactly(MailAddress.parse("ann@example.org").orElseThrow());
        assertThat(ann.validity().from()).isEqualTo(Forge.BORN);
        assertThat(ann.validity().to()).isEmpty();
        assertThat(ann.revokedAt()).isEmpty();
        assertThat(ann.primaryKey().capabilities()).containsExactlyInAnyOrder(Capability.CERTIFY, Capability.SIGN);
        assertThat(ann.keys().get(1).capabilities()).containsExactly(Capability.ENCRYPT);
        assertThat(ann.keys().get(1).algorithm()).isEqualTo("Curve25519");
    }

    @Test
    void severalBlocksWithTextAroundThemAreReadInTheirOrder() throws Exception {
        byte[] file = Forge.concat(
                text("Here are two keys:\r\n\r\n"),
                armoured("PUBLIC KEY BLOCK", ann().certificate()),
                text("and\r\n-- \r\n"),
                armoured(
                        "PRIVATE KEY BLOCK",
                        new Forge(Forge.ed25519())
                                .userId("Bob <bob@example.org>")
                                .secretKey()),
                text("Bye.\r\n"));
        assertThat(desk.read(file))
                .hasSize(2)
                .satisfiesExactly(
                        a -> assertThat(a).isInstanceOf(Item.PublicCertificate.class),
                        b -> assertThat(b)
                                .isInstanceOfSatisfying(
                                        Item.Secret.class,
                                        s -> assertThat(s.open()).isTrue()));
    }

    @Test
    void severalKeysInOneBlockAreSeveralItems() {
        byte[] file = Forge.concat(
                ann().certificate(),
                new Forge(Forge.ed25519()).userId("Bob <bob@example.org>").certificate());
        assertThat(desk.read(file)).hasSize(2).allMatch(Item.PublicCertificate.class::isInstance);
    }

    @Test
    void whatIsNoKeyGivesNothingAndWhatIsDamagedSaysSo() throws Exception {
        assertThat(desk.read(text("Hello"))).isEmpty();
        assertThat(desk.read(new byte[0])).isEmpty();
        byte[] certificate = ann().certificate();
        assertThat(desk.read(Arrays.copyOf(certificate, certificate.length - 7)))
                .anySatisfy(i -> assertThat(i)
                        .isInstanceOfSatisfying(
                                Item.Failed.class, f -> assertThat(f.code()).isEqualTo("format.damaged")));
        String broken = new String(armoured("PUBLIC KEY BLOCK", certificate), StandardCharsets.US_ASCII)
                .replaceFirst("\r\n\r\n", "\r\n\r\n!!!");
        assertThat(desk.read(text(broken))).singleElement().isInstanceOf(Item.Failed.class);
    }

    @Test
    void signaturesOfOthersAreLeftOut() {
        Forge stranger = new Forge(Forge.ed25519());
        String id = "Ann <ann@example.org>";
        Forge clean = ann();
        Forge noisy = new Forge(key).userId(id);
        PGPSignature opinion = Forge.made(
                stranger.primary(),
                HashAlgorithmTags.SHA256,
                PGPSignature.POSITIVE_CERTIFICATION,
                Forge.BORN,
                Forge.NONE,
                Forge.NONE,
                g -> g.generateCertification(id, key.getPublicKey()));
        for (int i = 0; i < 500; i++) {
            noisy.add(opinion);
        }
        assertThat(certificate(noisy).encoded().size())
                .isLessThan(certificate(clean).encoded().size());
    }

    @Test
    @Timeout(5)
    void floodedKeysAreRefusedQuickly() {
        Forge users = new Forge(key);
        for (int i = 0; i < 200; i++) {
            users.userIdPacket("u" + i);
        }
        Forge subkeys = new Forge(key).userId("Ann <ann@example.org>");
        PGPKeyPair sub = Forge.cv25519();
        for (int i = 0; i < 200; i++) {
            subkeys.subkeyPacket(sub);
        }
        Forge longName = new Forge(key).userIdPacket("x".repeat(3000));
        for (Forge forge : List.of(users, subkeys, longName)) {
            assertThat(desk.read(forge.certificate()))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Item.Failed.class, f -> assertThat(f.code()).isEqualTo("limit"));
        }
    }

    @Test
    void aRocaKeyIsRefused() {
        java.math.BigInteger m = java.math.BigInteger.ONE;
        for (int p : new int[] {11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157}) {
            m = m.multiply(java.math.BigInteger.valueOf(p));
        }
        java.math.BigInteger residue =
                java.math.BigInteger.valueOf(65_537).modPow(java.math.BigInteger.valueOf(123_457), m);
        assertThat(WeakKeys.isRoca(residue.add(m.multiply(java.math.BigInteger.valueOf(987_654_321)))))
                .isTrue();
        int hits = 0;
        for (int i = 0; i < 1000; i++) {
            hits += WeakKeys.isRoca(new java.math.BigInteger(512, desk.random).setBit(0)) ? 1 : 0;
        }
        assertThat(hits).isZero();
    }

    @Test
    void weakKeysAreTakenInAndNotUsed() {
        PGPKeyPair small = Forge.done(() -> Forge.keys(4, Forge.BORN).generateRsaKeyPair(1024));
        Certificate old = certificate(new Forge(small).userId("Old <old@example.org>"));
        assertUnusable(old, Usability.Purpose.SIGN, "key.weak");
    }

    @Test
    void aSha1BindingAfterItsTimeIsTakenInAndNotUsed() {
        String id = "Ann <ann@example.org>";
        PGPSignature sha1 = Forge.made(
                key,
                HashAlgorithmTags.SHA1,
                PGPSignature.POSITIVE_CERTIFICATION,
                Forge.BORN,
                s -> s.setKeyFlags(true, KeyFlags.SIGN_DATA),
                Forge.NONE,
                g -> g.generateCertification(id, key.getPublicKey()));
        Certificate ann = certificate(new Forge(key).userIdPacket(id).add(sha1));
        assertThat(ann.addresses()).isEmpty();
        assertUnusable(ann, Usability.Purpose.SIGN, "key.weak");
    }

    private void assertUnusable(Certificate certificate, Usability.Purpose purpose, String code) {
        assertThat(desk.engine.usability(certificate, purpose, desk.at))
                .isInstanceOfSatisfying(Usability.Unusable.class, u -> {
                    assertThat(u.code()).isEqualTo(code);
                    assertThat(u.reason()).contains(certificate.fingerprint().hex());
                });
    }

    @Test
    void usabilityTellsWhyNot() {
        Forge expired = new Forge(key).userId("Ann <ann@example.org>", s -> {
            s.setKeyFlags(true, KeyFlags.SIGN_DATA);
            s.setKeyExpirationTime(true, DAY.toSeconds());
        });
        assertUnusable(certificate(expired), Usability.Purpose.SIGN, "key.expired");
        Forge revoked = new Forge(key);
        revoked.add(revoked.direct(PGPSignature.KEY_REVOCATION, Forge.BORN.plus(DAY), Forge.NONE))
                .userId("Ann <ann@example.org>");
        assertUnusable(certificate(revoked), Usability.Purpose.SIGN, "key.revoked");
    }

    @Test
    void aCertificateWithoutAnEncryptionKeyCannotBeEncryptedTo() {
        Certificate signOnly = certificate(new Forge(key).userId("Ann <ann@example.org>"));
        assertUnusable(signOnly, Usability.Purpose.ENCRYPT, "key.usage");
        desk.at = Forge.BORN.minus(DAY);
        assertUnusable(signOnly, Usability.Purpose.SIGN, "key.not-yet");
    }

    @Test
    void mergingAddsWhatIsNewAndGivesTheSameIfNothingIs() {
        Certificate one = certificate(new Forge(key).userId("Ann <ann@example.org>"));
        Certificate two =
                certificate(new Forge(key).userId("Ann <ann@new.example>").encryptionSubkey(Forge.cv25519()));
        Certificate both = desk.reader.merge(one, two, NOW);
        assertThat(both.names()).containsExactlyInAnyOrder("Ann <ann@example.org>", "Ann <ann@new.example>");
        assertThat(both.keys()).hasSize(2);
        assertThat(desk.reader.merge(both, one, NOW)).isSameAs(both);
        assertThat(desk.reader.merge(both, two, NOW)).isSameAs(both);
        assertThat(desk.reader.evaluate(both.encoded(), NOW)).isEqualTo(both);
    }

    @Test
    void mergingBringsARenewedExpiry() {
        String id = "Ann <ann@example.org>";
        Forge old = new Forge(key).userId(id, s -> {
            s.setKeyFlags(true, KeyFlags.SIGN_DATA);
            s.setKeyExpirationTime(true, DAY.toSeconds());
        });
        PGPSignature renewal = Forge.made(
                key,
                HashAlgorithmTags.SHA256,
                PGPSignature.POSITIVE_CERTIFICATION,
                Forge.BORN.plus(DAY),
                s -> s.setKeyFlags(true, KeyFlags.SIGN_DATA),
                Forge.NONE,
                g -> g.generateCertification(id, key.getPublicKey()));
        Certificate merged = desk.reader.merge(
                certificate(old), certificate(new Forge(key).userIdPacket(id).add(renewal)), NOW);
        assertThat(merged.validity().to()).isEmpty();
        assertThat(desk.engine.usability(merged, Usability.Purpose.SIGN, NOW)).isInstanceOf(Usability.Usable.class);
    }

    @Test
    void aRevocationThatComesAloneIsPutOnItsCertificateOnly() throws Exception {
        Forge forge = ann();
        PGPSignature revocation = forge.direct(PGPSignature.KEY_REVOCATION, Forge.BORN.plus(DAY), Forge.NONE);
        Item.Revocation item = (Item.Revocation)
                desk.read(armoured("PUBLIC KEY BLOCK", revocation.getEncoded())).get(0);
        Certificate ann = certificate(forge);
        assertThat(item.issuer()).isEqualTo(ann.fingerprint().hex());
        Certificate revoked = desk.reader.revoke(ann, item.encoded(), NOW).orElseThrow();
        assertThat(revoked.revokedAt()).isPresent();
        Certificate bob = certificate(new Forge(Forge.ed25519()).userId("Bob <bob@example.org>"));
        assertThat(desk.reader.revoke(bob, item.encoded(), NOW)).isEmpty();
    }

    @Test
    void aSecretKeyThatDoesNotBelongToItsPublicHalfIsRefused() {
        byte[] secret = new Forge(key).userId("Ann <ann@example.org>").secretKey();
        byte[] other = Forge.done(
                () -> Forge.ed25519().getPrivateKey().getPrivateKeyDataPacket().getEncoded());
        byte[] own =
                Forge.done(() -> key.getPrivateKey().getPrivateKeyDataPacket().getEncoded());
        int at = indexOf(secret, own);
        assertThat(at).isPositive();
        System.arraycopy(other, 0, secret, at, Math.min(own.length, other.length));
        // Its checksum follows.
        int sum = 0;
        for (int i = at; i < at + own.length; i++) {
            sum += secret[i] & 0xFF;
        }
        secret[at + own.length] = (byte) (sum >> 8);
        secret[at + own.length + 1] = (byte) sum;
        Optional<Item> item = desk.read(secret).stream().findFirst();
        assertThat(item.orElseThrow())
                .isInstanceOfSatisfying(
                        Item.Failed.class, f -> assertThat(f.code()).isEqualTo("key.mismatch"));
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int i = 0; i + part.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void noFlippedBitBreaksTheReader() {
        byte[] secret = ann().secretKey();
        for (int bit = 0; bit < secret.length * 8; bit += 5) {
            byte[] changed = secret.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(desk.read(changed)).isNotNull();
            assertThat(Octets.of(changed).size()).isEqualTo(secret.length);
        }
    }
}
