package org.sealdesk.crypt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts.OwnerCheck;
import org.sealdesk.crypt.key.CertificateFacts.Role;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.verdict.TrustLevel;

class AuditLogTest {

    private final AuditDesk desk;

    AuditLogTest(@TempDir Path base) throws Exception {
        desk = new AuditDesk(base.resolve("audit"));
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
    }

    private Keystore by(String who, String action) {
        return desk.log.keystore().by(Author.of(who, action).because("asked by phone"));
    }

    @Test
    void aChangeIsRecordedWithWhoWhatBeforeAfterAndWhy() throws Exception {
        Certificate certificate = AuditDesk.certificate(1);
        by("mo", "key.import").apply(List.of(AuditDesk.put(1)));
        var facts = desk.keystore
                .byFingerprint(certificate.fingerprint())
                .orElseThrow()
                .facts();
        by("ann", "key.trust.confirmed")
                .apply(List.of(new Change.PutFacts(
                        certificate.fingerprint(),
                        facts.withTrust(
                                TrustLevel.CONFIRMED,
                                Optional.of(new OwnerCheck("ann", desk.clock.instant(), "phone"))))));

        AuditEntry trust = desk.all().get(0);
        assertThat(trust.sequence()).isEqualTo(2);
        assertThat(trust.at()).isEqualTo(desk.clock.instant());
        assertThat(trust.who()).isEqualTo("ann");
        assertThat(trust.reason()).isEqualTo("asked by phone");
        assertThat(trust.event())
                .isEqualTo(new AuditEvent(
                        "key.trust.confirmed",
                        certificate.fingerprint().hex(),
                        "trust=UNVERIFIED",
                        "trust=CONFIRMED; checked=ann, phone",
                        "ok"));
        assertThat(desk.all().get(1).event().after()).contains("name=Person 1", "trust=UNVERIFIED", "role=ACTIVE");
        assertThat(desk.told).extracting(AuditEntry::sequence).containsExactly(1L, 2L);
        assertThat(desk.log.verify().isWhole()).isTrue();
    }

    @Test
    void changesWithoutAnActionAreCalledByWhatTheyAre() throws Exception {
        Certificate certificate = AuditDesk.certificate(1);
        Keystore keystore = desk.log.keystore();
        keystore.apply(List.of(AuditDesk.put(1)));
        keystore.apply(List.of(AuditDesk.put(1)));
        keystore.apply(List.of(new Change.PutSecret(secret(certificate))));
        var facts = desk.keystore
                .byFingerprint(certificate.fingerprint())
                .orElseThrow()
                .facts();
        keystore.apply(List.of(new Change.PutFacts(certificate.fingerprint(), facts.withRole(Role.RETIRED))));
        keystore.apply(List.of(
                new Change.DeleteSecret(certificate.secretKeyId()),
                new Change.DeleteCertificate(certificate.fingerprint())));

        assertThat(desk.all())
                .extracting(e -> e.event().action())
                .containsExactly("key.delete", "secret.delete", "key.facts", "secret.put", "key.update", "key.add");
        assertThat(desk.all())
                .as("the secret key is in the history of its certificate")
                .extracting(e -> e.event().subject())
                .containsOnly(certificate.fingerprint().hex());
        assertThat(desk.all()).extracting(AuditEntry::who).containsOnly("system");
    }

    private static SecretKeyRecord secret(Certificate certificate) {
        return new SecretKeyRecord(
                certificate.secretKeyId(),
                "canary-key".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Passphrase.of("canary-word".toCharArray()));
    }

