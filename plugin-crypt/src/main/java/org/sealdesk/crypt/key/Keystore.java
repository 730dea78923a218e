package org.sealdesk.crypt.key;

import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.octets.Octets;

/**
 * The whole keystore: both lookups and the changes. A change is durable when its method returns, and all of a batch or
 * none of it happens.
 */
public interface Keystore extends CertificateStore, SecretKeyStore, RevocationListStore, AutoCloseable {

    /**
     * Applies changes in order, durably, as one.
     *
     * @throws KeystoreLocked if a change carries a secret and the store is locked; nothing happened
     * @throws KeystoreUnavailable if the disk is full or broken, or the store is read-only; nothing happened
     */
    void apply(List<Change> changes) throws KeystoreLocked, KeystoreUnavailable;

    /**
     * This keystore for one author: changes through the answer are recorded as that author's. A keystore without an audit
     * log answers with itself.
     */
    default Keystore by(Author author) {
        return this;
    }

    /**
     * This keystore as it is now, for trying changes on: the answer takes them, records none and forgets them when it is
     * closed. It is to be closed first; later changes of this keystore are not seen there.
     */
    Keystore draft();

    /** The last entry of the audit log, as of the last change. */
    AuditHead auditHead();

    /** Secret S/MIME keys that no certificate here carries, with when they came. */
    List<WaitingKey> waitingKeys();

    @Override
    void close();

    /** One change. */
    sealed interface Change {
        /** Adds a certificate or replaces the one with its fingerprint; facts as given. */
        record PutCertificate(Certificate certificate, CertificateFacts facts) implements Change {}

        /** Replaces the facts; nothing happens if the certificate is gone. */
        record PutFacts(Fingerprint fingerprint, CertificateFacts facts) implements Change {}

        /** Takes the certificate away; its secret key stays unless it is taken away too. */
        record DeleteCertificate(Fingerprint fingerprint) implements Change {}

        /** Adds or replaces a secret key. The record is read during {@link Keystore#apply} and stays the caller's. */
        record PutSecret(SecretKeyRecord secret) implements Change {}

        record DeleteSecret(SecretKeyId id) implements Change {}

        /** Adds a revocation list, or replaces what is known of it. */
        record PutRevocationList(StoredRevocationList list, Octets encoded) implements Change {}

        record DeleteRevocationList(RevocationListFacts list) implements Change {}

        /** Remembers the last entry of the audit log, in one with the changes that the entry is about. */
        record PutAuditHead(AuditHead head) implements Change {}

        /** Notes later days of use; nothing happens if the certificate is gone. */
        record PutUses(Fingerprint fingerprint, LastUsed uses) implements Change {}
    }

    record WaitingKey(SecretKeyId id, java.time.Instant since) {}

    /** Whether changes are possible now; empty if they are, else why not, for administrators. */
    Optional<String> readOnlyReason();
}
