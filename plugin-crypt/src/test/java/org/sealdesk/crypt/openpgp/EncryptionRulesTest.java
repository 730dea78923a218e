package org.sealdesk.crypt.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.operator.PGPKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.verdict.DecryptionOutcome;
import org.sealdesk.crypt.verdict.DecryptionOutcome.Reason;
import org.sealdesk.crypt.verdict.SignatureOutcome;

/** Ciphertexts as Bouncy Castle and attackers make them. */
class EncryptionRulesTest {

    private static final byte[] TEXT = "Secret as can be.\r\n".getBytes(StandardCharsets.UTF_8);
    private static final int CHUNK_BITS = 12;
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Desk desk = new Desk(NOW);
    private final PGPKeyPair primary = Forge.ed25519();
    private final PGPKeyPair sub = Forge.cv25519();
    private Certificate own = desk.learn(new Forge(primary)
            .userId("Desk <desk@example.org>")
            .encryptionSubkey(sub)
            .secretKey());

    @BeforeEach
    void ownKeyIsThere() {
        assertThat(own.keys()).hasSize(2);
    }

    private enum Container {
        CFB,
        GCM2,
        OCB2,
        EAX2,
        OCB20
    }

    private BcPGPDataEncryptorBuilder builder(Container container) {
        BcPGPDataEncryptorBuilder builder = new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setSecureRandom(new SecureRandom())
                .setWithIntegrityPacket(true);
        return switch (container) {
            case CFB -> builder;
            case GCM2 -> builder.setWithAEAD(AEADAlgorithmTags.GCM, CHUNK_BITS).setUseV6AEAD();
            case OCB2 -> builder.setWithAEAD(AEADAlgorithmTags.OCB, CHUNK_BITS).setUseV6AEAD();
            case EAX2 -> builder.setWithAEAD(AEADAlgorithmTags.EAX, CHUNK_BITS).setUseV6AEAD();
            case OCB20 -> builder.setWithAEAD(AEADAlgorithmTags.OCB, CHUNK_BITS).setUseV5AEAD();
        };
    }

    private byte[] encrypted(Container container, byte[] packets, PGPKeyEncryptionMethodGenerator... methods)
            throws Exception {
        PGPEncryptedDataGenerator generator = new PGPEncryptedDataGenerator(builder(container));
        for (PGPKeyEncryptionMethodGenerator method : methods) {
            generator.addMethod(method);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream plain = generator.open(out, packets.length)) {
            plain.write(packets);
        }
        return out.toByteArray();
    }

    private PGPKeyEncryptionMethodGenerator toUs() {
        return to(sub);
    }

    private static PGPKeyEncryptionMethodGenerator to(PGPKeyPair key) {
        return new BcPublicKeyKeyEncryptionMethodGenerator(key.getPublicKey()).setSecureRandom(new SecureRandom());
    }

    private DecryptionOutcome.Failed failed(byte[] message, Reason reason) throws Exception {
        Unwrapped unwrapped = desk.unwrap(message);
        assertThat(unwrapped).isInstanceOf(Unwrapped.NotDecrypted.class);
        DecryptionOutcome.Failed outcome = ((Unwrapped.NotDecrypted) unwrapped).outcome();
        assertThat(outcome.reason()).isEqualTo(reason);
        assertThat(outcome.detail()).isNotBlank();
        return outcome;
    }

    private void assertMalformed(byte[] message, String code) throws Exception {
        assertThat(desk.unwrap(message))
                .isInstanceOfSatisfying(
                        Unwrapped.Malformed.class, m -> assertThat(m.code()).isEqualTo(code));
    }

