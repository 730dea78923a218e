package org.sealdesk.crypt.store;

import java.util.Optional;

/**
 * Where the key is kept that seals the data keys of a store: outside the store's directory and its backups, or it would
 * lock nothing. Asked when the store opens and by {@link DurableKeystore#unlock}.
 */
public interface KekSource {

    /**
     * A copy of the key, 32 octets, which the caller wipes; empty if there is none.
     *
     * @throws IllegalStateException if it cannot be read now; the store opens locked and shows the message
     */
    Optional<byte[]> load();

    /**
     * Keeps a new key, durable when this returns. Called once, for a new store without any key. Copies the array.
     *
     * @throws IllegalStateException if it cannot be kept; the store opens locked and shows the message
     */
    void create(byte[] key);
}
