package org.sealdesk.crypt.store;

import org.sealdesk.crypt.key.AuditHead;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.StoredRevocationList;
import org.sealdesk.crypt.octets.Octets;

/** A change as the journal keeps it: certificates encoded, secrets sealed. */
sealed interface LoggedChange {

    /** @param row {@link CertificateCodec} of {@code record} */
    @SuppressWarnings("ArrayRecordComponent") // a carrier; nobody compares it
    record PutCertificate(StoredRecord record, byte[] row) implements LoggedChange {}

    record PutFacts(Fingerprint fingerprint, CertificateFacts facts) implements LoggedChange {}

    record DeleteCertificate(Fingerprint fingerprint) implements LoggedChange {}

    /** @param row {@link SecretRow}, sealed */
    record PutSecret(SecretKeyId id, SecretRow row) implements LoggedChange {}

    record DeleteSecret(SecretKeyId id) implements LoggedChange {}

    record PutRevocationList(StoredRevocationList list, Octets encoded) implements LoggedChange {}

    record DeleteRevocationList(Octets issuerName, Octets digest) implements LoggedChange {}

    record PutAuditHead(AuditHead head) implements LoggedChange {}

    record PutUses(Fingerprint fingerprint, LastUsed uses) implements LoggedChange {}
}