    @Test
    void theLogHoldsNoSecretAndNobodyElseReadsIt() throws Exception {
        desk.log.keystore().apply(List.of(AuditDesk.put(1), new Change.PutSecret(secret(AuditDesk.certificate(1)))));

        assertThat(Files.readString(desk.file())).doesNotContain("canary");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(desk.file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(desk.directory)))
                .isEqualTo("rwx------");
    }

    @Test
    void aLineBreakInANameMakesNoLineOfItsOwn() throws Exception {
        desk.log.record(
                Author.of("mo\n{\"seq\":9}", "settings.change"),
                AuditEvent.done("settings.change", "PGP\r\n", "\u2028", "on"));

        assertThat(desk.lines()).hasSize(1);
        assertThat(desk.log.verify().isWhole()).isTrue();
        assertThat(desk.all().get(0).who()).isEqualTo("mo\n{\"seq\":9}");
    }

    @Test
    void aFailedChangeIsRecordedAsOneThatDidNotHappen() throws Exception {
        desk.log.keystore().apply(List.of(AuditDesk.put(1)));
        desk.keystore.breakDisk("the disk is full");

        assertThatThrownBy(() -> by("mo", "key.delete").apply(List.of(AuditDesk.put(2))))
                .isInstanceOf(KeystoreUnavailable.class);

        AuditEntry last = desk.all().get(0);
        assertThat(last.event().outcome()).isEqualTo("store.unavailable");
        assertThat(last.event().after()).isEqualTo("entries 2 to 2 did not happen");
        assertThat(desk.log.verify().problems()).isEmpty();
    }

    @Test
    void withoutTheLogNothingIsChanged() throws Exception {
        desk.close();
        Files.delete(desk.directory);
        Files.writeString(desk.directory, "not a directory");

        assertThatThrownBy(() -> desk.log.keystore().apply(List.of(AuditDesk.put(1))))
                .isInstanceOf(KeystoreUnavailable.class)
                .hasMessageContaining("audit log")
                .hasMessageContaining("Nothing was changed");
        assertThat(desk.keystore.byFingerprint(AuditDesk.certificate(1).fingerprint()))
                .isEmpty();
    }

    @Test
    void daysOfUseAreNoEntry() throws Exception {
        desk.log.keystore().apply(List.of(AuditDesk.put(1)));
        desk.log
                .keystore()
                .apply(List.of(new Change.PutUses(AuditDesk.certificate(1).fingerprint(), LastUsed.NEVER)));
        assertThat(desk.all()).hasSize(1);
    }

    @Test
    void pagesGoBackFromTheNewestAndCanBeOfOneKey() throws Exception {
        for (int i = 0; i < 30; i++) {
            desk.log.keystore().apply(List.of(AuditDesk.put(i % 3)));
        }
        String hex = AuditDesk.certificate(1).fingerprint().hex();

        AuditPage first =
                desk.log.list(new AuditPage.Query(hex.toLowerCase(java.util.Locale.ROOT), OptionalLong.empty(), 4));
        AuditPage second = desk.log.list(new AuditPage.Query(hex, first.before(), 4));
        AuditPage third = desk.log.list(new AuditPage.Query(hex, second.before(), 4));

        assertThat(first.entries()).extracting(AuditEntry::sequence).containsExactly(29L, 26L, 23L, 20L);
        assertThat(second.entries()).extracting(AuditEntry::sequence).containsExactly(17L, 14L, 11L, 8L);
        assertThat(third.entries()).extracting(AuditEntry::sequence).containsExactly(5L, 2L);
        assertThat(third.before()).isEmpty();
    }

    @Test
    void aLogOfSeveralFilesIsOneLog() throws Exception {
        String much = "x".repeat(490);
        Author author = new Author("mo", "note", much);
        for (int i = 0; i < 4_000; i++) {
            desk.log.record(author, AuditEvent.done("note", much, much, much));
        }
        desk.reopen();
        desk.log.record(author, AuditEvent.done("note", "last", "", ""));

        try (var files = Files.list(desk.directory)) {
            assertThat(files.count()).isGreaterThan(1);
        }
        AuditReport report = desk.log.verify();
        assertThat(report.problems()).isEmpty();
        assertThat(report.entries()).isEqualTo(4_001);
        assertThat(desk.log
                        .list(new AuditPage.Query("", OptionalLong.of(3), 10))
                        .entries())
                .extracting(AuditEntry::sequence)
                .containsExactly(2L, 1L);
    }
}
