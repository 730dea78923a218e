package org.sealdesk.crypt.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.Problem;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;

/** Key folders as administrators see them. */
class FoldersPageTest {

    @TempDir
    private Path folder;

    private final AdminDesk admin = new AdminDesk();

    @BeforeEach
    void nameTheFolder() {
        admin.host.set("SMIME", "1");
        admin.host.set("SMIME::CertPath", folder.toString());
    }

    @AfterEach
    void close() {
        admin.close();
    }

    private void certificate(String file) throws IOException {
        try (Openssl openssl = Peers.requireOpenssl()) {
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
                            "/CN=Ann Folder",
                            "-days",
                            "30")
                    .ok();
            Files.write(folder.resolve(file), openssl.read("crt"));
        }
    }

    private void rescan() throws Exception {
        Outcome outcome = admin.handle(TestRequest.post("folders"));
        assertThat(outcome).isInstanceOf(Outcome.Redirect.class);
        admin.scheduled.forEach(Runnable::run);
        admin.scheduled.clear();
    }

    private String page() throws Exception {
        return admin.text(TestRequest.get("folders"));
    }

    @Test
    void aRescanShowsItsProgressAndThenWhatBecameOfEachFile() throws Exception {
        certificate("12345678.0");
        Files.writeString(folder.resolve("notes.txt"), "nothing");
        admin.handle(TestRequest.post("folders"));
        assertThat(page()).contains("The folders are being read 0/1").doesNotContain("Delete cache and re-index");
        admin.scheduled.forEach(Runnable::run);
        assertThat(page())
                .contains("Ann Folder", "12345678.0", "[New]", "notes.txt", "[Failed]", "Delete cache / re-index")
                .contains("No key or certificate was found in it.");
        assertThat(admin.host.audited)
                .anyMatch(e -> e.action().equals("key.import") && e.actor().equals("system"))
                .anyMatch(e -> e.action().equals("folders.rescan"));
        assertThat(admin.changed).hasSize(1);
    }

    @Test
    void aCertificateWhoseFileWentIsNamedHereOnItsPageAndOnTheHealthPage() throws Exception {
        certificate("12345678.0");
        rescan();
        Files.delete(folder.resolve("12345678.0"));
        rescan();
        assertThat(page()).contains("Retired because their files went", "Ann Folder", "12345678.0");
        String fingerprint = admin.changed.get(0);
        assertThat(admin.text(TestRequest.get("smime/" + fingerprint.toLowerCase(java.util.Locale.ROOT))))
                .contains("because its file went from its folder", "12345678.0");
        assertThat(admin.errors.find()).extracting(Problem::code).contains("folder.file.gone");
        assertThat(admin.host.audited)
                .anyMatch(e -> e.action().equals("key.retire") && e.subject().equals(fingerprint));
    }

    @Test
    void filesThatCanNotBeReadAreOnTheHealthPage() throws Exception {
        Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("missing"));
        Files.writeString(folder.resolve("torn.pem"), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        rescan();
        String health = admin.text(TestRequest.get("health"));
        assertThat(health)
                .contains("Something in a key folder can't be read", "nowhere can't be read")
                .contains("A file in a key folder could not be taken.", "torn.pem");
        assertThat(admin.errors.find())
                .extracting(Problem::code)
                .contains("folder.unreadable.file", "folder.file.failed");
    }

    @Test
    void whoMayOnlyLookCanNotRescan() throws Exception {
        TestRequest looking = TestRequest.get("folders").by("pat", Permissions.VIEW_KEYS);
        assertThat(admin.text(looking)).contains("Key folders").doesNotContain("re-index");
        assertThat(admin.handle(TestRequest.post("folders").by("pat", Permissions.VIEW_KEYS)))
                .isInstanceOf(Outcome.NotFound.class);
        assertThat(admin.scheduled).isEmpty();
    }

    @Test
    void foldersOfATechnologyThatIsOffAreLeftAlone() throws Exception {
        certificate("12345678.0");
        rescan();
        admin.host.set("SMIME", "0");
        rescan();
        assertThat(page()).contains("No setting names a key folder").doesNotContain("Ann Folder");
    }
}
