package org.sealdesk.crypt.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.engine.CertificateCheck.Revocation;
import org.sealdesk.crypt.engine.CertificateChecker;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.intake.ImportOptions;
import org.sealdesk.crypt.intake.ImportReport;
import org.sealdesk.crypt.intake.ImportedItem;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.intake.KeyImporter;
import org.sealdesk.crypt.intake.UsabilityCheck;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.key.StoredRevocationList;
import org.sealdesk.crypt.key.StoredRevocationList.Signature;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.store.MemoryKeystore;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Revocation lists by OpenSSL, through the import into the store, and what they do to certificates. */
class StoredListsTest {

    private static OpensslPki pki;
    private static Instant now = Instant.MIN;

    private final SmimeKeyReader reader = new SmimeKeyReader(SmimeOptions.DEFAULT, Limits.DEFAULT);
    private final MemoryKeystore keystore = new MemoryKeystore(Clock.fixed(now, ZoneOffset.UTC), new SecureRandom());
    private final KeyImporter importer =
            new KeyImporter(keystore, List.of(reader), UsabilityCheck.by(List.of()), () -> now, Limits.DEFAULT);

    @BeforeAll
    static void makeLists() throws IOException {
        pki = new OpensslPki();
        pki.person("ann", "EC:P-256");
        pki.person("bob", "EC:P-256");
        pki.openssl().file("index.txt", new byte[0]);
        pki.openssl().file("crlnumber", "01\n".getBytes(StandardCharsets.US_ASCII));
        pki.openssl().file("ca.cnf", """
                [ca]
                default_ca = it
                [it]
                database = index.txt
                crlnumber = crlnumber
                default_md = sha256
                crl_extensions = ext
                [ext]
                authorityKeyIdentifier = keyid
                """.getBytes(StandardCharsets.US_ASCII));
        list("empty");
        revoke("ann");
        list("ann-revoked");
        for (String name : List.of("ann", "bob", "issuing", "root")) {
            Certificate c = certificate(name);
            if (c.validity().from().isAfter(now)) {
                now = c.validity().from();
            }
        }
        now = now.plus(Duration.ofHours(1));
    }

    private static void revoke(String name) throws IOException {
        pki.run("ca", "-config", "ca.cnf", "-cert", "issuing.pem", "-keyfile", "issuing.key", "-revoke", name + ".pem");
    }

    private static void list(String name) throws IOException {
        pki.run(
                "ca",
                "-config",
                "ca.cnf",
                "-cert",
                "issuing.pem",
                "-keyfile",
                "issuing.key",
                "-gencrl",
                "-crldays",
                "30",
                "-out",
                name + ".crl");
        pki.run("crl", "-in", name + ".crl", "-outform", "DER", "-out", name + ".crl.der");
    }

    @AfterAll
    static void closePki() {
        if (pki != null) {
            pki.close();
        }
    }

    @AfterEach
    void closeStore() {
        keystore.close();
    }

    private ImportedItem take(String... files) throws IOException {
        ImportOptions options = new ImportOptions(
                Source.ADMINISTRATOR, TrustLevel.UNVERIFIED, Optional.empty(), ImportOptions.Authorities.ANCHORS);
        ImportReport report = new ImportReport(List.of());
        for (String file : files) {
            report = importer.importFiles(
                    List.of(new ImportFile(file, Octets.of(pki.openssl().read(file)))), List.of(), options);
        }
        return report.items().get(0);
    }

    private static Certificate certificate(String name) throws IOException {
        SmimeKeyReader reader = new SmimeKeyReader(SmimeOptions.DEFAULT, Limits.DEFAULT);
        Octets file = Octets.of(pki.certificate(name));
        return ((Item.PublicCertificate) reader.read(file, List.of(), Instant.EPOCH, Limits.DEFAULT)
                        .get(0))
                .certificate();
    }

    private Revocation revocationOf(String name) throws IOException {
        SmimeChecker checker =
                new SmimeChecker(SmimeOptions.DEFAULT, new AlgorithmPolicy(Limits.DEFAULT), Limits.DEFAULT, keystore);
        return checker.check(
                        certificate(name),
                        new CertificateChecker.Request(
                                keystore,
                                List.of(),
                                List.of(),
                                List.of(),
                                now,
                                CertificateChecker.RevocationRule.IF_KNOWN))
                .revocation();
    }

