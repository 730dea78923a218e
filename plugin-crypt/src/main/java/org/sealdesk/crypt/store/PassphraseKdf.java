package org.sealdesk.crypt.store;

import java.security.SecureRandom;
import org.sealdesk.crypt.octets.Octets;

/**
 * How the key that seals comes from a passphrase: Argon2id, version 1.3, 32 octets (RFC 9106). No secret; kept with the
 * data keys that are wrapped with it, so that both change in one step.
 *
 * @param memoryKib of memory, 8 per lane at least
 */
public record PassphraseKdf(Octets salt, int memoryKib, int iterations, int lanes) {

    private static final int SALT_OCTETS = 16;
    private static final int MAX_SALT_OCTETS = 64;
    private static final int MAX_MEMORY_KIB = 256 * 1024;
    private static final int MAX_ITERATIONS = 16;
    private static final int MAX_LANES = 16;
    private static final int MIN_KIB_PER_LANE = 8;

    /** RFC 9106, section 4, second recommended option: for where 2 GiB of memory are not at hand. */
    public static PassphraseKdf fresh(SecureRandom random) {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return new PassphraseKdf(Octets.of(salt), 64 * 1024, 3, 4);
    }

    static void write(OctetWriter out, PassphraseKdf kdf) {
        out.block(kdf.salt).i32(kdf.memoryKib).i32(kdf.iterations).i32(kdf.lanes);
    }

    /** @throws Malformed also if it would cost more than anybody who wrote it honestly asks for */
    static PassphraseKdf read(OctetReader in) throws Malformed {
        PassphraseKdf kdf = new PassphraseKdf(in.octets(), in.i32(), in.i32(), in.i32());
        within("octets of salt", kdf.salt.size(), SALT_OCTETS, MAX_SALT_OCTETS);
        within("lanes", kdf.lanes, 1, MAX_LANES);
        within("rounds", kdf.iterations, 1, MAX_ITERATIONS);
        within("KiB of memory", kdf.memoryKib, MIN_KIB_PER_LANE * kdf.lanes, MAX_MEMORY_KIB);
        return kdf;
    }

    private static void within(String what, int value, int least, int most) throws Malformed {
        if (value < least || value > most) {
            throw new Malformed(
                    "Argon2id with " + value + " " + what + ", where " + least + " to " + most + " are allowed");
        }
    }
}
