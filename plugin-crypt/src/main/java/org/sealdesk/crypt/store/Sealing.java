package org.sealdesk.crypt.store;

import java.util.Optional;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.octets.Octets;

/** Locks secrets before they are stored, and unlocks them. */
interface Sealing extends AutoCloseable {

    /** Why secrets are out of reach, for administrators, with the next step; empty if they are not. */
    Optional<String> lockedReason();

    /** @param place the key of the row; sealed octets open in this place only */
    Octets seal(byte[] place, byte[] secret) throws KeystoreLocked;

    /** A fresh array, which the caller wipes. */
    byte[] open(byte[] place, Octets sealed) throws KeystoreLocked, KeystoreDamaged;

    /** Wipes what opens secrets. */
    @Override
    void close();
}
