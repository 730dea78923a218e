package org.sealdesk.crypt.policy;

import java.time.Instant;
import java.util.Set;

/**
 * Which algorithms are good enough, as a pure function of purpose, algorithm, strength and time.
 *
 * <p>Names: digests {@code MD5, SHA-1, RIPEMD-160, SHA-224, SHA-256, SHA-384, SHA-512, SHA3-256, SHA3-384, SHA3-512,
 * SHAKE256}; key families {@code RSA, DSA, ELGAMAL, EC, ED25519, X25519, ED448, X448, ML-DSA, ML-KEM}; ciphers
 * {@code AES-128, AES-192, AES-256, 3DES, CAST5, IDEA, BLOWFISH, TWOFISH, CAMELLIA-128, CAMELLIA-192, CAMELLIA-256,
 * RC2, DES}. An unknown name is refused.
 */
public final class AlgorithmPolicy {

    /** SHA-1 was publicly advised against for signatures over data from 2013 on. */
    private static final Instant SHA1_DATA_END = Instant.parse("2013-02-01T00:00:00Z");

    /** Certificates are remade rarely, so their SHA-1 bindings were tolerated for ten years more. */
    private static final Instant SHA1_BINDING_END = Instant.parse("2023-02-01T00:00:00Z");

    private static final Set<String> STRONG_DIGESTS = Set.of(
            "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512", "SHAKE256");
    private static final Set<String> STRONG_CIPHERS =
            Set.of("AES-128", "AES-192", "AES-256", "TWOFISH", "CAMELLIA-128", "CAMELLIA-192", "CAMELLIA-256");
    private static final Set<String> READABLE_CIPHERS = Set.of("3DES", "CAST5", "IDEA", "BLOWFISH", "RC2");

    private final Limits limits;

    public AlgorithmPolicy(Limits limits) {
        this.limits = limits;
    }

    /** Whether a signature over a mail made at that time may rest on the digest. */
    public boolean acceptsDataDigest(String digest, Instant signedAt) {
        return STRONG_DIGESTS.contains(digest) || (digest.equals("SHA-1") && signedAt.isBefore(SHA1_DATA_END));
    }

    /** Whether a signature within a certificate made at that time may rest on the digest. */
    public boolean acceptsBindingDigest(String digest, Instant signedAt) {
        return STRONG_DIGESTS.contains(digest) || (digest.equals("SHA-1") && signedAt.isBefore(SHA1_BINDING_END));
    }

    /** Whether a signature by such a key counts as strong. */
    public boolean acceptsSigningKey(String family, int bits) {
        return switch (family) {
            case "RSA" -> bits >= limits.rsaMinBits() && bits <= limits.rsaMaxBits();
            case "EC" -> bits >= 256;
            case "ED25519", "ED448", "ML-DSA" -> true;
            default -> false;
        };
    }

    /** Whether mail may be encrypted to such a key. */
    public boolean acceptsEncryptionKey(String family, int bits) {
        return switch (family) {
            case "RSA" -> bits >= limits.rsaMinBits() && bits <= limits.rsaMaxBits();
            case "EC" -> bits >= 256;
            case "X25519", "X448", "ML-KEM" -> true;
            default -> false;
        };
    }

    /** Whether an own key of this size is used at all; beyond it one operation takes seconds. */
    public boolean acceptsWork(String family, int bits) {
        return !family.equals("RSA") && !family.equals("DSA") && !family.equals("ELGAMAL")
                || bits <= limits.rsaMaxBits();
    }

    /** Whether a mail encrypted with the cipher may be opened. */
    public boolean acceptsReading(String cipher) {
        return STRONG_CIPHERS.contains(cipher) || READABLE_CIPHERS.contains(cipher);
    }

    /** Whether a mail may be encrypted with the cipher. */
    public boolean acceptsWriting(String cipher) {
        return STRONG_CIPHERS.contains(cipher);
    }
}
