package org.sealdesk.crypt.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.octets.Octets;

/** An import file after file. */
class ImportSessionTest {

    private final Desk desk = new Desk();

    @Test
    void eachFileHasItsOwnReportInTheOrderTaken() {
        try (ImportSession session = desk.importer.begin(ImportOptions.unverified(Source.FOLDER))) {
            session.take(file("same name", "nothing"), List.of());
            session.take(file("same name", ""), List.of());
            List<ImportReport> reports = session.finish();
            assertThat(reports).hasSize(2);
            assertThat(reports.get(0).items())
                    .singleElement()
                    .satisfies(item -> assertThat(item.reason()).contains("no key or certificate"));
            assertThat(reports.get(1).items())
                    .singleElement()
                    .satisfies(item -> assertThat(item.reason()).contains("empty"));
        }
    }

    @Test
    void whatAFolderBroughtBelongsToTheAdministratorOnceHeImportsItToo() throws Exception {
        try (Openssl openssl = Peers.requireOpenssl();
                Passphrase none = Passphrase.of(new char[0])) {
            openssl.run(
                            "req",
                            "-x509",
                            "-newkey",
                            "rsa:2048",
                            "-nodes",
                            "-keyout",
                            "key",
                            "-out",
                            "crt",
                            "-subj",
                            "/CN=Ann",
                            "-days",
                            "1")
                    .ok();
            List<ImportFile> files = List.of(new ImportFile("crt", Octets.of(openssl.read("crt"))));
            String fingerprint = desk.importer
                    .importFiles(files, List.of(none), ImportOptions.unverified(Source.FOLDER))
                    .changedFingerprints()
                    .get(0);
            assertThat(source(fingerprint)).isEqualTo(Source.FOLDER);
            desk.importer.importFiles(files, List.of(), ImportOptions.unverified(Source.MAIL));
            assertThat(source(fingerprint)).isEqualTo(Source.FOLDER);
            ImportReport report =
                    desk.importer.importFiles(files, List.of(), ImportOptions.unverified(Source.ADMINISTRATOR));
            assertThat(source(fingerprint)).isEqualTo(Source.ADMINISTRATOR);
            assertThat(report.items())
                    .singleElement()
                    .satisfies(item ->
                            assertThat(item.reason()).isEqualTo("stays now even if its file goes from its folder"));
        }
    }

    private CertificateFacts.Source source(String fingerprint) {
        return desk.keystore
                .byAnyFingerprint(Octets.ofHex(fingerprint))
                .get(0)
                .facts()
                .source();
    }

    private static ImportFile file(String name, String content) {
        return new ImportFile(name, Octets.of(content.getBytes(StandardCharsets.UTF_8)));
    }
}