    private void assertOpens(byte[] message, byte[] text) throws Exception {
        Unwrapped unwrapped = desk.unwrap(message);
        assertThat(unwrapped).isInstanceOf(Unwrapped.Decrypted.class);
        assertThat(Desk.bytes(((Unwrapped.Decrypted) unwrapped).payload())).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void everyContainerOpensAtEveryLength(Container container) throws Exception {
        for (int length : List.of(0, 1, 15, 4000, 4096 - 20, 4096 - 10, 4096 - 9, 4096 - 8, 4096, 8192 - 9, 70_001)) {
            byte[] text = new byte[length];
            desk.random.nextBytes(text);
            assertOpens(encrypted(container, Forge.literal(text), toUs()), text);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void whateverIsAlteredLooksTheSameAndGivesNothing(Container container) throws Exception {
        byte[] message = encrypted(container, Forge.literal(TEXT), toUs());
        int from = containerStart(message);
        Set<String> details = new HashSet<>();
        // Behind tag, length, version, ciphers and chunk size, which are no secret.
        for (int i = from + 8; i < message.length; i++) {
            byte[] changed = message.clone();
            changed[i] ^= 0x20;
            details.add(failed(changed, Reason.DAMAGED).detail());
        }
        for (int cut = 1; cut < 40; cut++) {
            details.add(failed(Arrays.copyOf(message, message.length - cut), Reason.DAMAGED)
                    .detail());
        }
        assertThat(details).hasSize(1);
    }

    /** The session key packet comes first and is short. */
    private static int containerStart(byte[] message) {
        return 2 + (message[1] & 0xFF);
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void noFlippedBitBreaksTheEngineOrChangesTheText(Container container) throws Exception {
        byte[] message = encrypted(container, Forge.literal(TEXT), toUs());
        for (int bit = 0; bit < message.length * 8; bit++) {
            byte[] changed = message.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (desk.unwrap(changed) instanceof Unwrapped.Decrypted opened) {
                assertThat(Desk.bytes(opened.payload())).isEqualTo(TEXT);
            }
        }
    }

    @Test
    void noJunkBreaksTheEngine() throws Exception {
        java.util.Random random = new java.util.Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] junk = new byte[random.nextInt(80)];
            random.nextBytes(junk);
            if (junk.length > 0) {
                junk[0] |= (byte) 0xC0;
            }
            assertThat(desk.unwrap(junk)).isNotInstanceOf(Unwrapped.Decrypted.class);
        }
    }

    @Test
    void aChangedSessionKeyLooksLikeAChangedText() throws Exception {
        byte[] message = encrypted(Container.CFB, Forge.literal(TEXT), toUs());
        byte[] changed = message.clone();
        changed[containerStart(message) - 3] ^= 1;
        byte[] text = message.clone();
        text[message.length - 30] ^= 1;
        assertThat(failed(changed, Reason.DAMAGED)).isEqualTo(failed(text, Reason.DAMAGED));
    }

    @ParameterizedTest
    @EnumSource(
            value = Container.class,
            names = {"GCM2", "OCB2", "EAX2", "OCB20"})
    void cuttingWholeChunksOffIsNoticed(Container container) throws Exception {
        int chunk = 4096 + 16;
        byte[] text = new byte[4096 * 3];
        byte[] message = encrypted(container, Forge.literal(text), toUs());
        int from = containerStart(message);
        byte[] body = new PacketReader(new java.io.ByteArrayInputStream(message, from, message.length - from))
                .next()
                .orElseThrow()
                .body()
                .readAllBytes();
        int tag = container == Container.OCB20 ? PacketTag.AEAD_ENCRYPTED : PacketTag.SEIPD;
        int header = container == Container.OCB20 ? 4 + 15 : 4 + 32;
        byte[] finalTag = Arrays.copyOfRange(body, body.length - 16, body.length);
        byte[] sessionKey = Arrays.copyOf(message, from);
        for (int chunks = 0; chunks < 3; chunks++) {
            byte[] kept = Arrays.copyOf(body, header + chunks * chunk);
            failed(Forge.concat(sessionKey, Packet.encode(tag, kept)), Reason.DAMAGED);
            failed(Forge.concat(sessionKey, Packet.encode(tag, Forge.concat(kept, finalTag))), Reason.DAMAGED);
        }
    }

    @Test
    void hugeChunksAreMalformed() throws Exception {
        byte[] message = encrypted(Container.OCB2, Forge.literal(TEXT), toUs());
        int from = containerStart(message);
        int chunkOctet = from + 2 + 3;
        assertThat(message[chunkOctet]).isEqualTo((byte) 6);
        for (int exponent : List.of(17, 24, 25, 255)) {
            message[chunkOctet] = (byte) exponent;
            assertMalformed(message, Malformation.GRAMMAR);
        }
    }

    @Test
    void dataWithoutIntegrityIsRefused() throws Exception {
        byte[] message = encrypted(Container.CFB, Forge.literal(TEXT), toUs());
        int from = containerStart(message);
        message[from] = (byte) (0xC0 | PacketTag.SED);
        assertThat(failed(message, Reason.REFUSED).detail()).contains("integrity");
    }

    @Test
    void sessionKeysStayWithTheirKindOfContainer() throws Exception {
        byte[] one = encrypted(Container.CFB, Forge.literal(TEXT), toUs());
        byte[] two = encrypted(Container.GCM2, Forge.literal(TEXT), toUs());
        byte[] mixed = Forge.concat(
                Arrays.copyOf(one, containerStart(one)), Arrays.copyOfRange(two, containerStart(two), two.length));
        assertMalformed(mixed, Malformation.GRAMMAR);
    }

    @Test
    void anythingAroundOrTwiceIsMalformed() throws Exception {
        byte[] literal = Forge.literal(TEXT);
        byte[] inner = encrypted(Container.CFB, literal, toUs());
        assertMalformed(Forge.concat(inner, literal), Malformation.GRAMMAR);
        assertMalformed(Forge.concat(literal, inner), Malformation.GRAMMAR);
        assertMalformed(encrypted(Container.CFB, Forge.concat(literal, literal), toUs()), Malformation.GRAMMAR);
        assertMalformed(encrypted(Container.CFB, inner, toUs()), Malformation.GRAMMAR);
        assertMalformed(encrypted(Container.CFB, new byte[0], toUs()), Malformation.GRAMMAR);
        assertMalformed(Forge.concat(literal, literal), Malformation.GRAMMAR);
        assertMalformed(Arrays.copyOf(inner, containerStart(inner)), Malformation.GRAMMAR);
    }

    @Test
    void markerAndPaddingPacketsMeanNothing() throws Exception {
        byte[] marker = Packet.encode(PacketTag.MARKER, new byte[] {'P', 'G', 'P'});
        byte[] padding = Packet.encode(PacketTag.PADDING, new byte[50]);
        byte[] message = Forge.concat(
                marker, encrypted(Container.CFB, Forge.concat(Forge.literal(TEXT), padding), toUs()), padding);
        assertOpens(message, TEXT);
    }

    @Test
    void aMessageToOthersNamesThem() throws Exception {
        PGPKeyPair other = Forge.cv25519();
        DecryptionOutcome.Failed failed =
                failed(encrypted(Container.CFB, Forge.literal(TEXT), to(other)), Reason.KEY_MISSING);
        String id = String.format("%016X", other.getKeyID());
        assertThat(failed.recipients()).containsExactly(id);
        assertThat(failed.missing()).containsExactly("pgp:" + id);
    }

    @Test
    void amongManyOthersOurKeyIsFound() throws Exception {
        PGPKeyEncryptionMethodGenerator[] methods = {to(Forge.cv25519()), to(Forge.cv25519()), toUs()};
        assertOpens(encrypted(Container.CFB, Forge.literal(TEXT), methods), TEXT);
    }

    @Test
    void anExpiredAndRevokedKeyStillOpens() throws Exception {
        PGPKeyPair old = Forge.ed25519();
        PGPKeyPair oldSub = Forge.cv25519();
        Forge forge = new Forge(old);
        forge.add(forge.direct(0x20, Forge.BORN.plus(Duration.ofDays(3)), Forge.NONE))
                .userId("Desk <desk@example.org>", s -> s.setKeyExpirationTime(true, 86_400))
                .encryptionSubkey(oldSub);
        desk.learn(forge.secretKey());
        assertOpens(encrypted(Container.CFB, Forge.literal(TEXT), to(oldSub)), TEXT);
    }

    @Test
    void aLockedStoreSaysSoAndWhichKeyIsWanted() throws Exception {
        byte[] message = encrypted(Container.CFB, Forge.literal(TEXT), toUs());
        desk.keys.lock();
        DecryptionOutcome.Failed failed = failed(message, Reason.STORE_LOCKED);
        assertThat(failed.missing()).containsExactly("pgp:" + String.format("%016X", sub.getKeyID()));
        assertThat(failed.detail()).contains("locked");
    }

    @Test
    void passwordsAreNotTriedAndCostlyOnesAreRefused() throws Exception {
        PGPKeyEncryptionMethodGenerator password =
                new BcPBEKeyEncryptionMethodGenerator("pw".toCharArray()).setSecureRandom(new SecureRandom());
        failed(encrypted(Container.CFB, Forge.literal(TEXT), password), Reason.UNSUPPORTED);
        byte[] container = Packet.encode(PacketTag.SEIPD, new byte[] {1, 2, 3});
        for (int exponent : List.of(17, 21, 24, 30)) {
            byte[] skesk = {
                4, 9, (byte) S2K.ARGON_2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 4, (byte) exponent
            };
            byte[] message = Forge.concat(Packet.encode(PacketTag.SKESK, skesk), container);
            assertThat(failed(message, Reason.REFUSED).detail()).contains("KDF-COST");
        }
    }

    @Test
    @Timeout(5)
    void thousandsOfRecipientsAreRefused() throws Exception {
        byte[] message = encrypted(Container.CFB, Forge.literal(TEXT), to(Forge.cv25519()));
        byte[] one = Arrays.copyOf(message, containerStart(message));
        List<byte[]> parts = new ArrayList<>(Forge.times(10_000, one));
        parts.add(message);
        assertThat(failed(Forge.concat(parts.toArray(byte[][]::new)), Reason.REFUSED)
                        .detail())
                .contains("RECIPIENTS");
    }

    @Test
    @Timeout(5)
    void aBombIsRefusedEarly() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write(1);
        byte[] zeros = new byte[1 << 20];
        Deflater deflater = new Deflater(9, true);
        try (OutputStream deflate = new DeflaterOutputStream(packed, deflater)) {
            deflate.write(new byte[] {(byte) 0xCB, (byte) 0xFF, 0x40, 0, 0, 0, 'b', 0, 0, 0, 0, 0});
            for (int i = 0; i < 300; i++) {
                deflate.write(zeros);
            }
        } finally {
            deflater.end();
        }
        byte[] bomb = Packet.encode(PacketTag.COMPRESSED, packed.toByteArray());
        assertMalformed(bomb, Malformation.INFLATE_LIMIT);
        assertThat(failed(encrypted(Container.CFB, bomb, toUs()), Reason.REFUSED)
                        .detail())
                .startsWith(Malformation.INFLATE_LIMIT);
    }

    @Test
    void aLogFileMayBeAsRegularAsItLikes() throws Exception {
        byte[] log = "2026-11-23 INFO request GET /index served in 3 ms\n"
                .repeat(200_000)
                .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write(1);
        Deflater deflater = new Deflater(9, true);
        try (OutputStream deflate = new DeflaterOutputStream(packed, deflater)) {
            deflate.write(Forge.concat(Forge.literal(log)));
        } finally {
            deflater.end();
        }
        assertThat(packed.size() * 200L).isLessThan(log.length);
        byte[] message = encrypted(Container.CFB, Packet.encode(PacketTag.COMPRESSED, packed.toByteArray()), toUs());
        assertThat(((Unwrapped.Decrypted) desk.unwrap(message)).payload().size())
                .isEqualTo(log.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 32})
    void compressionsWithinCompressionsAreCounted(int layers) throws Exception {
        byte[] message = Forge.concat(Forge.literal(TEXT));
        for (int i = 0; i < layers; i++) {
            message = Packet.encode(PacketTag.COMPRESSED, Forge.concat(new byte[] {0}, message));
        }
        if (layers <= desk.limits.compressionLayers()) {
            assertThat(desk.unwrap(message)).isInstanceOf(Unwrapped.Compressed.class);
        } else {
            assertMalformed(message, Malformation.INFLATE_LIMIT);
        }
    }

    @Test
    void whatWeEncryptForKeysThatUnderstandItIsAeadAndBouncyCastleOpensIt() throws Exception {
        PGPKeyPair modern = Forge.done(() -> Forge.keys(6, Forge.BORN).generateEd25519KeyPair());
        PGPKeyPair modernSub = Forge.done(() -> Forge.keys(6, Forge.BORN).generateX25519KeyPair());
        Forge forge = new Forge(modern);
        forge.add(forge.direct(0x1F, Forge.BORN, s -> {
                    s.setKeyFlags(true, KeyFlags.SIGN_DATA | KeyFlags.CERTIFY_OTHER);
                    s.setFeature(false, (byte) 0x09);
                }))
                .encryptionSubkey(modernSub);
        Certificate certificate = desk.learn(forge.secretKey());
        byte[] message = desk.encrypt(TEXT, List.of(certificate), Optional.of(certificate));
        Unwrapped.Decrypted opened = (Unwrapped.Decrypted) desk.unwrap(message);
        assertThat(Desk.bytes(opened.payload())).isEqualTo(TEXT);
        assertThat(opened.outcome().algorithm()).isEqualTo("AES-256 OCB");
        assertThat(opened.outcome().recipients())
                .containsExactly(certificate.keys().get(1).fingerprint().hex());
        assertThat(opened.signatures()).singleElement().isInstanceOf(SignatureOutcome.Valid.class);
        // One old certificate among the recipients, and everybody gets what all can read.
        byte[] both = desk.encrypt(TEXT, List.of(certificate, own), Optional.empty());
        assertThat(((Unwrapped.Decrypted) desk.unwrap(both)).outcome().algorithm())
                .isEqualTo("AES-256 CFB with MDC");
    }
}
