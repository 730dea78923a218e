package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.folder.FileRecord;
import org.sealdesk.crypt.folder.ScanReport;
import org.sealdesk.crypt.folder.WatchedFolder.Kind;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.key.CertificateFacts.Role;

/** A GnuPG home as gpg itself makes and changes it, read without any process. */
class GnupgFolderTest {

    private static final String PASSWORD = "geheim-kanarienvogel";

    @TempDir
    private Path work;

    private Gpg gpg;
    private FolderDesk desk;

    @BeforeEach
    void open() throws IOException {
        gpg = Peers.requireGpg();
        desk = new FolderDesk(
                        work.resolve("memory"),
                        InstantSource.fixed(Instant.now().plus(Duration.ofDays(3))))
                .watching(Kind.GNUPG, gpg.home());
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
        gpg.close();
    }

    private byte[] mailFor(String fingerprint) {
        byte[] entity = MailSample.octets("Content-Type: text/plain\r\n\r\nHello\r\n");
        String armour = new String(
                gpg.run(entity, "--armor", "--recipient", fingerprint, "--encrypt")
                        .ok()
                        .out(),
                StandardCharsets.US_ASCII);
        return MailSample.octets("From: x@example.net\r\nTo: y@example.org\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n"
                + "--b\r\nContent-Type: application/octet-stream\r\n\r\n"
                + armour.replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n--b--\r\n");
    }

    private ScanReport latest() {
        return desk.keyFolders().status().latest().orElseThrow();
    }

    private void delete(String fingerprint) {
        gpg.run("--delete-secret-keys", fingerprint);
        gpg.run("--delete-keys", fingerprint).ok();
    }

    @Test
    void secretKeysOfEveryKindWithAndWithoutPasswordOpenTheirMail() throws IOException {
        List<String> open = List.of(
                gpg.newKey("Rsa <rsa@example.org>", "rsa2048", "rsa2048", ""),
                gpg.newKey("Curve <curve@example.org>", "ed25519", "cv25519", ""),
                gpg.newKey("Nist <nist@example.org>", "nistp256", "nistp256", ""),
                gpg.newKey("Brain <brain@example.org>", "brainpoolP256r1", "brainpoolP256r1", ""));
        List<String> locked = List.of(
                gpg.newKey("Rsa <rsa2@example.org>", "rsa2048", "rsa2048", PASSWORD),
                gpg.newKey("Curve <curve2@example.org>", "ed25519", "cv25519", PASSWORD),
                gpg.newKey("Nist <nist2@example.org>", "nistp384", "nistp384", PASSWORD));
        desk.ticks();
        for (String fingerprint : open) {
            assertThat(desk.stored(fingerprint).hasSecret()).isTrue();
            desk.assertOpens(mailFor(fingerprint));
        }
        for (String fingerprint : locked) {
            assertThat(desk.stored(fingerprint).hasSecret()).isFalse();
        }
        assertThat(latest().files().stream().map(FileRecord::code))
                .filteredOn(code -> code.equals("password.needed"))
                .hasSize(6);

        assertThat(desk.rescan("not this one").files().stream().map(FileRecord::code))
                .contains("password.wrong");
        ScanReport report = desk.rescan("not this one", PASSWORD);
        assertThat(report.files()).noneMatch(file -> file.result() == ItemResult.FAILED);
        for (String fingerprint : locked) {
            assertThat(desk.stored(fingerprint).hasSecret()).isTrue();
            desk.assertOpens(mailFor(fingerprint));
        }
        assertThat(Files.readString(work.resolve("memory/files.jsonl"))).doesNotContain(PASSWORD);
    }

    @Test
    void theStoreStaysInStepWhileGpgAddsAndDeletesKeys() throws IOException {
        String ann = gpg.newKey("Ann <ann@example.org>", "ed25519", "cv25519", "");
        desk.ticks();
        assertThat(desk.role(ann)).isEqualTo(Role.ACTIVE);

        String bob = gpg.newKey("Bob <bob@example.org>", "ed25519", "cv25519", "");
        desk.ticks();
        assertThat(desk.role(bob)).isEqualTo(Role.ACTIVE);
        desk.assertOpens(mailFor(bob));

        byte[] mail = mailFor(ann);
        byte[] copy = gpg.exportPublic(ann);
        delete(ann);
        desk.ticks();
        assertThat(desk.role(ann)).isEqualTo(Role.RETIRED);
        assertThat(desk.role(bob)).isEqualTo(Role.ACTIVE);
        desk.assertOpens(mail);

        gpg.importKey(copy);
        desk.ticks();
        assertThat(desk.role(ann)).isEqualTo(Role.ACTIVE);
    }

    @Test
    void aSubkeyThatIsAddedLaterOpensMailToo() throws IOException {
        String ann = gpg.newKey("Ann <ann@example.org>", "ed25519", "cv25519", "");
        desk.ticks();
        gpg.run("--passphrase", "", "--quick-add-key", ann, "nistp256", "encr", "never")
                .ok();
        desk.ticks();
        assertThat(desk.stored(ann).certificate().keys()).hasSize(3);
        String newest =
                desk.stored(ann).certificate().keys().get(2).fingerprint().hex();
        desk.assertOpens(mailFor(newest + "!"));
    }

    @Test
    void endedAndRevokedKeysAreReadAsWhatTheyAre() throws IOException {
        gpg.run("--passphrase", "", "--quick-generate-key", "Ended <ended@example.org>", "ed25519", "sign,cert", "1d")
                .ok();
        String ended = gpg.fingerprint("<ended@example.org>");
        String revoked = gpg.newKey("Gone <gone@example.org>", "ed25519", "cv25519", "");
        desk.ticks();
        assertThat(desk.stored(revoked).certificate().revokedAt()).isEmpty();
        // The file that gpg keeps ready for this day begins with a colon; it must not have been read as it lies there.
        Path ready = gpg.home().resolve("openpgp-revocs.d/" + revoked + ".rev");
        gpg.importKey(
                Files.readString(ready).replace(":-----BEGIN", "-----BEGIN").getBytes(StandardCharsets.US_ASCII));
        desk.ticks();
        assertThat(desk.stored(revoked).certificate().revokedAt()).isPresent();
        assertThat(desk.stored(ended).certificate().validity().to()).isPresent();
        assertThat(desk.stored(ended).hasSecret()).isTrue();
    }

    @Test
    void theHomeOfGnupgIsNotTouched() throws IOException {
        gpg.newKey("Ann <ann@example.org>", "ed25519", "cv25519", PASSWORD);
        Map<String, String> before = home();
        desk.rescan(PASSWORD);
        desk.ticks();
        assertThat(home()).isEqualTo(before);
    }

    private Map<String, String> home() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(gpg.home())) {
            for (Path file : files.toList()) {
                all.put(file.toString(), Files.getLastModifiedTime(file).toString());
            }
        }
        return all;
    }

    @Test
    void aDamagedSecretKeyIsNamedAndOthersAreTaken() throws IOException {
        gpg.newKey("Ann <ann@example.org>", "ed25519", "cv25519", "");
        String bob = gpg.newKey("Bob <bob@example.org>", "ed25519", "cv25519", "");
        Path secrets = gpg.home().resolve("private-keys-v1.d");
        Files.writeString(secrets.resolve("torn.key"), "Created: 20260101T000000\nKey: (private-key (rsa (n #00");
        Files.writeString(secrets.resolve("card.key"), "(20:shadowed-private-key(3:rsa(1:n1:a)(1:e1:b)))");
        Files.writeString(secrets.resolve("stray.key"), "(11:private-key(3:rsa(1:n1:a)(1:e1:b)(1:d1:c)))");
        desk.ticks();
        assertThat(FolderDesk.file(latest(), secrets.resolve("torn.key")).code())
                .isEqualTo("format.damaged");
        assertThat(FolderDesk.file(latest(), secrets.resolve("card.key")).code())
                .isEqualTo("format.unsupported");
        assertThat(FolderDesk.file(latest(), secrets.resolve("stray.key")).code())
                .isEqualTo("certificate.missing");
        desk.assertOpens(mailFor(bob));
    }
}
