package org.sealdesk.crypt.audit;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.AuditHead;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.key.StoredRevocationList;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/** A keystore whose changes are recorded in one author's name; everything else is the keystore's own. */
final class AuditedKeystore implements Keystore {

    private final Keystore plain;
    private final AuditLog log;
    private final Author author;

    AuditedKeystore(Keystore plain, AuditLog log, Author author) {
        this.plain = plain;
        this.log = log;
        this.author = author;
    }

    @Override
    public void apply(List<Change> changes) throws KeystoreLocked, KeystoreUnavailable {
        log.change(author, changes);
    }

    @Override
    public Keystore by(Author other) {
        return new AuditedKeystore(plain, log, other);
    }

    @Override
    public Keystore draft() {
        return plain.draft();
    }

    @Override
    public AuditHead auditHead() {
        return plain.auditHead();
    }

    @Override
    public List<WaitingKey> waitingKeys() {
        return plain.waitingKeys();
    }

    @Override
    public Optional<String> readOnlyReason() {
        return plain.readOnlyReason();
    }

    @Override
    public Optional<StoredCertificate> byFingerprint(Fingerprint fingerprint) {
        return plain.byFingerprint(fingerprint);
    }

    @Override
    public List<StoredCertificate> byAnyFingerprint(Octets value) {
        return plain.byAnyFingerprint(value);
    }

    @Override
    public List<StoredCertificate> byKeyId(long keyId) {
        return plain.byKeyId(keyId);
    }

    @Override
    public List<StoredCertificate> byAddress(MailAddress address) {
        return plain.byAddress(address);
    }

    @Override
    public List<StoredCertificate> byIssuerAndSerial(Octets issuerName, BigInteger serial) {
        return plain.byIssuerAndSerial(issuerName, serial);
    }

    @Override
    public List<StoredCertificate> bySubject(Octets subjectName) {
        return plain.bySubject(subjectName);
    }

    @Override
    public List<StoredCertificate> bySubjectKeyIdentifier(Octets identifier) {
        return plain.bySubjectKeyIdentifier(identifier);
    }

    @Override
    public List<StoredCertificate> byPublicKey(Octets identity) {
        return plain.byPublicKey(identity);
    }

    @Override
    public List<StoredCertificate> byOpenSslHash(String hash) {
        return plain.byOpenSslHash(hash);
    }

    @Override
    public List<StoredCertificate> expiringBetween(LocalDate from, LocalDate to, int max) {
        return plain.expiringBetween(from, to, max);
    }

    @Override
    public List<StoredCertificate> anchors() {
        return plain.anchors();
    }

    @Override
    public List<StoredCertificate> own(Technology technology, int max) {
        return plain.own(technology, max);
    }

    @Override
    public Page<StoredCertificate> find(Query query) {
        return plain.find(query);
    }

    @Override
    public LastUsed lastUsed(Fingerprint fingerprint) {
        return plain.lastUsed(fingerprint);
    }

    @Override
    public long count(Technology technology) {
        return plain.count(technology);
    }

    @Override
    public boolean has(SecretKeyId id) {
        return plain.has(id);
    }

    @Override
    public Optional<SecretKeyRecord> open(SecretKeyId id) throws KeystoreLocked, KeystoreDamaged {
        return plain.open(id);
    }

    @Override
    public Optional<String> lockedReason() {
        return plain.lockedReason();
    }

    @Override
    public List<StoredRevocationList> revocationLists(Octets issuerName) {
        return plain.revocationLists(issuerName);
    }

    @Override
    public List<StoredRevocationList> revocationLists(int max) {
        return plain.revocationLists(max);
    }

    @Override
    public Optional<Octets> revocationList(Octets digest) {
        return plain.revocationList(digest);
    }

    /** Closes the keystore; the log is its opener's. */
    @Override
    public void close() {
        plain.close();
    }
}
