package org.sealdesk.crypt.smime;

import java.util.Optional;
import org.sealdesk.crypt.engine.UnlockedKeys;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.SecretKeyStore;

/** Takes own secret keys out of the store, or out of memory if one was used a moment ago. */
final class OwnKeys {

    private final UnlockedKeys unlocked;
    private final Jca jca;

    OwnKeys(UnlockedKeys unlocked, Jca jca) {
        this.unlocked = unlocked;
        this.jca = jca;
    }

    /**
     * The secret key of a certificate; the caller closes it.
     *
     * @return empty if the store has none
     */
    Optional<OwnKey> find(ParsedCertificate certificate, SecretKeyStore store) throws KeystoreLocked, KeystoreDamaged {
        SecretKeyId id = certificate.certificate().secretKeyId();
        if (!store.has(id)) {
            unlocked.forget(id.value());
            return Optional.empty();
        }
        if (!store.isLocked()) {
            Optional<byte[]> known = unlocked.find(id.value());
            if (known.isPresent()) {
                return Optional.of(new OwnKey(certificate, known.get(), jca));
            }
        }
        Optional<SecretKeyRecord> found = store.open(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (SecretKeyRecord secret = found.get()) {
            unlocked.keep(id.value(), secret.encoded());
            return Optional.of(new OwnKey(certificate, secret.encoded().clone(), jca));
        }
    }
}
