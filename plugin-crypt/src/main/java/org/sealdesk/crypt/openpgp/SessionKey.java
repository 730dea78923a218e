package org.sealdesk.crypt.openpgp;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.jspecify.annotations.Nullable;

/** The key of one message; wiped when closed. */
final class SessionKey implements AutoCloseable {

    /** Of version 2 containers, which name the cipher themselves. */
    static final int CIPHER_IN_CONTAINER = -1;

    private final int cipher;
    private final byte[] key;

    /** Takes the array over. */
    SessionKey(int cipher, byte[] key) {
        this.cipher = cipher;
        this.key = key;
    }

    /**
     * What a message is decrypted with when its session key made no sense: so that a wrong padding takes the same way
     * and the same time as a wrong ciphertext.
     */
    static SessionKey random(SecureRandom random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return new SessionKey(SymmetricKeyAlgorithmTags.AES_256, key);
    }

    /**
     * Reads what was encrypted to a public key (RFC 9580, section 5.1).
     *
     * @param cipher as told beside the encrypted part; null if it is its first octet
     * @param hasChecksum two octets at the end
     */
    static Optional<SessionKey> read(byte[] data, @Nullable Integer cipher, Checksum hasChecksum) {
        int from = cipher == null ? 1 : 0;
        int to = data.length - (hasChecksum == Checksum.PRESENT ? 2 : 0);
        if (to - from < 16) {
            return Optional.empty();
        }
        if (hasChecksum == Checksum.PRESENT) {
            int sum = 0;
            for (int i = from; i < to; i++) {
                sum += data[i] & 0xFF;
            }
            int stated = (data[to] & 0xFF) << 8 | data[to + 1] & 0xFF;
            if ((sum & 0xFFFF) != stated) {
                return Optional.empty();
            }
        }
        int id = cipher == null ? data[0] : cipher;
        boolean lengthFits = id == CIPHER_IN_CONTAINER || Algorithms.keyOctets(id) == to - from;
        return lengthFits ? Optional.of(new SessionKey(id, Arrays.copyOfRange(data, from, to))) : Optional.empty();
    }

    enum Checksum {
        PRESENT,
        ABSENT
    }

    int cipher() {
        return cipher;
    }

    /** The octets themselves, not a copy. */
    byte[] key() {
        return key;
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }

    @Override
    public String toString() {
        return "SessionKey";
    }
}
