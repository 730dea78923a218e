package org.sealdesk.crypt.store;

import java.util.Arrays;
import java.util.Optional;

/**
 * A key that seals data keys. Wiped when closed; never prints itself.
 *
 * @param octets 32
 * @param kdf how it comes from a passphrase; empty for a key that is kept somewhere
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier; nobody compares it
public record SealingKey(byte[] octets, Optional<PassphraseKdf> kdf) implements AutoCloseable {

    public static SealingKey kept(byte[] octets) {
        return new SealingKey(octets, Optional.empty());
    }

    @Override
    public void close() {
        Arrays.fill(octets, (byte) 0);
    }

    @Override
    public String toString() {
        return "SealingKey";
    }
}
