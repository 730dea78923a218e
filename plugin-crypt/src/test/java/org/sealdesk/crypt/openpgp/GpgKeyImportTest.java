package org.sealdesk.crypt.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.verdict.DecryptionOutcome;
import org.sealdesk.crypt.verdict.SignatureOutcome;

/** Keys as gpg exports them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GpgKeyImportTest {

    private static final byte[] TEXT = "Hello\r\n".getBytes(StandardCharsets.UTF_8);
    private static final String OLD = """
            Key-Type: DSA
            Key-Length: 2048
            Key-Usage: sign
            Subkey-Type: ELG
            Subkey-Length: 2048
            Subkey-Usage: encrypt
            Name-Email: old@example.org
            Passphrase: x
            %commit
            """;

    private Gpg gpg;

    @BeforeAll
    void makeKeys() throws Exception {
        gpg = Peers.requireGpg();
        GpgKeys.CURVE25519.make(gpg);
        GpgKeys.P384.make(gpg);
        GpgKeys.run(gpg, OLD.getBytes(StandardCharsets.UTF_8), "--generate-key").ok();
    }

    @AfterAll
    void close() throws Exception {
        if (gpg != null) {
            gpg.close();
        }
    }

    private Item.Secret secret(Desk desk, String... passphrases) throws Exception {
        return (Item.Secret) desk.read(GpgKeys.P384.secret(gpg), passphrases).get(0);
    }

    @Test
    void aLockedKeyIsOpenOnlyWithItsPassphrase() throws Exception {
        Desk desk = new Desk(GpgKeys.NOW);
        assertThat(secret(desk).open()).isFalse();
        assertThat(secret(desk, "wrong", "worse").open()).isFalse();
        Item.Secret open = secret(desk, "wrong", GpgKeys.P384.passphrase);
        assertThat(open.open()).isTrue();
        assertThat(open.secret().passphrase()).isPresent();
    }

    @Test
    void withoutThePassphraseTheMailWaitsForTheKey() throws Exception {
        Desk desk = new Desk(GpgKeys.NOW);
        Certificate certificate = desk.learn(GpgKeys.P384.secret(gpg), "wrong");
        byte[] message = GpgKeys.run(gpg, TEXT, "-r", GpgKeys.P384.address(), "--encrypt")
                .ok()
                .out();
        Unwrapped.NotDecrypted locked = (Unwrapped.NotDecrypted) desk.unwrap(message);
        assertThat(locked.outcome().reason()).isEqualTo(DecryptionOutcome.Reason.KEY_LOCKED);
        assertThat(locked.outcome().missing())
                .containsExactly("pgp:"
                        + certificate
                                .keys()
                                .get(1)
                                .fingerprint()
                                .value()
                                .last(8)
                                .hex());
        desk.learn(GpgKeys.P384.secret(gpg), GpgKeys.P384.passphrase);
        assertThat(desk.unwrap(message)).isInstanceOf(Unwrapped.Decrypted.class);
    }

    @Test
    void aKeyWithoutItsPrimarySecretOpensAndDoesNotSign() throws Exception {
        Desk desk = new Desk(GpgKeys.NOW);
        byte[] subkeys = GpgKeys.run(gpg, new byte[0], "--export-secret-subkeys", GpgKeys.CURVE25519.address())
                .ok()
                .out();
        Certificate certificate = desk.learn(subkeys);
        byte[] message = GpgKeys.run(gpg, TEXT, "-r", GpgKeys.CURVE25519.address(), "--encrypt")
                .ok()
                .out();
        assertThat(desk.unwrap(message)).isInstanceOf(Unwrapped.Decrypted.class);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> desk.sign(TEXT, certificate)))
                .isInstanceOfSatisfying(
                        org.sealdesk.crypt.engine.EngineRefusal.class,
                        e -> assertThat(e.code()).isEqualTo("key.missing"));
    }

    @Test
    void dsaAndElgamalAreReadAndNotWritten() throws Exception {
        Desk desk = new Desk(GpgKeys.NOW);
        byte[] exported = GpgKeys.run(gpg, new byte[0], "--passphrase", "x", "--export-secret-keys", "old@example.org")
                .ok()
                .out();
        Certificate old = desk.learn(exported, "x");
        byte[] message = GpgKeys.run(
                        gpg,
                        TEXT,
                        "--passphrase",
                        "x",
                        "-u",
                        "old@example.org",
                        "-r",
                        "old@example.org",
                        "--sign",
                        "--encrypt")
                .ok()
                .out();
        Unwrapped.Decrypted opened = (Unwrapped.Decrypted) desk.unwrap(message);
        assertThat(Desk.bytes(opened.payload())).isEqualTo(TEXT);
        assertThat(opened.signatures())
                .singleElement()
                .isInstanceOfSatisfying(
                        SignatureOutcome.Invalid.class,
                        i -> assertThat(i.reason()).isEqualTo(SignatureOutcome.Reason.WEAK));
        byte[] changed = GpgKeys.run(gpg, TEXT, "--passphrase", "x", "-u", "old@example.org", "--detach-sign")
                .ok()
                .out();
        assertThat(desk.verify("Hallo".getBytes(StandardCharsets.UTF_8), changed))
                .singleElement()
                .isInstanceOfSatisfying(
                        SignatureOutcome.Invalid.class,
                        i -> assertThat(i.reason()).isEqualTo(SignatureOutcome.Reason.CONTENT_CHANGED));
        for (Usability.Purpose purpose : Usability.Purpose.values()) {
            assertThat(desk.engine.usability(old, purpose, desk.at))
                    .isInstanceOfSatisfying(
                            Usability.Unusable.class, u -> assertThat(u.code()).isEqualTo("key.weak"));
        }
    }

    @Test
    void gpgsOwnRevocationCertificateRevokes() throws Exception {
        Desk desk = new Desk(GpgKeys.NOW);
        Certificate certificate = desk.learn(GpgKeys.CURVE25519.certificate(gpg));
        Path file;
        try (Stream<Path> files = Files.list(gpg.home().resolve("openpgp-revocs.d"))) {
            file = files.filter(
                            f -> f.toString().contains(certificate.fingerprint().hex()))
                    .findFirst()
                    .orElseThrow();
        }
        // A colon keeps it from being imported by mistake.
        String armour = Files.readString(file).replace(":-----BEGIN", "-----BEGIN");
        List<Item> items = desk.read(armour.getBytes(StandardCharsets.UTF_8));
        Item.Revocation revocation = (Item.Revocation) items.get(0);
        Certificate revoked = desk.reader
                .revoke(certificate, revocation.encoded(), GpgKeys.NOW.plus(Duration.ofDays(1)))
                .orElseThrow();
        assertThat(revoked.revokedAt()).isPresent();
        assertThat(desk.engine.usability(revoked, Usability.Purpose.ENCRYPT, GpgKeys.NOW.plus(Duration.ofDays(1))))
                .isInstanceOfSatisfying(
                        Usability.Unusable.class, u -> assertThat(u.code()).isEqualTo("key.revoked"));
    }

    @Test
    void theKeyboxInGpgsHomeIsRead() throws Exception {
        Desk desk = new Desk(GpgKeys.NOW);
        byte[] keybox = Files.readAllBytes(gpg.home().resolve("pubring.kbx"));
        assertThat(desk.read(keybox))
                .extracting(i ->
                        ((Item.PublicCertificate) i).certificate().primaryKey().algorithm())
                .containsExactlyInAnyOrder("Ed25519", "P-384", "DSA 2048");
        for (int i = 0; i < keybox.length; i += 7) {
            byte[] changed = keybox.clone();
            changed[i] ^= 0x41;
            assertThat(desk.read(changed)).isNotNull();
        }
    }

    @Test
    void gpgTakesOurCleanedCertificates() throws Exception {
        Desk desk = new Desk(GpgKeys.NOW);
        Certificate certificate = desk.learn(GpgKeys.P384.secret(gpg), GpgKeys.P384.passphrase);
        try (Gpg other = Peers.requireGpg()) {
            assertThat(GpgKeys.run(other, certificate.encoded().toArray(), "--import")
                            .ok()
                            .err())
                    .contains("IMPORT_OK 1 " + certificate.fingerprint().hex());
            assertThat(GpgKeys.run(other, TEXT, "-r", GpgKeys.P384.address(), "--encrypt")
                            .ok()
                            .out())
                    .isNotEmpty();
        }
    }
}
