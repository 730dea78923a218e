package org.sealdesk.crypt.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PGPKeyPairGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPairGeneratorProvider;

/** Makes keys and signatures with any fault one could wish for, by Bouncy Castle alone. */
final class Forge {

    static final Instant BORN = Instant.parse("2025-01-01T00:00:00Z");

    /** Makes a subpacket area other than usual. */
    interface Tweak extends Consumer<PGPSignatureSubpacketGenerator> {}

    static final Tweak NONE = s -> {};

    private final PGPKeyPair primary;
    private final ByteArrayOutputStream half = new ByteArrayOutputStream();
    private final ByteArrayOutputStream secret = new ByteArrayOutputStream();

    /** Begins a certificate. */
    Forge(PGPKeyPair primary) {
        this.primary = primary;
        put(primary, PacketTag.PUBLIC_KEY);
    }

    static PGPKeyPairGenerator keys(int version, Instant created) {
        return new BcPGPKeyPairGeneratorProvider()
                .setSecureRandom(new SecureRandom())
                .get(version, Date.from(created));
    }

    static PGPKeyPair ed25519() {
        return ed25519(BORN);
    }

    static PGPKeyPair ed25519(Instant created) {
        return done(() -> keys(4, created).generateLegacyEd25519KeyPair());
    }

    static PGPKeyPair cv25519() {
        return done(() -> keys(4, BORN).generateLegacyX25519KeyPair());
    }

    interface Work<T> {
        T get() throws PGPException, IOException;
    }

    static <T> T done(Work<T> work) {
        try {
            return work.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
    }

    PGPKeyPair primary() {
        return primary;
    }

    private void put(PGPKeyPair pair, int tag) {
        done(() -> {
            byte[] body = pair.getPublicKey().getPublicKeyPacket().getEncodedContents();
            half.writeBytes(Packet.encode(tag, body));
            boolean sub = tag == PacketTag.PUBLIC_SUBKEY;
            PGPSecretKey key = new PGPSecretKey(
                    pair.getPrivateKey(),
                    pair.getPublicKey(),
                    new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
                    !sub,
                    null);
            secret.writeBytes(key.getEncoded());
            return key;
        });
    }

    Forge raw(byte[] packet) {
        half.writeBytes(packet);
        secret.writeBytes(packet);
        return this;
    }

    Forge add(PGPSignature signature) {
        return raw(done(signature::getEncoded));
    }

    /** A user id with a usual certification at birth. */
    Forge userId(String text) {
        return userId(text, s -> s.setKeyFlags(true, KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA));
    }

    Forge userId(String text, Tweak tweak) {
        return userIdPacket(text).add(certify(text, tweak));
    }

    Forge userIdPacket(String text) {
        return raw(Packet.encode(PacketTag.USER_ID, text.getBytes(StandardCharsets.UTF_8)));
    }

    PGPSignature certify(String text, Tweak tweak) {
        return made(
                primary,
                HashAlgorithmTags.SHA256,
                PGPSignature.POSITIVE_CERTIFICATION,
                BORN,
                tweak,
                NONE,
                g -> g.generateCertification(text, primary.getPublicKey()));
    }

    /** Over the primary key: direct-key signature or revocation. */
    PGPSignature direct(int type, Instant at, Tweak tweak) {
        return made(
                primary,
                HashAlgorithmTags.SHA256,
                type,
                at,
                tweak,
                NONE,
                g -> g.generateCertification(primary.getPublicKey()));
    }

    Forge subkeyPacket(PGPKeyPair subkey) {
        put(subkey, PacketTag.PUBLIC_SUBKEY);
        return this;
    }

    Forge encryptionSubkey(PGPKeyPair subkey) {
        return subkeyPacket(subkey).add(binding(subkey, BORN, s -> s.setKeyFlags(true, KeyFlags.ENCRYPT_COMMS), NONE));
    }

    Forge signingSubkey(PGPKeyPair subkey) {
        PGPSignature back = backSignature(subkey);
        return subkeyPacket(subkey)
                .add(binding(
                        subkey,
                        BORN,
                        s -> {
                            s.setKeyFlags(true, KeyFlags.SIGN_DATA);
                            embed(s, back);
                        },
                        NONE));
    }

    static void embed(PGPSignatureSubpacketGenerator subpackets, PGPSignature back) {
        done(() -> {
            subpackets.addEmbeddedSignature(false, back);
            return back;
        });
    }

    PGPSignature backSignature(PGPKeyPair subkey) {
        return made(
                subkey,
                HashAlgorithmTags.SHA256,
                PGPSignature.PRIMARYKEY_BINDING,
                BORN,
                NONE,
                NONE,
                g -> g.generateCertification(primary.getPublicKey(), subkey.getPublicKey()));
    }

    PGPSignature binding(PGPKeyPair subkey, Instant at, Tweak hashed, Tweak unhashed) {
        return made(
                primary,
                HashAlgorithmTags.SHA256,
                PGPSignature.SUBKEY_BINDING,
                at,
                hashed,
                unhashed,
                g -> g.generateCertification(primary.getPublicKey(), subkey.getPublicKey()));
    }

    byte[] certificate() {
        return half.toByteArray();
    }

    byte[] secretKey() {
        return secret.toByteArray();
    }

    /** A signature over a document. */
    static byte[] document(PGPKeyPair by, int hash, int type, Instant at, byte[] content, Tweak hashed) {
        PGPSignature signature = made(by, hash, type, at, hashed, NONE, g -> {
            g.update(content);
            return g.generate();
        });
        return done(signature::getEncoded);
    }

    static byte[] document(PGPKeyPair by, Instant at, byte[] content, Tweak hashed) {
        return document(by, HashAlgorithmTags.SHA256, PGPSignature.BINARY_DOCUMENT, at, content, hashed);
    }

    interface Target {
        PGPSignature over(PGPSignatureGenerator generator) throws PGPException;
    }

    static PGPSignature made(
            PGPKeyPair by, int hash, int type, Instant at, Tweak hashed, Tweak unhashed, Target target) {
        return done(() -> {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(by.getPublicKey().getAlgorithm(), hash), by.getPublicKey());
            generator.init(type, by.getPrivateKey());
            PGPSignatureSubpacketGenerator in = new PGPSignatureSubpacketGenerator();
            in.setSignatureCreationTime(true, Date.from(at));
            in.setIssuerFingerprint(false, by.getPublicKey());
            hashed.accept(in);
            generator.setHashedSubpackets(in.generate());
            PGPSignatureSubpacketGenerator out = new PGPSignatureSubpacketGenerator();
            unhashed.accept(out);
            generator.setUnhashedSubpackets(out.generate());
            return target.over(generator);
        });
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] literal(byte[] content) {
        return Packet.encode(PacketTag.LITERAL, concat(new byte[] {'b', 0, 0, 0, 0, 0}, content));
    }

    static <T> List<T> times(int count, T value) {
        List<T> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(value);
        }
        return all;
    }
}
