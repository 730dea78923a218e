package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.engine.SealContext;
import org.sealdesk.crypt.engine.UnlockedKeys;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.RevocationListStore;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.SecretKeyStore;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** A small keystore in memory and the engine that works with it. */
final class Desk implements CertificateStore, SecretKeyStore, AutoCloseable {

    static final Limits LIMITS = Limits.DEFAULT;
    static final AlgorithmPolicy POLICY = new AlgorithmPolicy(LIMITS);

    private final Map<Fingerprint, StoredCertificate> certificates = new LinkedHashMap<>();
    private final Map<SecretKeyId, byte[]> secrets = new HashMap<>();
    private final SmimeKeyReader reader;
    private final Path directory;
    private final Spill spill;
    private boolean locked;
    private @Nullable Instant at;

    final SmimeEngine engine;

    Desk() throws IOException {
        this(SmimeOptions.DEFAULT);
    }

    Desk(SmimeOptions options) throws IOException {
        this(options, Spill.DEFAULT_MEMORY_OCTETS);
    }

    Desk(SmimeOptions options, int memoryOctets) throws IOException {
        SecureRandom random = new SecureRandom();
        directory = Files.createTempDirectory("desk");
        spill = new Spill(directory, memoryOctets, random);
        reader = new SmimeKeyReader(options, LIMITS);
        engine = new SmimeEngine(
                new UnlockedKeys(Duration.ofMinutes(5), () -> Instant.EPOCH, random),
                POLICY,
                LIMITS,
                random,
                options,
                this,
                RevocationListStore.NONE);
    }

    /** Takes everything in a key file; the time of judging becomes one at which the first certificate is valid. */
    List<Certificate> take(byte[] file) {
        return take(file, "");
    }

    List<Certificate> take(byte[] file, String password) {
        List<Certificate> taken = new ArrayList<>();
        for (Item item :
                reader.read(Octets.of(file), List.of(Passphrase.of(password.toCharArray())), Instant.EPOCH, LIMITS)) {
            if (item instanceof Item.PublicCertificate c) {
                put(c.certificate(), false);
                taken.add(c.certificate());
            } else if (item instanceof Item.Secret s) {
                secrets.put(s.secret().id(), s.secret().encoded().clone());
                s.secret().close();
            } else {
                throw new AssertionError("cannot take " + item);
            }
        }
        return taken;
    }

    Certificate takeOne(byte[] file) {
        return take(file).get(0);
    }

    Certificate anchor(byte[] file) {
        Certificate certificate = takeOne(file);
        put(certificate, true);
        return certificate;
    }

    private void put(Certificate certificate, boolean anchor) {
        if (at == null) {
            at = certificate.validity().from().plus(Duration.ofHours(1));
        }
        CertificateFacts facts = CertificateFacts.added(
                        CertificateFacts.Source.ADMINISTRATOR, TrustLevel.UNVERIFIED, Instant.EPOCH)
                .withAnchor(anchor);
        certificates.put(certificate.fingerprint(), new StoredCertificate(certificate, facts, false));
    }

    void facts(Certificate certificate, CertificateFacts facts) {
        certificates.put(certificate.fingerprint(), new StoredCertificate(certificate, facts, false));
    }

    void forget(Certificate certificate) {
        certificates.remove(certificate.fingerprint());
    }

    void lock() {
        locked = true;
    }

    void travelTo(Instant time) {
        at = time;
    }

    Instant at() {
        if (at == null) {
            throw new IllegalStateException("no certificate yet");
        }
        return at;
    }

    OpenContext open() {
        return new OpenContext(this, this, at(), POLICY, LIMITS, spill);
    }

    SealContext seal() {
        return new SealContext(this, this, at(), POLICY, LIMITS);
    }

    boolean hasSpilled() throws IOException {
        try (var files = Files.list(directory)) {
            return files.findAny().isPresent();
        }
    }

    private List<StoredCertificate> where(Predicate<Certificate> condition) {
        return certificates.values().stream()
                .filter(s -> condition.test(s.certificate()))
                .toList();
    }

    @Override
    public Optional<StoredCertificate> byFingerprint(Fingerprint fingerprint) {
        return Optional.ofNullable(certificates.get(fingerprint));
    }

    @Override
    public List<StoredCertificate> byAnyFingerprint(Octets value) {
        return where(c -> c.fingerprint().value().equals(value));
    }

    @Override
    public List<StoredCertificate> byKeyId(long keyId) {
        return List.of();
    }

    @Override
    public List<StoredCertificate> byAddress(MailAddress address) {
        return where(c -> c.addresses().contains(address));
    }

    @Override
    public List<StoredCertificate> byIssuerAndSerial(Octets issuerName, BigInteger serial) {
        return where(c -> c.x509().orElseThrow().issuerName().equals(issuerName)
                && c.x509().orElseThrow().serial().equals(serial));
    }

    @Override
    public List<StoredCertificate> bySubject(Octets subjectName) {
        return where(c -> c.x509().orElseThrow().subjectName().equals(subjectName));
    }

    @Override
    public List<StoredCertificate> bySubjectKeyIdentifier(Octets identifier) {
        return where(c -> c.x509().orElseThrow().subjectKeyIdentifier().equals(Optional.of(identifier)));
    }

    @Override
    public List<StoredCertificate> byPublicKey(Octets identity) {
        return where(c -> c.primaryKey().publicKeyIdentity().equals(identity));
    }

    @Override
    public List<StoredCertificate> byOpenSslHash(String hash) {
        return where(c -> c.x509().orElseThrow().subjectHash().equals(hash));
    }

    @Override
    public List<StoredCertificate> expiringBetween(LocalDate from, LocalDate to, int max) {
        return List.of();
    }

    @Override
    public List<StoredCertificate> anchors() {
        return certificates.values().stream().filter(s -> s.facts().anchor()).toList();
    }

    @Override
    public List<StoredCertificate> own(Technology technology, int max) {
        return where(c -> has(c.secretKeyId()));
    }

    @Override
    public Page<StoredCertificate> find(Query query) {
        throw new UnsupportedOperationException("find");
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
            throw new KeystoreLocked("locked for the test");
        }
        return Optional.ofNullable(secrets.get(id)).map(s -> new SecretKeyRecord(id, s.clone(), null));
    }

    @Override
    public Optional<String> lockedReason() {
        return locked ? Optional.of("the test locked it") : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        spill.close();
        Files.deleteIfExists(directory);
    }
}
