package org.sealdesk.api.host;

import java.util.Optional;
import org.sealdesk.api.ForHosts;

/**
 * A small store for a few secrets of the plugin, above all the key that seals its keystore. A host keeps it apart from
 * {@link PluginHost#dataDir()} and from the backup of that directory: a key beside the data it locks is no lock.
 */
@ForHosts
public interface SecretStore {

    /**
     * A copy of the secret, which the caller wipes; empty if there is none under that name.
     *
     * @throws IllegalStateException if the store cannot be read now; the plugin then works locked
     */
    Optional<byte[]> read(String name);

    /**
     * Keeps a secret of at most 4 KiB, durable when it returns. The host copies the array; the caller wipes its own.
     *
     * @throws IllegalStateException if the store is read-only; the plugin then asks the administrator
     */
    void write(String name, byte[] secret);
}