    private Chain chainOf(String name) throws IOException {
        Jca jca = new Jca();
        CertificateCache certificates =
                new CertificateCache(new CertificateParser(jca, SmimeOptions.DEFAULT, Limits.DEFAULT));
        return new PathFinder(jca, certificates, new ListCache(keystore))
                .chain(
                        certificates.get(certificate(name).encoded()),
                        List.of(),
                        keystore,
                        now,
                        new AlgorithmPolicy(Limits.DEFAULT),
                        Limits.DEFAULT);
    }

    private List<StoredRevocationList> lists() {
        return keystore.revocationLists(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann-revoked.crl", "ann-revoked.crl.der"})
    void aListIsTakenAndRevokesMailAndCheckAlike(String file) throws IOException {
        ImportedItem item = take("root.pem", "issuing.pem", file);

        assertThat(item.result()).isEqualTo(ItemResult.ADDED);
        assertThat(item.subject()).contains("CN=Issuing,O=Test");
        assertThat(lists()).singleElement().satisfies(l -> {
            assertThat(l.signature()).isEqualTo(Signature.GOOD);
            assertThat(l.facts().entries()).isEqualTo(1);
        });
        assertThat(revocationOf("ann")).isEqualTo(Revocation.REVOKED);
        assertThat(chainOf("ann")).isInstanceOfSatisfying(Chain.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo("cert.revoked");
            assertThat(refused.rule()).contains("revoked on");
        });
        assertThat(chainOf("bob")).isInstanceOf(Chain.Trusted.class);
    }

    @Test
    void theStoredOctetsAreTheListThatOpensslMade() throws IOException {
        take("root.pem", "issuing.pem", "ann-revoked.crl");

        assertThat(keystore.revocationList(lists().get(0).facts().digest()))
                .contains(Octets.of(pki.openssl().read("ann-revoked.crl.der")));
    }

    @Test
    void aNewerListReplacesAnOlderOneAndNeverTheOtherWayRound() throws IOException {
        take("root.pem", "issuing.pem", "empty.crl");
        assertThat(chainOf("ann")).isInstanceOf(Chain.Trusted.class);

        assertThat(take("ann-revoked.crl").result()).isEqualTo(ItemResult.UPDATED);
        assertThat(take("empty.crl").result()).isEqualTo(ItemResult.UNCHANGED);
        assertThat(take("ann-revoked.crl").reason()).contains("already here");

        assertThat(lists()).hasSize(1);
        assertThat(chainOf("ann")).isInstanceOf(Chain.Refused.class);
    }

    @Test
    void aListBeforeItsIssuerIsKeptNotBelievedAndSettledWhenTheIssuerComes() throws IOException {
        ImportedItem item = take("ann-revoked.crl");
        assertThat(item.result()).isEqualTo(ItemResult.ADDED);
        assertThat(item.code()).isEqualTo("certificate.missing");
        assertThat(lists()).extracting(StoredRevocationList::signature).containsExactly(Signature.NOT_CHECKED);

        take("root.pem", "issuing.pem");

        assertThat(lists()).extracting(StoredRevocationList::signature).containsExactly(Signature.GOOD);
        assertThat(revocationOf("ann")).isEqualTo(Revocation.REVOKED);
    }

    @Test
    void aListWithAChangedOctetIsRefusedAndTheGoodOneStays() throws IOException {
        take("root.pem", "issuing.pem", "empty.crl");
        byte[] forged = pki.openssl().read("ann-revoked.crl.der");
        forged[forged.length - 1] ^= 1;
        pki.openssl().file("forged.crl", forged);

        ImportedItem item = take("forged.crl");

        assertThat(item.code()).isEqualTo("key.mismatch");
        assertThat(lists()).hasSize(1);
        assertThat(chainOf("ann")).isInstanceOf(Chain.Trusted.class);
    }

    @Test
    void aListCutOffAnywhereIsAnAnswerAndNoException() throws IOException {
        byte[] whole = pki.openssl().read("ann-revoked.crl.der");
        for (int length = 2; length < whole.length; length += 7) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThat(RevocationList.read(Octets.of(cut))).isEmpty();
        }
    }

    @Test
    void aDeletedListIsGoneWithItsOctets() throws Exception {
        take("ann-revoked.crl");
        StoredRevocationList list = lists().get(0);
        keystore.apply(List.of(new org.sealdesk.crypt.key.Keystore.Change.DeleteRevocationList(list.facts())));

        assertThat(lists()).isEmpty();
        assertThat(keystore.revocationList(list.facts().digest())).isEmpty();
    }
}
