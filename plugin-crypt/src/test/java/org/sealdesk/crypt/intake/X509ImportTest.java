package org.sealdesk.crypt.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.sealdesk.crypt.intake.ItemKind.X509_CERTIFICATE;
import static org.sealdesk.crypt.intake.ItemKind.X509_PRIVATE_KEY;
import static org.sealdesk.crypt.intake.ItemResult.ADDED;
import static org.sealdesk.crypt.intake.ItemResult.FAILED;
import static org.sealdesk.crypt.intake.ItemResult.UNCHANGED;
import static org.sealdesk.crypt.intake.ItemResult.UPDATED;
import static org.sealdesk.crypt.intake.ItemResult.WAITING;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.intake.ImportOptions.Authorities;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** S/MIME files made by OpenSSL. */
class X509ImportTest {

    private static OpensslKeys peer;

    private final Desk desk = new Desk();

    @BeforeAll
    static void make() throws IOException {
        peer = new OpensslKeys();
        peer.selfSigned("ann", "/CN=Ann Example", "ann@example.org");
        peer.selfSigned("bob", "/CN=Bob Example", "bob@example.org");
        peer.authority("root", "/CN=Example Root");
        peer.openssl()
                .run("pkcs8", "-topk8", "-in", "ann.key", "-out", "ann-locked.key", "-passout", "pass:secret")
                .ok();
        peer.openssl()
                .run(
                        "pkcs12",
                        "-export",
                        "-inkey",
                        "ann.key",
                        "-in",
                        "ann.crt",
                        "-out",
                        "ann.p12",
                        "-passout",
                        "pass:secret")
                .ok();
    }

    @AfterAll
    static void clean() {
        if (peer != null) {
            peer.close();
        }
    }

    private StoredCertificate only(ImportReport report) {
        assertThat(report.items()).hasSize(1);
        return desk.keystore
                .find(new CertificateStore.Query(Technology.SMIME, "", Optional.empty(), Optional.empty(), 10))
                .items()
                .get(0);
    }

    @Test
    void aCertificateGivesEveryFieldOfTheContract() throws IOException {
        ImportedItem item = desk.take(peer.file("ann.crt")).items().get(0);

        assertThat(item.file()).isEqualTo("ann.crt");
        assertThat(item.kind()).isEqualTo(X509_CERTIFICATE);
        assertThat(item.result()).isEqualTo(ADDED);
        assertThat(item.code()).isEqualTo("ok");
        assertThat(item.subject()).contains("CN=Ann Example");
        assertThat(item.userIds()).isEmpty();
        assertThat(item.addresses()).containsExactly("ann@example.org");
        assertThat(item.secret()).isFalse();
        assertThat(item.expired()).isFalse();
        assertThat(item.canSign()).isTrue();
        assertThat(item.canEncrypt()).isTrue();
        String opensslFingerprint = peer.openssl()
                .run("x509", "-in", "ann.crt", "-noout", "-fingerprint", "-sha256")
                .ok()
                .text()
                .replaceAll(".*=|:|\\s", "");
        assertThat(item.fingerprint()).contains(opensslFingerprint);
    }

    @Test
    void aKeyAndItsCertificateFindEachOtherInEitherOrder() throws IOException {
        assertThat(desk.take(peer.file("ann.key"), peer.file("ann.crt")).items())
                .extracting(ImportedItem::kind, ImportedItem::result, ImportedItem::secret)
                .containsExactly(tuple(X509_PRIVATE_KEY, ADDED, true), tuple(X509_CERTIFICATE, ADDED, true));
        assertThat(desk.take(peer.file("bob.crt"), peer.file("bob.key")).items())
                .extracting(ImportedItem::kind, ImportedItem::result)
                .containsExactly(tuple(X509_CERTIFICATE, ADDED), tuple(X509_PRIVATE_KEY, ADDED));
        assertThat(desk.keystore.own(Technology.SMIME, 10)).hasSize(2);
    }

    @Test
    void aKeyWithoutCertificateWaitsAndIsPairedInALaterImport() throws IOException {
        ImportedItem key = desk.take(peer.file("ann.key")).items().get(0);
        assertThat(key.result()).isEqualTo(WAITING);
        assertThat(key.code()).isEqualTo("certificate.missing");
        assertThat(desk.keystore.waitingKeys()).hasSize(1);
        assertThat(desk.take(peer.file("ann.key")).items().get(0).result())
                .as("it waits on, however often it comes")
                .isEqualTo(WAITING);

        ImportedItem certificate = desk.take(peer.file("ann.crt")).items().get(0);

        assertThat(certificate.secret()).isTrue();
        assertThat(certificate.spkiSha256()).isEqualTo(key.spkiSha256());
        assertThat(certificate.reason()).contains("paired");
        assertThat(desk.keystore.waitingKeys()).isEmpty();
    }

    @Test
    void aKeyIsTakenAwayWhenItHasWaitedADay() throws Exception {
        desk.take(peer.file("ann.key"));
        desk.clock.move(Duration.ofHours(23));
        assertThat(desk.importer.dropOverdueKeys()).isEmpty();

        desk.clock.move(Duration.ofHours(1));

        assertThat(desk.importer.dropOverdueKeys()).hasSize(1);
        assertThat(desk.keystore.waitingKeys()).isEmpty();
    }

    @Test
    void aPasswordIsAskedForAndThenOpensTheKey() throws IOException {
        ImportFile locked = peer.file("ann-locked.key");
        ImportReport without = desk.take(locked);
        assertThat(without.items()).extracting(ImportedItem::code).containsExactly("password.needed");
        assertThat(without.wantsPassword()).isTrue();
        assertThat(desk.takeWith("wrong", locked).items())
                .extracting(ImportedItem::code)
                .containsExactly("password.wrong");

        assertThat(desk.takeWith("secret", locked).items().get(0).result()).isEqualTo(WAITING);
    }

