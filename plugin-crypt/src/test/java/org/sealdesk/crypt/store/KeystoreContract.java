package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealdesk.crypt.store.Synthetic.address;
import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;
import static org.sealdesk.crypt.store.Synthetic.secret;
import static org.sealdesk.crypt.store.Synthetic.x509;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.key.AuditHead;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateStore.Page;
import org.sealdesk.crypt.key.CertificateStore.Query;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.key.LastUsed.Use;
import org.sealdesk.crypt.key.RevocationListFacts;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.key.StoredRevocationList;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** What every keystore does, whatever it is made of. A new implementation extends this class and says how to make one. */
public abstract class KeystoreContract {

    protected Keystore store;

    /** A new, empty, unlocked keystore. */
    protected abstract Keystore newKeystore() throws Exception;

    /** What an implementation may do between a change and its lookup, such as move rows elsewhere. */
    protected void settle() throws Exception {}

    @BeforeEach
    void open() throws Exception {
        store = newKeystore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void put(Certificate... certificates) throws Exception {
        List<Change> changes = new ArrayList<>();
        for (Certificate certificate : certificates) {
            changes.add(new Change.PutCertificate(certificate, facts()));
        }
        store.apply(changes);
        settle();
    }

    private void change(Change... changes) throws Exception {
        store.apply(List.of(changes));
        settle();
    }

    private void putSecret(SecretKeyId id, String octets) throws Exception {
        try (SecretKeyRecord secret = secret(id, octets, "open sesame")) {
            change(new Change.PutSecret(secret));
        }
    }

    private static List<Certificate> certificates(List<StoredCertificate> stored) {
        return stored.stream().map(StoredCertificate::certificate).toList();
    }

    @Test
    void whatWasPutIsGivenBackWhole() throws Exception {
        put(pgp(1), x509(1));
        assertThat(store.byFingerprint(pgp(1).fingerprint())).contains(new StoredCertificate(pgp(1), facts(), false));
        assertThat(store.byFingerprint(x509(1).fingerprint())).contains(new StoredCertificate(x509(1), facts(), false));
        assertThat(store.byFingerprint(pgp(2).fingerprint())).isEmpty();
    }

    @Test
    void anyFingerprintFindsPrimaryKeySubkeyAndBothDigestsOfX509() throws Exception {
        put(pgp(1), pgp(2), x509(1));
        assertThat(certificates(store.byAnyFingerprint(pgp(1).fingerprint().value())))
                .containsExactly(pgp(1));
        assertThat(certificates(store.byAnyFingerprint(
                        pgp(1).keys().get(1).fingerprint().value())))
                .containsExactly(pgp(1));
        assertThat(certificates(store.byAnyFingerprint(x509(1).fingerprint().value())))
                .containsExactly(x509(1));
        assertThat(certificates(
                        store.byAnyFingerprint(x509(1).x509().orElseThrow().sha1())))
                .containsExactly(x509(1));
    }

    @Test
    void keyIdFindsPrimaryKeyAndSubkey() throws Exception {
        put(pgp(1), pgp(2));
        for (var key : pgp(2).keys()) {
            assertThat(certificates(store.byKeyId(key.fingerprint().keyId()))).containsExactly(pgp(2));
        }
    }

    @Test
    void collidingKeyIdsFindEveryCertificate() throws Exception {
        byte[] value = pgp(1).fingerprint().value().toArray();
        value[0] ^= 1;
        Fingerprint twin = Fingerprint.of(Fingerprint.Kind.PGP_V4, value);
        Certificate collision = pgp(twin, pgp(7).keys().get(1).fingerprint(), 7, "Twin", "twin@example.org");
        put(pgp(1), collision);
        assertThat(certificates(store.byKeyId(pgp(1).fingerprint().keyId())))
                .containsExactlyInAnyOrder(pgp(1), collision);
        change(new Change.DeleteCertificate(twin));
        assertThat(certificates(store.byKeyId(pgp(1).fingerprint().keyId()))).containsExactly(pgp(1));
    }

    @Test
    void addressFindsAllItsCertificatesAndNoOthers() throws Exception {
        Certificate ann = pgp(1, "Ann", "ann@example.org");
        Certificate annToo = x509(2, 2, "CN=Ann", "ann@example.org", "ann.b@example.org");
        put(ann, annToo, pgp(3, "Joann", "joann@example.org"), pgp(4, "Ann", "ann@example.org.evil.org"));
        assertThat(certificates(store.byAddress(address("ann@EXAMPLE.org")))).containsExactlyInAnyOrder(ann, annToo);
        assertThat(certificates(store.byAddress(address("ann.b@example.org")))).containsExactly(annToo);
        assertThat(store.byAddress(address("Ann@example.org"))).isEmpty();
        assertThat(store.byAddress(address("ann@example.or"))).isEmpty();
    }

    @Test
    void issuerAndSerialFindsExactlyOne() throws Exception {
        put(x509(1), x509(2));
        assertThat(certificates(store.byIssuerAndSerial(Synthetic.name("CN=CA"), BigInteger.valueOf(1002))))
                .containsExactly(x509(2));
        assertThat(store.byIssuerAndSerial(Synthetic.name("CN=Other"), BigInteger.valueOf(1002)))
                .isEmpty();
    }

    @Test
    void subjectKeyIdentifierPublicKeyAndHashesFindTheirCertificates() throws Exception {
        Certificate old = x509(1, 9, "CN=Ann", "ann@example.org");
        Certificate renewed = x509(2, 9, "CN=Ann", "ann@example.org");
        put(old, renewed, x509(3));
        var facts = old.x509().orElseThrow();
        assertThat(certificates(store.bySubject(facts.subjectName()))).containsExactlyInAnyOrder(old, renewed);
        assertThat(certificates(store.bySubjectKeyIdentifier(
                        facts.subjectKeyIdentifier().orElseThrow())))
                .containsExactlyInAnyOrder(old, renewed);
        assertThat(certificates(store.byPublicKey(old.primaryKey().publicKeyIdentity())))
                .containsExactlyInAnyOrder(old, renewed);
        assertThat(certificates(store.byOpenSslHash(facts.subjectHash()))).containsExactlyInAnyOrder(old, renewed);
        assertThat(certificates(store.byOpenSslHash(facts.subjectHashOld()))).containsExactlyInAnyOrder(old, renewed);
        assertThat(store.byOpenSslHash("../../../")).isEmpty();
    }

    @Test
    void expiringListsTheEarliestFirstAndBothDaysCount() throws Exception {
        put(pgp(3), x509(1), pgp(2), pgp(40));
        LocalDate first = day(1);
        assertThat(certificates(store.expiringBetween(first, day(3), 10))).containsExactly(x509(1), pgp(2), pgp(3));
        assertThat(certificates(store.expiringBetween(first, day(3), 2))).containsExactly(x509(1), pgp(2));
        assertThat(store.expiringBetween(day(4), day(39), 10)).isEmpty();
        assertThat(store.expiringBetween(day(3), day(2), 10)).isEmpty();
    }

    private static LocalDate day(int number) {
        return Synthetic.end(number).atZone(ZoneOffset.UTC).toLocalDate();
    }

    @Test
    void replacingACertificateMovesEveryIndex() throws Exception {
        put(pgp(1, "Ann Old", "ann@old.example"));
        Certificate renewed = pgp(1, "Ann New", "ann@new.example");
        put(renewed);
        assertThat(store.byAddress(address("ann@old.example"))).isEmpty();
        assertThat(certificates(store.byAddress(address("ann@new.example")))).containsExactly(renewed);
        assertThat(search("old").items()).isEmpty();
        assertThat(certificates(search("new").items())).containsExactly(renewed);
        assertThat(store.count(Technology.OPENPGP)).isEqualTo(1);
    }

    @Test
    void deletedCertificatesAreFoundByNothing() throws Exception {
        put(pgp(1), x509(1));
        change(
                new Change.DeleteCertificate(pgp(1).fingerprint()),
                new Change.DeleteCertificate(x509(1).fingerprint()),
                new Change.DeleteCertificate(pgp(5).fingerprint()));
        var x509 = x509(1).x509().orElseThrow();
        assertThat(store.byFingerprint(pgp(1).fingerprint())).isEmpty();
        assertThat(store.byKeyId(pgp(1).fingerprint().keyId())).isEmpty();
        assertThat(store.byAddress(address("person1@example1.org"))).isEmpty();
        assertThat(store.byAnyFingerprint(x509.sha1())).isEmpty();
        assertThat(store.bySubject(x509.subjectName())).isEmpty();
        assertThat(store.byOpenSslHash(x509.subjectHash())).isEmpty();
        assertThat(search("person").items()).isEmpty();
        assertThat(store.count(Technology.OPENPGP)).isZero();
        assertThat(store.count(Technology.SMIME)).isZero();
    }

    @Test
    void factsAreReplacedAndAnchorsListed() throws Exception {
        put(x509(1), x509(2));
        CertificateFacts trusted = facts().withAnchor(true)
                .withRole(CertificateFacts.Role.RETIRED)
                .withRelated(List.of(x509(2).fingerprint(), pgp(4).fingerprint()))
                .withTrust(
                        TrustLevel.REJECTED,
                        Optional.of(new CertificateFacts.OwnerCheck("Bo", Synthetic.NOW, "by phone")));
        change(
                new Change.PutFacts(x509(1).fingerprint(), trusted),
                new Change.PutFacts(x509(9).fingerprint(), trusted));
        assertThat(store.anchors()).containsExactly(new StoredCertificate(x509(1), trusted, false));
        assertThat(store.byFingerprint(x509(9).fingerprint())).isEmpty();
        change(new Change.PutFacts(x509(1).fingerprint(), facts()));
        assertThat(store.anchors()).isEmpty();
    }

    @Test
    void daysOfUseAreKeptUntilTheCertificateGoes() throws Exception {
        put(pgp(1));
        LocalDate day = LocalDate.of(2026, 3, 1);
        assertThat(store.lastUsed(pgp(1).fingerprint())).isEqualTo(LastUsed.NEVER);
        change(
                new Change.PutUses(pgp(1).fingerprint(), new LastUsed(Map.of(Use.SIGNING, day, Use.OPENING, day))),
                new Change.PutUses(pgp(2).fingerprint(), new LastUsed(Map.of(Use.SIGNING, day))));
        change(new Change.PutUses(
                pgp(1).fingerprint(),
                new LastUsed(Map.of(Use.SIGNING, day.minusDays(9), Use.OPENING, day.plusDays(1)))));

        assertThat(store.lastUsed(pgp(1).fingerprint()))
                .as("the later day counts")
                .isEqualTo(new LastUsed(Map.of(Use.SIGNING, day, Use.OPENING, day.plusDays(1))));
        assertThat(store.lastUsed(pgp(2).fingerprint())).as("not here").isEqualTo(LastUsed.NEVER);
        put(pgp(1));
        assertThat(store.lastUsed(pgp(1).fingerprint()).day(Use.SIGNING))
                .as("an update leaves them alone")
                .contains(day);
        change(new Change.DeleteCertificate(pgp(1).fingerprint()));
        assertThat(store.lastUsed(pgp(1).fingerprint())).isEqualTo(LastUsed.NEVER);
    }

    @Test
    void theHeadOfTheAuditLogIsTheLastOnePut() throws Exception {
        assertThat(store.auditHead()).isEqualTo(AuditHead.NONE);
        AuditHead head = new AuditHead(7, Octets.of(new byte[32]));
        change(new Change.PutAuditHead(head), new Change.PutCertificate(pgp(1), facts()));
        assertThat(store.auditHead()).isEqualTo(head);
    }

    @Test
    void aSecretComesBackWithItsPassphraseAndMarksItsCertificate() throws Exception {
        put(pgp(1), pgp(2));
        putSecret(pgp(1).secretKeyId(), "secret octets");
        assertThat(store.has(pgp(1).secretKeyId())).isTrue();
        assertThat(store.has(pgp(2).secretKeyId())).isFalse();
        assertThat(store.open(pgp(2).secretKeyId())).isEmpty();
        try (SecretKeyRecord secret = store.open(pgp(1).secretKeyId()).orElseThrow()) {
            assertThat(secret.encoded()).asString().isEqualTo("secret octets");
            assertThat(secret.passphrase().orElseThrow().toChars()).isEqualTo("open sesame".toCharArray());
        }
        assertThat(certificates(store.own(Technology.OPENPGP, 10))).containsExactly(pgp(1));
        assertThat(store.own(Technology.OPENPGP, 10).get(0).hasSecret()).isTrue();
        assertThat(store.own(Technology.SMIME, 10)).isEmpty();
    }

    @Test
    void aSecretWithoutPassphraseHasNone() throws Exception {
        try (SecretKeyRecord secret = new SecretKeyRecord(x509(1).secretKeyId(), new byte[] {1, 2}, null)) {
            change(new Change.PutSecret(secret));
        }
        try (SecretKeyRecord secret = store.open(x509(1).secretKeyId()).orElseThrow()) {
            assertThat(secret.passphrase()).isEmpty();
            assertThat(secret.encoded()).containsExactly(1, 2);
        }
    }

    @Test
    void theCallersRecordIsNotChangedByPuttingIt() throws Exception {
        try (SecretKeyRecord secret = secret(pgp(1).secretKeyId(), "mine", "p")) {
            change(new Change.PutSecret(secret));
            assertThat(secret.encoded()).asString().isEqualTo("mine");
        }
    }

    @Test
    void oneSmimeSecretServesEveryCertificateWithItsPublicKey() throws Exception {
        Certificate old = x509(1, 9, "CN=Ann", "ann@example.org");
        Certificate renewed = x509(2, 9, "CN=Ann", "ann@example.org");
        put(old);
        putSecret(old.secretKeyId(), "pkcs8");
        put(renewed);
        assertThat(certificates(store.own(Technology.SMIME, 10))).containsExactlyInAnyOrder(old, renewed);
        change(new Change.DeleteSecret(old.secretKeyId()));
        assertThat(store.own(Technology.SMIME, 10)).isEmpty();
        assertThat(store.byFingerprint(old.fingerprint()).orElseThrow().hasSecret())
                .isFalse();
    }

    @Test
    void anSmimeSecretWaitsUntilItsCertificateComesAndAgainWhenTheLastGoes() throws Exception {
        SecretKeyId id = x509(1).secretKeyId();
        putSecret(id, "pkcs8");
        assertThat(store.waitingKeys()).containsExactly(new Keystore.WaitingKey(id, Synthetic.NOW));
        put(x509(1));
        assertThat(store.waitingKeys()).isEmpty();
        change(new Change.DeleteCertificate(x509(1).fingerprint()));
        assertThat(store.waitingKeys()).containsExactly(new Keystore.WaitingKey(id, Synthetic.NOW));
        assertThat(store.has(id)).isTrue();
        change(new Change.DeleteSecret(id));
        assertThat(store.waitingKeys()).isEmpty();
        assertThat(store.has(id)).isFalse();
    }

    @Test
    void ownCertificatesAreOrderedByFingerprintAndLimited() throws Exception {
        List<Certificate> own = IntStream.range(0, 20)
                .mapToObj(Synthetic::pgp)
                .sorted((a, b) ->
                        a.fingerprint().value().compareTo(b.fingerprint().value()))
                .toList();
        put(own.toArray(Certificate[]::new));
        for (Certificate certificate : own) {
            putSecret(certificate.secretKeyId(), "s");
        }
        assertThat(certificates(store.own(Technology.OPENPGP, 7))).isEqualTo(own.subList(0, 7));
    }

    private Page<StoredCertificate> search(String text) {
        return store.find(new Query(Technology.OPENPGP, text, Optional.empty(), Optional.empty(), 100));
    }

    @Test
    void wordsFindByBeginningOfNamesAddressesAndIdentifiers() throws Exception {
        Certificate ann = pgp(1, "Ann Müller-Łodz (Sales)", "ann.mueller@mail.example.org");
        Certificate bob = pgp(2, "Bob Ann", "bob@example.com");
        put(ann, bob, pgp(3, "Joann", "joann@example.net"), x509(4, 4, "CN=Ann", "ann@example.org"));
        assertThat(certificates(search("ann").items())).containsExactly(ann, bob);
        assertThat(certificates(search("MULL").items())).containsExactly(ann);
        assertThat(certificates(search("müller ann").items())).containsExactly(ann);
        assertThat(certificates(search("ann.mue").items())).containsExactly(ann);
        assertThat(certificates(search("ann.mueller@mail").items())).containsExactly(ann);
        assertThat(certificates(search("bo an exam").items())).containsExactly(bob);
        assertThat(certificates(search("ann nobody").items())).isEmpty();
        String hex = bob.fingerprint().hex();
        assertThat(certificates(search(hex).items())).containsExactly(bob);
        assertThat(certificates(search(hex.substring(0, 7).toLowerCase(java.util.Locale.ROOT))
                        .items()))
                .containsExactly(bob);
        assertThat(certificates(search("0x" + hex.substring(24)).items())).containsExactly(bob);
        assertThat(certificates(search(hex.substring(0, 30) + "0000000000").items()))
                .isEmpty();
        assertThat(search("***").items()).isEmpty();
    }

    @Test
    void x509IsFoundByBothDigestsAndBothHashes() throws Exception {
        put(x509(1), x509(2));
        var facts = x509(1).x509().orElseThrow();
        for (String text : List.of(
                facts.sha1().hex(),
                x509(1).fingerprint().hex(),
                facts.subjectHash(),
                facts.subjectHashOld().substring(0, 6))) {
            Query query = new Query(Technology.SMIME, text, Optional.empty(), Optional.empty(), 10);
            assertThat(certificates(store.find(query).items())).as(text).containsExactly(x509(1));
        }
    }

    @Test
    void pagesAreOrderedByNameThenFingerprintAndCoverEverythingOnce() throws Exception {
        Certificate[] all = IntStream.range(0, 57)
                .mapToObj(i -> pgp(i, "Name " + (char) ('a' + i % 5), "n" + i + "@example.org"))
                .toArray(Certificate[]::new);
        put(all);
        List<Certificate> seen = new ArrayList<>();
        Optional<Octets> after = Optional.empty();
        do {
            var page = store.find(new Query(Technology.OPENPGP, "", Optional.empty(), after, 10));
            assertThat(page.total()).isEqualTo(57);
            seen.addAll(certificates(page.items()));
            after = page.next();
        } while (after.isPresent());
        assertThat(seen)
                .containsExactly(Arrays.stream(all)
                        .sorted((a, b) -> a.displayName().equals(b.displayName())
                                ? a.fingerprint()
                                        .value()
                                        .compareTo(b.fingerprint().value())
                                : a.displayName().compareTo(b.displayName()))
                        .toArray(Certificate[]::new));
    }

    @Test
    void aPageGoesOnAtItsPlaceWhateverChangedBeforeIt() throws Exception {
        put(IntStream.range(10, 40)
                .mapToObj(i -> pgp(i, "Name " + i, "n" + i + "@example.org"))
                .toArray(Certificate[]::new));
        var first = store.find(new Query(Technology.OPENPGP, "name", Optional.empty(), Optional.empty(), 10));
        put(pgp(5, "Name 05", "n5@example.org"));
        change(new Change.DeleteCertificate(pgp(19).fingerprint()));
        var second = store.find(new Query(Technology.OPENPGP, "name", Optional.empty(), first.next(), 10));
        assertThat(certificates(second.items()))
                .extracting(Certificate::displayName)
                .containsExactly(
                        "Name 20", "Name 21", "Name 22", "Name 23", "Name 24", "Name 25", "Name 26", "Name 27",
                        "Name 28", "Name 29");
        assertThat(second.total()).isEqualTo(30);
    }

    @Test
    void ownFilterSplitsTheList() throws Exception {
        put(IntStream.range(0, 12).mapToObj(Synthetic::pgp).toArray(Certificate[]::new));
        for (int i = 0; i < 12; i += 4) {
            putSecret(pgp(i).secretKeyId(), "s" + i);
        }
        var own = store.find(new Query(Technology.OPENPGP, "", Optional.of(true), Optional.empty(), 10));
        var others = store.find(new Query(Technology.OPENPGP, "", Optional.of(false), Optional.empty(), 10));
        var ownAndWord = store.find(new Query(Technology.OPENPGP, "person4", Optional.of(true), Optional.empty(), 10));
        var othersAndWord =
                store.find(new Query(Technology.OPENPGP, "person4", Optional.of(false), Optional.empty(), 10));
        assertThat(certificates(own.items())).containsExactlyInAnyOrder(pgp(0), pgp(4), pgp(8));
        assertThat(own.total()).isEqualTo(3);
        assertThat(others.items()).hasSize(9).noneMatch(StoredCertificate::hasSecret);
        assertThat(others.total()).isEqualTo(9);
        assertThat(others.next()).isEmpty();
        assertThat(certificates(ownAndWord.items())).containsExactly(pgp(4));
        assertThat(othersAndWord.items()).isEmpty();
    }

    @Test
    void theLastPageHasNoNextEvenWhenItIsFull() throws Exception {
        put(IntStream.range(0, 10).mapToObj(Synthetic::pgp).toArray(Certificate[]::new));
        assertThat(store.find(new Query(Technology.OPENPGP, "", Optional.empty(), Optional.empty(), 10))
                        .next())
                .isEmpty();
        assertThat(store.find(new Query(Technology.OPENPGP, "person", Optional.empty(), Optional.empty(), 10))
                        .next())
                .isEmpty();
    }

    @Test
    void aPageWithoutSizeIsAWrongCall() {
        assertThatThrownBy(() -> store.find(new Query(Technology.OPENPGP, "", Optional.empty(), Optional.empty(), 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    @Test
    void countsFollowEveryChange() throws Exception {
        put(pgp(1), pgp(2), x509(1));
        put(pgp(1));
        assertThat(store.count(Technology.OPENPGP)).isEqualTo(2);
        assertThat(store.count(Technology.SMIME)).isEqualTo(1);
        change(new Change.DeleteCertificate(pgp(1).fingerprint()));
        change(new Change.DeleteCertificate(pgp(1).fingerprint()));
        assertThat(store.count(Technology.OPENPGP)).isEqualTo(1);
    }

    @Test
    void changesOfABatchHappenInOrder() throws Exception {
        change(
                new Change.PutCertificate(pgp(1), facts()),
                new Change.DeleteCertificate(pgp(1).fingerprint()),
                new Change.PutCertificate(pgp(2), facts()),
                new Change.PutFacts(pgp(2).fingerprint(), facts().withRole(CertificateFacts.Role.DISABLED)));
        assertThat(store.byFingerprint(pgp(1).fingerprint())).isEmpty();
        assertThat(store.byFingerprint(pgp(2).fingerprint())
                        .orElseThrow()
                        .facts()
                        .role())
                .isEqualTo(CertificateFacts.Role.DISABLED);
    }

    @Test
    void aKeystoreThatIsOpenCanBeChanged() {
        assertThat(store.readOnlyReason()).isEmpty();
        assertThat(store.isLocked()).isFalse();
    }

    private static StoredRevocationList list(String issuer, int number, int octets) {
        return new StoredRevocationList(
                new RevocationListFacts(
                        Octets.of(java.util.Arrays.copyOf(new byte[] {(byte) number}, 32)),
                        Octets.of(issuer.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        "CN=" + issuer,
                        Octets.EMPTY,
                        Optional.of(BigInteger.valueOf(number)),
                        Instant.EPOCH,
                        Optional.of(Instant.EPOCH.plusSeconds(number)),
                        number,
                        octets),
                StoredRevocationList.Signature.GOOD);
    }

    @Test
    void aRevocationListIsFoundByItsIssuerWithAllItsOctetsAndCanBeDeleted() throws Exception {
        byte[] large = new byte[3 * 1024 * 1024];
        new java.util.Random(1).nextBytes(large);
        StoredRevocationList one = list("one", 1, large.length);
        StoredRevocationList other = list("other", 2, 4);

        change(
                new Change.PutRevocationList(one, Octets.of(large)),
                new Change.PutRevocationList(other, Octets.of(new byte[] {1, 2, 3, 4})));

        assertThat(store.revocationLists(one.facts().issuerName())).containsExactly(one);
        assertThat(store.revocationLists(100)).containsExactlyInAnyOrder(one, other);
        assertThat(store.revocationList(one.facts().digest())).contains(Octets.of(large));

        change(new Change.DeleteRevocationList(one.facts()));

        assertThat(store.revocationLists(100)).containsExactly(other);
        assertThat(store.revocationList(one.facts().digest())).isEmpty();
    }
}
