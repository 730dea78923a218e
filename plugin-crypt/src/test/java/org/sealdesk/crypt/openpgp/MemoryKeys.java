package org.sealdesk.crypt.openpgp;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.SecretKeyStore;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Certificates and secret keys in maps; enough of a store for an engine. */
final class MemoryKeys implements CertificateStore, SecretKeyStore {

    private final Map<Fingerprint, Certificate> certificates = new HashMap<>();
    private final Map<SecretKeyId, Stored> secrets = new HashMap<>();
    private boolean locked;

    MemoryKeys add(Certificate certificate) {
        certificates.put(certificate.fingerprint(), certificate);
        return this;
    }

    MemoryKeys add(Certificate certificate, SecretKeyRecord secret) {
        add(certificate);
        secrets.put(
                secret.id(),
                new Stored(
                        Octets.of(secret.encoded()),
                        secret.passphrase().map(p -> new String(p.toChars())).orElse("")));
        return this;
    }

    void lock() {
        locked = true;
    }

    private List<StoredCertificate> where(Predicate<Certificate> predicate) {
        List<StoredCertificate> found = new ArrayList<>();
        certificates.values().stream().filter(predicate).forEach(c -> found.add(stored(c)));
        return found;
    }

    private StoredCertificate stored(Certificate c) {
        return new StoredCertificate(
                c,
                CertificateFacts.added(CertificateFacts.Source.ADMINISTRATOR, TrustLevel.CONFIRMED, Instant.EPOCH),
                secrets.containsKey(c.secretKeyId()));
    }

    @Override
    public Optional<StoredCertificate> byFingerprint(Fingerprint fingerprint) {
        return Optional.ofNullable(certificates.get(fingerprint)).map(this::stored);
    }

    @Override
    public List<StoredCertificate> byAnyFingerprint(Octets value) {
        return where(
                c -> c.keys().stream().anyMatch(k -> k.fingerprint().value().equals(value)));
    }

    @Override
    public List<StoredCertificate> byKeyId(long keyId) {
        return where(c -> c.keys().stream().anyMatch(k -> k.fingerprint().keyId() == keyId));
    }

    @Override
    public List<StoredCertificate> byAddress(MailAddress address) {
        return where(c -> c.addresses().contains(address));
    }

    @Override
    public List<StoredCertificate> own(Technology technology, int max) {
        return where(c -> secrets.containsKey(c.secretKeyId())).stream()
                .limit(max)
                .toList();
    }

    @Override
    public List<StoredCertificate> byPublicKey(Octets identity) {
        return where(c -> c.keys().stream().anyMatch(k -> k.publicKeyIdentity().equals(identity)));
    }

    @Override
    public List<StoredCertificate> byIssuerAndSerial(Octets issuerName, BigInteger serial) {
        return List.of();
    }

    @Override
    public List<StoredCertificate> bySubject(Octets subjectName) {
        return List.of();
    }

    @Override
    public List<StoredCertificate> bySubjectKeyIdentifier(Octets identifier) {
        return List.of();
    }

    @Override
    public List<StoredCertificate> byOpenSslHash(String hash) {
        return List.of();
    }

    @Override
    public List<StoredCertificate> expiringBetween(LocalDate from, LocalDate to, int max) {
        return List.of();
    }

    @Override
    public List<StoredCertificate> anchors() {
        return List.of();
    }

    @Override
    public Page<StoredCertificate> find(Query query) {
        return new Page<>(where(c -> true), certificates.size(), Optional.empty());
    }

    @Override
    public long count(Technology technology) {
        return certificates.size();
    }

    @Override
    public boolean has(SecretKeyId id) {
        return secrets.containsKey(id);
    }

    @Override
    public Optional<SecretKeyRecord> open(SecretKeyId id) throws KeystoreLocked {
        if (locked) {
            throw new KeystoreLocked("the store is locked; enter its passphrase");
        }
        return Optional.ofNullable(secrets.get(id))
                .map(s -> new SecretKeyRecord(
                        id,
                        s.encoded.toArray(),
                        s.passphrase.isEmpty() ? null : Passphrase.of(s.passphrase.toCharArray())));
    }

    @Override
    public Optional<String> lockedReason() {
        return locked ? Optional.of("the test locked it") : Optional.empty();
    }

    private record Stored(Octets encoded, String passphrase) {}
}
