package org.sealdesk.crypt.store;

import java.util.Optional;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.octets.Octets;

/** Without the key that seals: nothing is sealed and nothing opened. */
record LockedSealing(String reason) implements Sealing {

    @Override
    public Optional<String> lockedReason() {
        return Optional.of(reason);
    }

    @Override
    public Octets seal(byte[] place, byte[] secret) throws KeystoreLocked {
        throw new KeystoreLocked(reason);
    }

    @Override
    public byte[] open(byte[] place, Octets sealed) throws KeystoreLocked {
        throw new KeystoreLocked(reason);
    }

    @Override
    public void close() {
        // Holds no secret.
    }
}
