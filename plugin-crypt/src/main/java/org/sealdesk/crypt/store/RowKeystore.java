package org.sealdesk.crypt.store;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.AuditHead;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.key.StoredRevocationList;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/** What every keystore made of rows has in common: the lookups, and changes made ready to be logged. */
abstract class RowKeystore implements Keystore {

    /** Answers from the current view. */
    abstract <T> T read(Function<View, T> question);

    abstract Sealing sealing();

    abstract Clock clock();

    /** Gets a text for administrators. */
    abstract Consumer<String> damage();

    @Override
    public final Keystore draft() {
        return new DraftKeystore(this);
    }

    private <T> T ask(Function<Finder, T> question) {
        return read(view -> question.apply(new Finder(view, damage())));
    }

    @Override
    public Optional<StoredCertificate> byFingerprint(Fingerprint fingerprint) {
        return ask(finder -> finder.byFingerprint(fingerprint));
    }

    @Override
    public List<StoredCertificate> byAnyFingerprint(Octets value) {
        return ask(finder -> finder.all(CertificateKeys.anyFingerprint(value), certificate -> true));
    }

    @Override
    public List<StoredCertificate> byKeyId(long keyId) {
        return ask(finder -> finder.all(CertificateKeys.keyId(keyId), certificate -> true));
    }

    @Override
    public List<StoredCertificate> byAddress(MailAddress address) {
        return ask(finder -> finder.all(
                CertificateKeys.address(address),
                certificate -> certificate.addresses().contains(address)));
    }

    @Override
    public List<StoredCertificate> byIssuerAndSerial(Octets issuerName, BigInteger serial) {
        return byX509(
                CertificateKeys.issuerAndSerial(issuerName, serial),
                x509 -> x509.issuerName().equals(issuerName) && x509.serial().equals(serial));
    }

    @Override
    public List<StoredCertificate> bySubject(Octets subjectName) {
        return byX509(
                CertificateKeys.subject(subjectName), x509 -> x509.subjectName().equals(subjectName));
    }

    @Override
    public List<StoredCertificate> bySubjectKeyIdentifier(Octets identifier) {
        return byX509(
                CertificateKeys.subjectKeyIdentifier(identifier),
                x509 -> x509.subjectKeyIdentifier().equals(Optional.of(identifier)));
    }

    private List<StoredCertificate> byX509(KeyOctets prefix, Function<X509Facts, Boolean> really) {
        return ask(finder ->
                finder.all(prefix, certificate -> certificate.x509().map(really).orElse(false)));
    }

    @Override
    public List<StoredCertificate> byPublicKey(Octets identity) {
        return ask(finder -> finder.all(
                CertificateKeys.publicKey(identity),
                certificate -> certificate.keys().stream()
                        .anyMatch(key -> key.publicKeyIdentity().equals(identity))));
    }

    @Override
    public List<StoredCertificate> byOpenSslHash(String hash) {
        return hash.toLowerCase(Locale.ROOT).matches("[0-9a-f]{8}")
                ? ask(finder -> finder.all(CertificateKeys.openSslHash(hash), certificate -> true))
                : List.of();
    }

    @Override
    public List<StoredCertificate> expiringBetween(LocalDate from, LocalDate to, int max) {
        if (to.isBefore(from)) {
            return List.of();
        }
        byte[] first = CertificateKeys.expiry(startOf(from)).toArray();
        byte[] end = CertificateKeys.expiry(startOf(to.plusDays(1))).toArray();
        return ask(finder -> finder.some(finder.view().rows(first, end), max, certificate -> true));
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Override
    public List<StoredCertificate> anchors() {
        return ask(finder -> finder.all(CertificateKeys.anchors(), certificate -> true));
    }

    @Override
    public List<StoredCertificate> own(Technology technology, int max) {
        byte[] own = CertificateKeys.own(technology).toArray();
        return ask(finder -> finder.some(finder.view().rowsWith(own), max, certificate -> true));
    }

    @Override
    public Page<StoredCertificate> find(Query query) {
        return ask(finder -> new Search(finder, query).page());
    }

    @Override
    public long count(Technology technology) {
        return read(view -> view.counts().certificates(technology));
    }

    @Override
    public boolean has(SecretKeyId id) {
        return read(view -> view.contains(CertificateKeys.secret(id)));
    }

    @Override
    public Optional<SecretKeyRecord> open(SecretKeyId id) throws KeystoreLocked, KeystoreDamaged {
        Optional<byte[]> row = read(view -> view.find(CertificateKeys.secret(id)));
        if (row.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SecretCodec.open(id, SecretRow.decode(row.get()).sealed(), sealing()));
        } catch (Malformed e) {
            throw new KeystoreDamaged("The record of secret key " + id.value().hex() + " is damaged: " + e.getMessage()
                    + ". Import it again or restore it from a backup; other keys still work.");
        }
    }

