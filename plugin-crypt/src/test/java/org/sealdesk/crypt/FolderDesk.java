package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.sealdesk.crypt.folder.FileRecord;
import org.sealdesk.crypt.folder.FolderEvents;
import org.sealdesk.crypt.folder.KeyFolders;
import org.sealdesk.crypt.folder.ScanReport;
import org.sealdesk.crypt.folder.WatchedFolder;
import org.sealdesk.crypt.folder.WatchedFolder.Kind;
import org.sealdesk.crypt.intake.ImportedItem;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.message.OpenedMail;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.CryptographicSummary.Status;

/** Folders kept in step with a real core. */
final class FolderDesk implements AutoCloseable, FolderEvents {

    final MatrixDesk mail;
    final List<WatchedFolder> folders = new ArrayList<>();
    final List<String> heard = new ArrayList<>();
    private final Path memory;
    private KeyFolders keyFolders;

    FolderDesk(Path memory, InstantSource clock) throws IOException {
        this.mail = new MatrixDesk(clock);
        this.memory = memory;
        this.keyFolders = opened();
    }

    private KeyFolders opened() throws IOException {
        return KeyFolders.open(
                () -> List.copyOf(folders),
                memory,
                new KeyFolders.Target(
                        mail.core.keystore(), mail.core.importer(), "system", mail.core.clock(), Limits.DEFAULT, this));
    }

    FolderDesk watching(Kind kind, Path... paths) {
        for (Path path : paths) {
            folders.add(new WatchedFolder(kind, path));
        }
        return this;
    }

    /** What the folders are after a restart of the plugin. */
    void restart() throws IOException {
        keyFolders.close();
        keyFolders = opened();
    }

    /** Two minutes' ticks: a look is due even if the watch said nothing, and another to confirm it. */
    void ticks() {
        for (int i = 0; i < 60; i++) {
            keyFolders.tick();
        }
    }

    KeyFolders keyFolders() {
        return keyFolders;
    }

    ScanReport rescan(String... passwords) throws IOException {
        List<Passphrase> passphrases = new ArrayList<>();
        for (String password : passwords) {
            passphrases.add(Passphrase.of(password.toCharArray()));
        }
        return keyFolders.rescan(passphrases);
    }

    static FileRecord file(ScanReport report, Path path) {
        return report.files().stream()
                .filter(f -> f.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + path + " among " + report.files()));
    }

    StoredCertificate stored(String fingerprint) {
        return mail.core.keystore().byAnyFingerprint(Octets.ofHex(fingerprint)).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no certificate " + fingerprint));
    }

    boolean has(String fingerprint) {
        return !mail.core.keystore().byAnyFingerprint(Octets.ofHex(fingerprint)).isEmpty();
    }

    CertificateFacts.Role role(String fingerprint) {
        return stored(fingerprint).facts().role();
    }

    void assertOpens(byte[] octets) throws IOException {
        OpenedMail opened = mail.open(octets);
        assertThat(opened.summary().status()).isEqualTo(Status.ENCRYPTED_ONLY);
        assertThat(opened.payload()).isPresent();
    }

    void assertStaysClosed(byte[] octets) throws IOException {
        assertThat(mail.open(octets).payload()).isEmpty();
    }

    @Override
    public void read(ImportedItem item) {
        heard.add(item.result().code() + " " + item.kind().code());
    }

    @Override
    public void retired(String fingerprint, Path lastFile) {
        heard.add("retired " + fingerprint + " " + lastFile.getFileName());
    }

    @Override
    public void restored(String fingerprint) {
        heard.add("restored " + fingerprint);
    }

    @Override
    public void changed(List<String> fingerprints) {
        heard.add("changed " + fingerprints.size());
    }

    @Override
    public void close() throws IOException {
        keyFolders.close();
        mail.close();
    }
}
