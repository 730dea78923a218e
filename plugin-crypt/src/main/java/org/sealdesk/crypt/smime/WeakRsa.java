package org.sealdesk.crypt.smime;

import java.math.BigInteger;
import java.util.Optional;

/** Defects of RSA keys beside their size. */
final class WeakRsa {

    /** Larger exponents make verification as slow as signing: a cheap way to keep a server busy. */
    private static final int MAX_EXPONENT_BITS = 64;

    private static final BigInteger GENERATOR = BigInteger.valueOf(65_537);

    /** The small primes on which the flawed generator leaves its trace (CVE-2017-15361). */
    private static final int[] TRACE_PRIMES = {
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
        113, 127, 131, 137, 139, 149, 151, 157, 163, 167
    };

    private WeakRsa() {}

    static Optional<String> weaknessOf(BigInteger modulus, BigInteger exponent) {
        if (modulus.signum() <= 0 || !modulus.testBit(0)) {
            return Optional.of("its RSA modulus is not an odd positive number");
        }
        if (exponent.compareTo(BigInteger.TWO) <= 0 || !exponent.testBit(0)) {
            return Optional.of("its RSA exponent is not an odd number of at least 3");
        }
        if (exponent.bitLength() > MAX_EXPONENT_BITS) {
            return Optional.of("its RSA exponent has " + exponent.bitLength() + " bits, at most " + MAX_EXPONENT_BITS
                    + " are used");
        }
        return isRoca(modulus)
                ? Optional.of("it comes from a generator whose keys can be factored (ROCA)")
                : Optional.empty();
    }

    /** True if the modulus is a power of 65537 modulo every trace prime: one in 2^27 for honest keys. */
    static boolean isRoca(BigInteger modulus) {
        for (int prime : TRACE_PRIMES) {
            int residue = modulus.mod(BigInteger.valueOf(prime)).intValue();
            if (!isPower(residue, prime)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPower(int residue, int prime) {
        int generator = GENERATOR.mod(BigInteger.valueOf(prime)).intValue();
        int power = 1;
        for (int i = 0; i < prime; i++) {
            if (power == residue) {
                return true;
            }
            power = power * generator % prime;
        }
        return false;
    }
}
