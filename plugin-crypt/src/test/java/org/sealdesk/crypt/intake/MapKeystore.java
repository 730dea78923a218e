package org.sealdesk.crypt.intake;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.AuditHead;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.key.StoredRevocationList;
import org.sealdesk.crypt.key.Validity;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/** A keystore in two maps that walks through all of them for each question. */
public final class MapKeystore implements Keystore {

    private static final Comparator<StoredCertificate> ORDER = Comparator.comparing(
                    (StoredCertificate c) -> c.certificate().displayName().toLowerCase(Locale.ROOT))
            .thenComparing(c -> c.certificate().fingerprint().hex());

    private final InstantSource clock;
    private final Map<Fingerprint, StoredCertificate> certificates = new HashMap<>();
    private final Map<SecretKeyId, Kept> secrets = new HashMap<>();
    private final Map<Octets, Change.PutRevocationList> lists = new HashMap<>();
    private final Map<Fingerprint, LastUsed> uses = new HashMap<>();
    private AuditHead auditHead = AuditHead.NONE;
    private int writes;
    private boolean locked;
    private @Nullable String fault;

    public MapKeystore(InstantSource clock) {
        this.clock = clock;
    }

    public void lock() {
        locked = true;
    }

    public void breakDisk(String why) {
        fault = why;
    }

    public void mendDisk() {
        fault = null;
    }

    /** How often something was written. */
    public int writes() {
        return writes;
    }

    @Override
    public void apply(List<Change> changes) throws KeystoreLocked, KeystoreUnavailable {
        if (fault != null) {
            throw new KeystoreUnavailable(fault);
        }
        if (locked && changes.stream().anyMatch(Change.PutSecret.class::isInstance)) {
            throw new KeystoreLocked("the key that seals the store is not at hand");
        }
        writes++;
        for (Change change : changes) {
            if (change instanceof Change.PutCertificate put) {
                certificates.put(
                        put.certificate().fingerprint(), new StoredCertificate(put.certificate(), put.facts(), false));
            } else if (change instanceof Change.PutFacts put) {
                certificates.computeIfPresent(
                        put.fingerprint(), (f, c) -> new StoredCertificate(c.certificate(), put.facts(), false));
            } else if (change instanceof Change.DeleteCertificate delete) {
                certificates.remove(delete.fingerprint());
            } else if (change instanceof Change.PutSecret put) {
                SecretKeyRecord s = put.secret();
                secrets.put(
                        s.id(),
                        new Kept(
                                s.encoded().clone(),
                                s.passphrase().map(Passphrase::toChars).orElse(null),
                                clock.instant()));
            } else if (change instanceof Change.DeleteSecret delete) {
                secrets.remove(delete.id());
            } else if (change instanceof Change.PutRevocationList put) {
                lists.put(put.list().facts().digest(), put);
            } else if (change instanceof Change.DeleteRevocationList delete) {
                lists.remove(delete.list().digest());
            } else if (change instanceof Change.PutAuditHead put) {
                auditHead = put.head();
            } else if (change instanceof Change.PutUses put) {
                uses.merge(put.fingerprint(), put.uses(), LastUsed::and);
            }
        }
    }

    @Override
    public Keystore draft() {
        throw new UnsupportedOperationException("no test tries changes on this");
    }

    @Override
    public AuditHead auditHead() {
        return auditHead;
    }

    @Override
    public LastUsed lastUsed(Fingerprint fingerprint) {
        return uses.getOrDefault(fingerprint, LastUsed.NEVER);
    }

    @Override
    public List<StoredRevocationList> revocationLists(Octets issuerName) {
        return revocationLists(Integer.MAX_VALUE).stream()
                .filter(l -> l.facts().issuerName().equals(issuerName))
                .toList();
    }

    @Override
    public List<StoredRevocationList> revocationLists(int max) {
        return lists.values().stream()
                .map(Change.PutRevocationList::list)
                .limit(max)
                .toList();
    }

    @Override
    public Optional<Octets> revocationList(Octets digest) {
        return Optional.ofNullable(lists.get(digest)).map(Change.PutRevocationList::encoded);
    }

    @Override
    public List<WaitingKey> waitingKeys() {
        return secrets.entrySet().stream()
                .filter(e -> e.getKey().technology() == Technology.SMIME)
                .filter(e -> certificates.values().stream()
                        .noneMatch(c -> c.certificate().secretKeyId().equals(e.getKey())))
                .map(e -> new WaitingKey(e.getKey(), e.getValue().since()))
                .toList();
    }

    @Override
    public void close() {}

    @Override
    public Optional<String> readOnlyReason() {
        return Optional.ofNullable(fault);
    }

    @Override
    public boolean has(SecretKeyId id) {
        return secrets.containsKey(id);
    }

    @Override
    public Optional<SecretKeyRecord> open(SecretKeyId id) throws KeystoreLocked {
        if (locked) {
            throw new KeystoreLocked("the key that seals the store is not at hand");
        }
        return Optional.ofNullable(secrets.get(id))
                .map(k -> new SecretKeyRecord(
                        id, k.encoded().clone(), k.passphrase() == null ? null : Passphrase.of(k.passphrase())));
    }

    @Override
    public Optional<String> lockedReason() {
        return locked ? Optional.of("the test locked it") : Optional.empty();
    }

    private Stream<StoredCertificate> all() {
        return certificates.values().stream()
                .map(c -> new StoredCertificate(
                        c.certificate(), c.facts(), has(c.certificate().secretKeyId())))
                .sorted(ORDER);
    }

    private List<StoredCertificate> where(Predicate<Certificate> test) {
        return all().filter(c -> test.test(c.certificate())).toList();
    }

