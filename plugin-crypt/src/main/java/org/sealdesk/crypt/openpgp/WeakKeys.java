package org.sealdesk.crypt.openpgp;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.sealdesk.crypt.policy.AlgorithmPolicy;

/** Why a public key is too weak to be relied on. */
final class WeakKeys {

    private static final int MAX_EXPONENT_BITS = 64;

    private static final BigInteger GENERATOR = BigInteger.valueOf(65_537);

    /**
     * Small primes for the test of CVE-2017-15361: the moduli of that generator are powers of 65537 modulo each of
     * them, which a random modulus is for all of them with a chance of about 2^-27.
     */
    private static final List<Integer> ROCA_PRIMES =
            List.of(11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157);

    private WeakKeys() {}

    static Optional<String> weakness(PublicKeyPacket key, KeyKind kind, AlgorithmPolicy policy) {
        boolean accepted = policy.acceptsSigningKey(kind.family(), kind.bits())
                || policy.acceptsEncryptionKey(kind.family(), kind.bits());
        if (!accepted) {
            return Optional.of(kind.text() + ", below what is accepted");
        }
        return key.getKey() instanceof RSAPublicBCPGKey rsa ? rsa(rsa) : Optional.empty();
    }

    private static Optional<String> rsa(RSAPublicBCPGKey rsa) {
        BigInteger e = rsa.getPublicExponent();
        if (e.bitLength() > MAX_EXPONENT_BITS || !e.testBit(0) || e.equals(BigInteger.ONE)) {
            return Optional.of("RSA with an unsuitable public exponent");
        }
        return isRoca(rsa.getModulus())
                ? Optional.of("RSA from a broken generator (CVE-2017-15361)")
                : Optional.empty();
    }

    static boolean isRoca(BigInteger modulus) {
        return ROCA_PRIMES.stream().allMatch(p -> isPower(modulus.mod(BigInteger.valueOf(p)), p));
    }

    private static boolean isPower(BigInteger residue, int prime) {
        BigInteger p = BigInteger.valueOf(prime);
        BigInteger power = BigInteger.ONE;
        do {
            if (power.equals(residue)) {
                return true;
            }
            power = power.multiply(GENERATOR).mod(p);
        } while (!power.equals(BigInteger.ONE));
        return false;
    }
}