    @Test
    void pkcs12GivesThePair() throws IOException {
        ImportReport report = desk.takeWith("secret", peer.file("ann.p12"));

        assertThat(report.items())
                .filteredOn(item -> item.kind() == X509_PRIVATE_KEY)
                .extracting(ImportedItem::result, ImportedItem::addresses)
                .containsExactly(tuple(ADDED, List.of("ann@example.org")));
        assertThat(report.count(FAILED)).isZero();
        assertThat(desk.keystore.own(Technology.SMIME, 10)).hasSize(1);
    }

    @Test
    void oneBrokenItemBlocksNoOther() throws IOException {
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        mixed.write(peer.read("ann.crt"));
        mixed.write(
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".getBytes(StandardCharsets.US_ASCII));
        mixed.write(peer.read("bob.crt"));

        assertThat(desk.take(
                                Desk.file("mixed.pem", mixed.toByteArray()),
                                Desk.file("notes.txt", "dear all"),
                                Desk.file("nothing", ""),
                                peer.file("root.crt"))
                        .items())
                .extracting(ImportedItem::file, ImportedItem::result, ImportedItem::code)
                .containsExactly(
                        tuple("mixed.pem", ADDED, "ok"),
                        tuple("mixed.pem", FAILED, "format.damaged"),
                        tuple("mixed.pem", ADDED, "ok"),
                        tuple("notes.txt", FAILED, "format.unsupported"),
                        tuple("nothing", FAILED, "format.unsupported"),
                        tuple("root.crt", ADDED, "ok"));
    }

    @Test
    void anIssuerIsAnAnchorOnlyIfAsked() throws IOException {
        desk.take(peer.file("root.crt"), peer.file("ann.crt"));
        assertThat(desk.keystore.anchors()).isEmpty();
        ImportOptions anchors =
                new ImportOptions(Source.ADMINISTRATOR, TrustLevel.UNVERIFIED, Optional.empty(), Authorities.ANCHORS);

        ImportReport report = desk.take(anchors, peer.file("root.crt"));

        assertThat(report.items()).extracting(ImportedItem::result).containsExactly(UPDATED);
        assertThat(desk.keystore.anchors())
                .extracting(c -> c.certificate().displayName())
                .containsExactly("CN=Example Root");
        desk.take(peer.file("root.crt"));
        assertThat(desk.keystore.anchors()).hasSize(1);
    }

    @Test
    void importingAgainNeverLowersTrustAndNeverLiftsARejection() throws Exception {
        ImportOptions confirmed = new ImportOptions(
                Source.ADMINISTRATOR,
                TrustLevel.CONFIRMED,
                Optional.of(new CertificateFacts.OwnerCheck("mo", desk.clock.instant(), "phone")),
                Authorities.ORDINARY);
        StoredCertificate ann = only(desk.take(confirmed, peer.file("ann.crt")));

        assertThat(desk.take(peer.file("ann.crt")).items())
                .extracting(ImportedItem::result)
                .containsExactly(UNCHANGED);
        assertThat(only(desk.take(peer.file("ann.crt"))).facts()).isEqualTo(ann.facts());

        desk.keystore.apply(List.of(new Keystore.Change.PutFacts(
                ann.certificate().fingerprint(), ann.facts().withTrust(TrustLevel.REJECTED, Optional.empty()))));
        ImportReport again = desk.take(confirmed, peer.file("ann.crt"));

        assertThat(only(again).facts().trust()).isEqualTo(TrustLevel.REJECTED);
        assertThat(again.items().get(0).reason()).contains("stays rejected");
    }

    @Test
    void previewSaysTheSameAndStoresNothing() throws IOException {
        List<ImportFile> files = List.of(peer.file("ann.key"), peer.file("ann.crt"), peer.file("ann.crt"));

        ImportReport preview = desk.importer.preview(files, List.of(), Desk.DEFAULT);

        assertThat(desk.keystore.writes()).isZero();
        assertThat(desk.importer.importFiles(files, List.of(), Desk.DEFAULT).items())
                .extracting(ImportedItem::kind, ImportedItem::result, ImportedItem::code)
                .isEqualTo(preview.items().stream()
                        .map(i -> tuple(i.kind(), i.result(), i.code()))
                        .toList());
    }

    @Test
    void whatTheStoreDoesNotTakeIsReportedAsFailed() throws IOException {
        desk.keystore.breakDisk("no space left on the disk; free some");

        assertThat(desk.take(peer.file("ann.crt"), peer.file("ann.key")).items())
                .extracting(ImportedItem::result, ImportedItem::code, ImportedItem::secret)
                .containsExactly(tuple(FAILED, "store.unavailable", false), tuple(FAILED, "store.unavailable", false));
    }

    @Test
    void aLockedStoreTakesCertificatesAndSaysWhyNoKeys() throws IOException {
        desk.keystore.lock();

        assertThat(desk.take(peer.file("ann.crt"), peer.file("ann.key")).items())
                .extracting(ImportedItem::result, ImportedItem::code)
                .containsExactly(tuple(ADDED, "ok"), tuple(FAILED, "store.locked"));
    }

    @Test
    void manyFilesAreWrittenTogether() throws IOException {
        ImportFile[] files = new ImportFile[300];
        for (int i = 0; i < files.length; i++) {
            files[i] = i % 2 == 0 ? peer.file("ann.crt") : peer.file("bob.crt");
        }

        ImportReport report = desk.take(files);

        assertThat(report.count(ADDED)).isEqualTo(2);
        assertThat(report.count(UNCHANGED)).isEqualTo(298);
        assertThat(desk.keystore.writes()).isEqualTo(1);
    }
}
