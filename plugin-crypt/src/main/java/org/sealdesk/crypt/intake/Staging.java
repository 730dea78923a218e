package org.sealdesk.crypt.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.RevocationListFacts;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.key.StoredRevocationList;
import org.sealdesk.crypt.octets.Octets;

/** The keystore as it will be once the changes gathered so far are written. */
final class Staging {

    private final Keystore keystore;
    private final Ledger ledger;
    private final List<Keystore.Change> changes = new ArrayList<>();
    private final Map<Fingerprint, StoredCertificate> certificates = new HashMap<>();
    private final Map<Octets, Fingerprint> byPublicKey = new HashMap<>();
    private final Set<SecretKeyId> secrets = new HashSet<>();
    private final Map<Octets, Keystore.Change.PutRevocationList> lists = new LinkedHashMap<>();
    private final Set<Octets> droppedLists = new HashSet<>();

    Staging(Keystore keystore, Ledger ledger) {
        this.keystore = keystore;
        this.ledger = ledger;
    }

    Keystore keystore() {
        return keystore;
    }

    Optional<StoredCertificate> certificate(Fingerprint fingerprint) {
        return Optional.ofNullable(certificates.get(fingerprint)).or(() -> keystore.byFingerprint(fingerprint));
    }

    /** Any certificate that carries the public key. */
    Optional<StoredCertificate> certificateOf(Octets publicKeyIdentity) {
        return Optional.ofNullable(byPublicKey.get(publicKeyIdentity))
                .flatMap(this::certificate)
                .or(() -> keystore.byPublicKey(publicKeyIdentity).stream().findFirst());
    }

    boolean hasSecret(SecretKeyId id) {
        return secrets.contains(id) || keystore.has(id);
    }

    /** True if the secret came with this import and is not written yet. */
    boolean stagedSecret(SecretKeyId id) {
        return secrets.contains(id);
    }

    void put(Certificate certificate, CertificateFacts facts) {
        changes.add(new Keystore.Change.PutCertificate(certificate, facts));
        certificates.put(
                certificate.fingerprint(),
                new StoredCertificate(certificate, facts, hasSecret(certificate.secretKeyId())));
        byPublicKey.put(certificate.primaryKey().publicKeyIdentity(), certificate.fingerprint());
    }

    /** @param secret stays open until the changes are written */
    void put(SecretKeyRecord secret) {
        changes.add(new Keystore.Change.PutSecret(secret));
        secrets.add(secret.id());
    }

    /** Lists of an issuer. */
    List<StoredRevocationList> lists(Octets issuerName) {
        List<StoredRevocationList> all = new ArrayList<>(keystore.revocationLists(issuerName));
        all.removeIf(l -> droppedLists.contains(l.facts().digest())
                || lists.containsKey(l.facts().digest()));
        lists.values().stream()
                .map(Keystore.Change.PutRevocationList::list)
                .filter(l -> l.facts().issuerName().equals(issuerName))
                .forEach(all::add);
        return all;
    }

    Optional<Octets> list(RevocationListFacts facts) {
        return Optional.ofNullable(lists.get(facts.digest()))
                .map(Keystore.Change.PutRevocationList::encoded)
                .or(() -> keystore.revocationList(facts.digest()));
    }

    /** X.509 certificates with a subject. */
    List<Certificate> named(Octets subjectName) {
        Map<Fingerprint, Certificate> named = new HashMap<>();
        keystore.bySubject(subjectName).forEach(c -> named.put(c.certificate().fingerprint(), c.certificate()));
        certificates.values().stream()
                .map(StoredCertificate::certificate)
                .filter(c ->
                        c.x509().map(x -> x.subjectName().equals(subjectName)).orElse(false))
                .forEach(c -> named.put(c.fingerprint(), c));
        return List.copyOf(named.values());
    }

    void put(StoredRevocationList list, Octets encoded) {
        Keystore.Change.PutRevocationList put = new Keystore.Change.PutRevocationList(list, encoded);
        changes.add(put);
        lists.put(list.facts().digest(), put);
        droppedLists.remove(list.facts().digest());
    }

    void drop(RevocationListFacts list) {
        changes.add(new Keystore.Change.DeleteRevocationList(list));
        lists.remove(list.digest());
        droppedLists.add(list.digest());
    }

    int pending() {
        return changes.size();
    }

    /** Writes what was gathered, or nothing of it. */
    Optional<Ledger.Refusal> write() {
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        Optional<Ledger.Refusal> refusal = ledger.write(changes);
        changes.clear();
        if (ledger.isDurable()) {
            // Either all of it is in the keystore now or none of it will ever be.
            certificates.clear();
            byPublicKey.clear();
            secrets.clear();
            lists.clear();
            droppedLists.clear();
        }
        return refusal;
    }
}