    @Override
    public Optional<String> lockedReason() {
        return sealing().lockedReason();
    }

    @Override
    public List<WaitingKey> waitingKeys() {
        return read(view -> {
            List<WaitingKey> waiting = new ArrayList<>();
            Iterator<Row> rows = view.rowsWith(new KeyOctets(Table.WAITING).toArray());
            rows.forEachRemaining(row -> waiting(row).ifPresent(waiting::add));
            return waiting;
        });
    }

    private static Optional<WaitingKey> waiting(Row row) {
        try {
            Instant since = new OctetReader(row.value()).instant();
            return Optional.of(new WaitingKey(CertificateKeys.secretKeyIdIn(row.key()), since));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    @Override
    public List<StoredRevocationList> revocationLists(Octets issuerName) {
        return lists(RevocationListCodec.ofIssuer(issuerName).toArray(), Integer.MAX_VALUE).stream()
                .filter(list -> list.facts().issuerName().equals(issuerName))
                .toList();
    }

    @Override
    public List<StoredRevocationList> revocationLists(int max) {
        return lists(new KeyOctets(Table.REVOCATION_LIST).toArray(), max);
    }

    private List<StoredRevocationList> lists(byte[] prefix, int max) {
        return read(view -> {
            List<StoredRevocationList> lists = new ArrayList<>();
            Iterator<Row> rows = view.rowsWith(prefix);
            while (rows.hasNext() && lists.size() < max) {
                try {
                    lists.add(RevocationListCodec.decode(rows.next().value()));
                } catch (Malformed e) {
                    damage().accept("The record of a revocation list is damaged: " + e.getMessage()
                            + ". Import the list again; all others still work.");
                }
            }
            return lists;
        });
    }

    @Override
    public Optional<Octets> revocationList(Octets digest) {
        return read(view -> view.find(RevocationListCodec.octets(digest))).map(Octets::of);
    }

    @Override
    public AuditHead auditHead() {
        return read(view -> view.find(SmallRows.auditHead()))
                .map(row -> SmallRows.head(row, damage()))
                .orElse(AuditHead.NONE);
    }

    @Override
    public LastUsed lastUsed(Fingerprint fingerprint) {
        return read(view -> view.find(SmallRows.lastUsed(fingerprint)))
                .map(SmallRows::uses)
                .orElse(LastUsed.NEVER);
    }

    /** The changes with certificates encoded and secrets sealed: work that needs no turn in the queue. */
    final List<LoggedChange> logged(List<Change> changes) throws KeystoreLocked {
        List<LoggedChange> logged = new ArrayList<>(changes.size());
        for (Change change : changes) {
            logged.add(logged(change));
        }
        return logged;
    }

    private LoggedChange logged(Change change) throws KeystoreLocked {
        if (change instanceof Change.PutCertificate put) {
            StoredRecord record = new StoredRecord(put.certificate(), put.facts());
            return new LoggedChange.PutCertificate(record, CertificateCodec.encode(record));
        }
        if (change instanceof Change.PutFacts put) {
            return new LoggedChange.PutFacts(put.fingerprint(), put.facts());
        }
        if (change instanceof Change.DeleteCertificate delete) {
            return new LoggedChange.DeleteCertificate(delete.fingerprint());
        }
        if (change instanceof Change.PutSecret put) {
            Octets sealed = SecretCodec.seal(put.secret(), sealing());
            return new LoggedChange.PutSecret(put.secret().id(), new SecretRow(clock().instant(), sealed));
        }
        if (change instanceof Change.DeleteSecret delete) {
            return new LoggedChange.DeleteSecret(delete.id());
        }
        if (change instanceof Change.PutRevocationList put) {
            return new LoggedChange.PutRevocationList(put.list(), put.encoded());
        }
        if (change instanceof Change.DeleteRevocationList delete) {
            return new LoggedChange.DeleteRevocationList(
                    delete.list().issuerName(), delete.list().digest());
        }
        if (change instanceof Change.PutAuditHead put) {
            return new LoggedChange.PutAuditHead(put.head());
        }
        if (change instanceof Change.PutUses put) {
            return new LoggedChange.PutUses(put.fingerprint(), put.uses());
        }
        throw new IllegalStateException("unknown change " + change.getClass());
    }

    static View withChanges(View view, List<LoggedChange> changes) {
        Draft draft = new Draft(view);
        ChangeRows rows = new ChangeRows(draft);
        changes.forEach(rows::apply);
        return draft.view();
    }
}
