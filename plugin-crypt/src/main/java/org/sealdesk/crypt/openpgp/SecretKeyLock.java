package org.sealdesk.crypt.openpgp;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SecretKeyPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.operator.PBESecretKeyDecryptor;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPDigestCalculatorProviderBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcePBESecretKeyDecryptorBuilder;
import org.sealdesk.crypt.key.Passphrase;

/** One secret key packet and how its owner locked it (RFC 9580, section 5.5.3). */
final class SecretKeyLock {

    /** Extension of GnuPG, S2K type 101: the packet holds no secret at all, or a card does. */
    private static final int GNU_S2K = S2K.GNU_DUMMY_S2K;

    private static final int MAX_ARGON2_PASSES = 16;
    private static final int MAX_ARGON2_PARALLELISM = 16;

    private final SecretKeyPacket packet;
    private final PGPPublicKey publicKey;

    SecretKeyLock(SecretKeyPacket packet, PGPPublicKey publicKey) {
        this.packet = packet;
        this.publicKey = publicKey;
    }

    PGPPublicKey publicKey() {
        return publicKey;
    }

    /** False if the secret is elsewhere: left out, or on a card. */
    boolean holdsSecret() {
        S2K s2k = packet.getS2K();
        return packet.getS2KUsage() != SecretKeyPacket.USAGE_EXTERNAL && (s2k == null || s2k.getType() != GNU_S2K);
    }

    boolean isLocked() {
        return packet.getS2KUsage() != SecretKeyPacket.USAGE_NONE;
    }

    /** Why deriving the key would cost too much; asked before {@link #open}. */
    Optional<String> tooCostly(int maxArgon2Kibibytes) {
        S2K s2k = packet.getS2K();
        return s2k == null || !isLocked() ? Optional.empty() : tooCostly(s2k, maxArgon2Kibibytes);
    }

    static Optional<String> tooCostly(S2K s2k, int maxArgon2Kibibytes) {
        if (s2k.getType() != S2K.ARGON_2) {
            return Optional.empty();
        }
        int exponent = s2k.getMemorySizeExponent();
        long kibibytes = exponent > 31 ? Long.MAX_VALUE : 1L << exponent;
        if (kibibytes > maxArgon2Kibibytes) {
            return Optional.of(
                    "Argon2 asks for 2^" + exponent + " KiB, at most " + maxArgon2Kibibytes + " KiB are allowed");
        }
        return s2k.getPasses() > MAX_ARGON2_PASSES || s2k.getParallelism() > MAX_ARGON2_PARALLELISM
                ? Optional.of("Argon2 asks for " + s2k.getPasses() + " passes and " + s2k.getParallelism()
                        + " lanes, at most " + MAX_ARGON2_PASSES + " and " + MAX_ARGON2_PARALLELISM + " are allowed")
                : Optional.empty();
    }

    /** Empty if the passphrase is wrong or the packet damaged; which one cannot be told. */
    Optional<PGPPrivateKey> open(Passphrase passphrase) {
        char[] chars = passphrase.toChars();
        try {
            PGPSecretKey key = new PGPSecretKey(packet, publicKey);
            return Optional.ofNullable(key.extractPrivateKey(isLocked() ? decryptor(chars) : null));
        } catch (PGPException | RuntimeException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    private PBESecretKeyDecryptor decryptor(char[] passphrase) throws PGPException {
        boolean iteratedAes = packet.getS2KUsage() != SecretKeyPacket.USAGE_AEAD
                && packet.getS2K() != null
                && packet.getS2K().getType() != S2K.ARGON_2
                && packet.getEncAlgorithm() >= SymmetricKeyAlgorithmTags.AES_128
                && packet.getEncAlgorithm() <= SymmetricKeyAlgorithmTags.AES_256;
        // The JDK derives several times faster; only Bouncy Castle knows the rest.
        return iteratedAes
                ? new JcePBESecretKeyDecryptorBuilder(new JcaPGPDigestCalculatorProviderBuilder().build())
                        .build(passphrase)
                : new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(passphrase);
    }
}
