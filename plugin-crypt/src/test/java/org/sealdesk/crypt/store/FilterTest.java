package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateFacts.Role;
import org.sealdesk.crypt.key.CertificateStore.Filter;
import org.sealdesk.crypt.key.CertificateStore.Page;
import org.sealdesk.crypt.key.CertificateStore.Query;
import org.sealdesk.crypt.key.CertificateStore.State;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.key.Validity;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Filters, however they are answered, against reading everything. */
class FilterTest {

    private static final Instant NOW = Synthetic.NOW;
    private static final List<Search.Limits> LIMITS = List.of(
            Search.Limits.DEFAULT,
            new Search.Limits(0, 0, 1_000),
            new Search.Limits(30, 30, 50),
            new Search.Limits(0, 0, 37));

    private final List<StoredRecord> all = new ArrayList<>();
    private View view = View.EMPTY;

    FilterTest() {
        Random random = new Random(3);
        List<LoggedChange> changes = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            StoredRecord record = new StoredRecord(certificate(i, random), facts(random));
            all.add(record);
            changes.add(new LoggedChange.PutCertificate(record, CertificateCodec.encode(record)));
        }
        for (int i = 0; i < 400; i += 9) {
            SecretRow row = new SecretRow(NOW, Octets.of(new byte[] {1}));
            changes.add(new LoggedChange.PutSecret(all.get(i).certificate().secretKeyId(), row));
        }
        view = RowKeystore.withChanges(view, changes);
    }

    private static Certificate certificate(int number, Random random) {
        Certificate plain = Synthetic.pgp(number, "Name " + number % 50, "n" + number + "@example.org");
        Instant from = NOW.plus(Duration.ofDays(random.nextInt(10) == 0 ? 5 : -500));
        Optional<Instant> to = random.nextInt(5) == 0
                ? Optional.empty()
                : Optional.of(
                        NOW.plus(Duration.ofDays(random.nextInt(900) - 450)).plusSeconds(random.nextInt(3)));
        Validity validity = new Validity(from, to);
        boolean weak = random.nextInt(12) == 0;
        List<ComponentKey> keys = plain.keys().stream()
                .map(k -> new ComponentKey(
                        k.fingerprint(),
                        k.publicKeyIdentity(),
                        "RSA",
                        weak ? 1024 : 3072,
                        "RSA",
                        random.nextInt(30) == 0 ? Set.of(Capability.CERTIFY) : k.capabilities(),
                        validity,
                        Optional.empty()))
                .toList();
        return new Certificate(
                plain.fingerprint(),
                plain.encoded(),
                plain.names(),
                plain.addresses(),
                keys,
                validity,
                random.nextInt(15) == 0 ? Optional.of(NOW.minusSeconds(9)) : Optional.empty(),
                Optional.empty());
    }

    private static CertificateFacts facts(Random random) {
        List<TrustLevel> levels = List.of(TrustLevel.values());
        TrustLevel trust = levels.get(random.nextInt(levels.size()));
        return CertificateFacts.added(CertificateFacts.Source.MAIL, trust, NOW.minus(Duration.ofDays(1)))
                .withRole(
                        random.nextInt(10) == 0
                                ? List.of(Role.RETIRED, Role.DISABLED).get(random.nextInt(2))
                                : Role.ACTIVE);
    }

    private List<Filter> filters() {
        List<Filter> filters = new ArrayList<>();
        for (Optional<TrustLevel> trust : List.of(
                Optional.<TrustLevel>empty(), Optional.of(TrustLevel.CONFIRMED), Optional.of(TrustLevel.REJECTED))) {
            for (OptionalInt days :
                    List.of(OptionalInt.empty(), OptionalInt.of(0), OptionalInt.of(30), OptionalInt.of(300))) {
                filters.add(new Filter(Optional.empty(), trust, days, NOW));
                for (State state : State.values()) {
                    filters.add(new Filter(Optional.of(state), trust, days, NOW));
                }
            }
        }
        return filters;
    }

    @Test
    void everyWayOfAnsweringAFilterAgreesWithReadingEverything() {
        int notEmpty = 0;
        for (Filter filter : filters()) {
            for (String text : List.of("", "name", "name 7")) {
                for (Optional<Boolean> own :
                        List.of(Optional.<Boolean>empty(), Optional.of(true), Optional.of(false))) {
                    List<Certificate> expected = expected(filter, text, own);
                    notEmpty += expected.isEmpty() ? 0 : 1;
                    for (Search.Limits limits : LIMITS) {
                        assertThat(pages(filter, text, own, limits, expected.size()))
                                .as("%s '%s' own %s, %s", filter, text, own, limits)
                                .isEqualTo(expected);
                    }
                }
            }
        }
        assertThat(notEmpty).isGreaterThan(100);
    }

    private List<Certificate> pages(
            Filter filter, String text, Optional<Boolean> own, Search.Limits limits, int total) {
        List<Certificate> found = new ArrayList<>();
        Optional<Octets> after = Optional.empty();
        do {
            Query query = new Query(Technology.OPENPGP, text, own, filter, after, 11);
            Page<StoredCertificate> page = new Search(new Finder(view, damage -> {}), query, limits).page();
            page.items().forEach(c -> found.add(c.certificate()));
            assertThat(page.total()).isLessThanOrEqualTo(total);
            if (limits.equals(Search.Limits.DEFAULT)) {
                assertThat(page.total()).isEqualTo(total);
            }
            assertThat(page.next()).as("goes on").isNotEqualTo(after.isEmpty() ? Optional.of(Octets.EMPTY) : after);
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    private List<Certificate> expected(Filter filter, String text, Optional<Boolean> own) {
        return all.stream()
                .filter(r -> fits(r, filter))
                .filter(r -> own.isEmpty() || own.get() == (all.indexOf(r) % 9 == 0))
                .map(StoredRecord::certificate)
                .filter(c -> SearchWords.ofQuery(text).stream()
                        .allMatch(word -> SearchWords.of(c).stream().anyMatch(w -> w.startsWith(word))))
                .sorted(Comparator.comparing((Certificate c) -> SearchWords.fold(c.displayName()))
                        .thenComparing(c -> c.fingerprint().value()))
                .toList();
    }

    private static boolean fits(StoredRecord record, Filter filter) {
        Certificate certificate = record.certificate();
        Optional<Instant> to = certificate.validity().to();
        boolean ending = filter.endingWithin().isEmpty()
                || to.filter(t -> t.isAfter(NOW)
                                && !t.isAfter(NOW.plus(
                                        Duration.ofDays(filter.endingWithin().getAsInt()))))
                        .isPresent();
        return ending
                && filter.trust().map(t -> t == record.facts().trust()).orElse(true)
                && filter.state().map(s -> is(record, s)).orElse(true);
    }

    private static boolean is(StoredRecord record, State state) {
        Certificate certificate = record.certificate();
        boolean weak = certificate.keys().stream()
                .noneMatch(k -> k.bits() == 3072 && !k.capabilities().equals(Set.of(Capability.CERTIFY)));
        boolean over = certificate.validity().isOver(NOW);
        boolean early = NOW.isBefore(certificate.validity().from());
        return switch (state) {
            case GOOD ->
                !weak
                        && !over
                        && !early
                        && certificate.revokedAt().isEmpty()
                        && record.facts().role() == Role.ACTIVE
                        && record.facts().trust() != TrustLevel.REJECTED;
            case EXPIRED -> over;
            case REVOKED -> certificate.revokedAt().isPresent();
            case NOT_YET_VALID -> early;
            case WEAK -> weak;
            case PUT_ASIDE -> record.facts().role() != Role.ACTIVE;
        };
    }

    @Test
    void marksAreCountedAlongWithEveryChange() {
        assertCounted();
        List<LoggedChange> changes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Certificate certificate = all.get(i).certificate();
            changes.add(
                    i % 2 == 0
                            ? new LoggedChange.DeleteCertificate(certificate.fingerprint())
                            : new LoggedChange.PutFacts(
                                    certificate.fingerprint(),
                                    all.get(i).facts().withTrust(TrustLevel.DISCOVERED, Optional.empty())));
        }
        view = RowKeystore.withChanges(view, changes);
        assertCounted();
    }

    private void assertCounted() {
        IndexCheck.Flaws none = new NoFlaws();
        assertThat(new IndexCheck(view, none).run()).isEqualTo(view.counts());
    }

    private record NoFlaws() implements IndexCheck.Flaws {
        @Override
        public void unreadable(Table table, String name, String why) {
            throw new AssertionError(why);
        }

        @Override
        public void missing(byte[] key, byte[] value) {
            throw new AssertionError("missing in table " + key[0]);
        }

        @Override
        public void stray(byte[] key) {
            throw new AssertionError("stray in table " + key[0]);
        }

        @Override
        public void secret(org.sealdesk.crypt.key.SecretKeyId id, SecretRow row) {
            // Not of interest.
        }
    }
}
