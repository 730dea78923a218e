package org.sealdesk.crypt.key;

import java.util.Optional;

/** Gives secret keys to engines, one at a time and for a moment. May be called from any thread. */
public interface SecretKeyStore {

    /** Whether there is such a key; answers in the locked state too. */
    boolean has(SecretKeyId id);

    /**
     * The key in the clear; the caller closes it.
     *
     * @return empty if there is none
     * @throws KeystoreLocked if the key that seals the store is not at hand
     * @throws KeystoreDamaged if the record cannot be unsealed; it names the record, others still work
     */
    Optional<SecretKeyRecord> open(SecretKeyId id) throws KeystoreLocked, KeystoreDamaged;

    /** Why secret keys are out of reach, for administrators, with the next step; empty if they are not. */
    Optional<String> lockedReason();

    default boolean isLocked() {
        return lockedReason().isPresent();
    }
}