    private List<StoredCertificate> whereX509(Predicate<X509Facts> test) {
        return where(c -> c.x509().map(test::test).orElse(false));
    }

    @Override
    public Optional<StoredCertificate> byFingerprint(Fingerprint fingerprint) {
        return where(c -> c.fingerprint().equals(fingerprint)).stream().findFirst();
    }

    @Override
    public List<StoredCertificate> byAnyFingerprint(Octets value) {
        return where(
                c -> c.keys().stream().anyMatch(k -> k.fingerprint().value().equals(value))
                        || c.x509().map(x -> x.sha1().equals(value)).orElse(false));
    }

    @Override
    public List<StoredCertificate> byKeyId(long keyId) {
        return where(c -> c.technology() == Technology.OPENPGP
                && c.keys().stream().anyMatch(k -> k.fingerprint().keyId() == keyId));
    }

    @Override
    public List<StoredCertificate> byAddress(MailAddress address) {
        return where(c -> c.addresses().contains(address));
    }

    @Override
    public List<StoredCertificate> byIssuerAndSerial(Octets issuerName, BigInteger serial) {
        return whereX509(x -> x.issuerName().equals(issuerName) && x.serial().equals(serial));
    }

    @Override
    public List<StoredCertificate> bySubject(Octets subjectName) {
        return whereX509(x -> x.subjectName().equals(subjectName));
    }

    @Override
    public List<StoredCertificate> bySubjectKeyIdentifier(Octets identifier) {
        return whereX509(x -> x.subjectKeyIdentifier().equals(Optional.of(identifier)));
    }

    @Override
    public List<StoredCertificate> byPublicKey(Octets identity) {
        return where(c -> c.keys().stream().anyMatch(k -> k.publicKeyIdentity().equals(identity)));
    }

    @Override
    public List<StoredCertificate> byOpenSslHash(String hash) {
        return whereX509(x -> x.subjectHash().equals(hash) || x.subjectHashOld().equals(hash));
    }

    @Override
    public List<StoredCertificate> expiringBetween(LocalDate from, LocalDate to, int max) {
        return all().filter(c ->
                        endDay(c).map(d -> !d.isBefore(from) && !d.isAfter(to)).orElse(false))
                .sorted(Comparator.comparing(c -> endDay(c).orElse(LocalDate.MAX)))
                .limit(max)
                .toList();
    }

    private static Optional<LocalDate> endDay(StoredCertificate c) {
        return c.certificate().validity().to().map(t -> LocalDate.ofInstant(t, ZoneOffset.UTC));
    }

    @Override
    public List<StoredCertificate> anchors() {
        return all().filter(c -> c.facts().anchor()).toList();
    }

    @Override
    public List<StoredCertificate> own(Technology technology, int max) {
        return all().filter(c -> c.hasSecret() && c.certificate().technology() == technology)
                .limit(max)
                .toList();
    }

    @Override
    public Page<StoredCertificate> find(Query query) {
        List<StoredCertificate> matching = all().filter(c -> c.certificate().technology() == query.technology())
                .filter(c -> fits(c, query.filter()))
                .filter(c -> query.own().map(o -> o == c.hasSecret()).orElse(true))
                .filter(c -> Stream.of(query.text().toLowerCase(Locale.ROOT).split("\\s+"))
                        .allMatch(word -> words(c.certificate()).anyMatch(w -> w.startsWith(word))))
                .toList();
        List<StoredCertificate> rest = matching.stream()
                .filter(c ->
                        query.after().map(after -> key(c).compareTo(after) > 0).orElse(true))
                .toList();
        List<StoredCertificate> items = rest.stream().limit(query.size()).toList();
        Optional<Octets> next =
                rest.size() > items.size() ? Optional.of(key(items.get(items.size() - 1))) : Optional.empty();
        return new Page<>(items, matching.size(), next);
    }

    private static boolean fits(StoredCertificate c, Filter filter) {
        Validity validity = c.certificate().validity();
        boolean ending = filter.endingWithin().isEmpty()
                || validity.to()
                        .filter(to -> to.isAfter(filter.at())
                                && !to.isAfter(filter.at()
                                        .plus(Duration.ofDays(
                                                filter.endingWithin().getAsInt()))))
                        .isPresent();
        boolean state = filter.state()
                .map(s -> switch (s) {
                    case GOOD -> validity.contains(filter.at());
                    case EXPIRED -> validity.isOver(filter.at());
                    case REVOKED -> c.certificate().revokedAt().isPresent();
                    case NOT_YET_VALID -> filter.at().isBefore(validity.from());
                    case PUT_ASIDE -> c.facts().role() != CertificateFacts.Role.ACTIVE;
                    case WEAK -> false;
                })
                .orElse(true);
        return ending
                && state
                && filter.trust().map(t -> t == c.facts().trust()).orElse(true);
    }

    private static Octets key(StoredCertificate c) {
        return Octets.of((c.certificate().displayName().toLowerCase(Locale.ROOT) + "\0"
                        + c.certificate().fingerprint().hex())
                .getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<String> words(Certificate c) {
        List<String> texts = new ArrayList<>(c.names());
        c.addresses().forEach(a -> texts.add(a.toString()));
        c.keys().forEach(k -> texts.add(k.fingerprint().hex()));
        c.x509().ifPresent(x -> texts.add(x.subjectHash()));
        return texts.stream()
                .flatMap(t -> Stream.concat(Stream.of(t), Stream.of(t.split("[^\\p{L}\\p{N}]+"))))
                .map(t -> t.toLowerCase(Locale.ROOT));
    }

    @Override
    public long count(Technology technology) {
        return where(c -> c.technology() == technology).size();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(byte[] encoded, char @Nullable [] passphrase, Instant since) {}
}
