package org.sealdesk.crypt.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.sealdesk.crypt.intake.ItemKind.PGP_CERTIFICATE;
import static org.sealdesk.crypt.intake.ItemKind.PGP_REVOCATION;
import static org.sealdesk.crypt.intake.ItemKind.PGP_SECRET_KEY;
import static org.sealdesk.crypt.intake.ItemResult.ADDED;
import static org.sealdesk.crypt.intake.ItemResult.FAILED;
import static org.sealdesk.crypt.intake.ItemResult.UNCHANGED;
import static org.sealdesk.crypt.intake.ItemResult.UPDATED;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.intake.PasswordVault.Code;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.Technology;

/** OpenPGP files made by GnuPG. */
class OpenPgpImportTest {

    private static Gpg gpg;
    private static String ann;
    private static byte[] annPublic;
    private static byte[] annSecret;
    private static byte[] annRevocation;

    private final Desk desk = new Desk();
    private final PasswordVault vault = new PasswordVault(desk.keystore, desk.pgp, desk.clock, Limits.DEFAULT);

    @BeforeAll
    static void make() throws IOException {
        gpg = Peers.requireGpg();
        gpg.file("gpg-agent.conf", Gpg.utf8("s2k-count 65536\n"));
        ann = gpg.newKey("Ann Example <ann@example.org>", "ed25519", "cv25519", "secret");
        annPublic = gpg.exportPublic(ann);
        annSecret = gpg.exportSecret(ann, "secret");
        // GnuPG puts a colon before the armour so that nobody revokes by accident.
        annRevocation = Files.readString(gpg.home().resolve("openpgp-revocs.d").resolve(ann + ".rev"))
                .replace(":-----", "-----")
                .replaceAll("(?s)^.*?(?=-----BEGIN)", "")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @AfterAll
    static void clean() throws IOException {
        if (gpg != null) {
            gpg.close();
        }
    }

    private StoredCertificate stored() {
        return desk.keystore.byAnyFingerprint(Octets.ofHex(ann)).get(0);
    }

    @Test
    void aCertificateGivesItsFacts() {
        ImportedItem item = desk.take(Desk.file("ann.asc", annPublic)).items().get(0);

        assertThat(item.kind()).isEqualTo(PGP_CERTIFICATE);
        assertThat(item.result()).isEqualTo(ADDED);
        assertThat(item.fingerprint()).contains(ann);
        assertThat(item.userIds()).containsExactly("Ann Example <ann@example.org>");
        assertThat(item.addresses()).containsExactly("ann@example.org");
        assertThat(item.subkeys()).hasSize(1);
        assertThat(item.spkiSha256()).isEmpty();
        assertThat(item.subject()).isEmpty();
        assertThat(item.canSign()).isTrue();
        assertThat(item.canEncrypt()).isTrue();
    }

    @Test
    void whatIsNewInAKnownCertificateIsMerged() throws IOException {
        desk.take(Desk.file("ann.asc", annPublic));
        try (Gpg other = Peers.requireGpg()) {
            other.run(annSecret, "--passphrase", "secret", "--import").ok();
            other.run("--passphrase", "secret", "--quick-add-uid", ann, "Ann <ann@work.example>")
                    .ok();
            byte[] newer = other.exportPublic(ann);

            assertThat(desk.take(Desk.file("newer.asc", newer)).items())
                    .extracting(ImportedItem::result, ImportedItem::reason)
                    .containsExactly(tuple(UPDATED, "1 user id more"));
        }
        assertThat(desk.take(Desk.file("ann.asc", annPublic)).items())
                .extracting(ImportedItem::result, i -> i.addresses().size())
                .containsExactly(tuple(UNCHANGED, 2));
    }

    @Test
    void aLockedKeyIsKeptLockedUntilItsPasswordComes() throws Exception {
        assertThat(desk.take(Desk.file("ann.key", annSecret)).items())
                .extracting(ImportedItem::kind, ImportedItem::result, ImportedItem::code, ImportedItem::secret)
                .containsExactly(tuple(PGP_SECRET_KEY, ADDED, "password.needed", true));
        assertThat(vault.test(ann).code()).isEqualTo(Code.NEEDED);

        assertThat(set(ann, "wrong")).isEqualTo(Code.WRONG);
        assertThat(vault.test(ann).code()).isEqualTo(Code.NEEDED);
        assertThat(set(ann, "secret")).isEqualTo(Code.STORED);

        assertThat(vault.test(ann).code()).isEqualTo(Code.STORED);
        try (SecretKeyRecord record =
                desk.keystore.open(stored().certificate().secretKeyId()).orElseThrow()) {
            assertThat(record.passphrase().orElseThrow().toChars()).containsExactly("secret".toCharArray());
        }
    }

    private Code set(String name, String password) {
        try (Passphrase passphrase = Passphrase.of(password.toCharArray())) {
            return vault.set(name, passphrase).code();
        }
    }

    @Test
    void aPasswordIsSetByTheNamesThatPeopleUse() {
        desk.take(Desk.file("ann.key", annSecret));
        String subkey = stored().certificate().keys().get(1).fingerprint().hex();

        for (String name : List.of(
                ann,
                ann.substring(24),
                ann.substring(32),
                "0x" + ann.substring(32).toLowerCase(Locale.ROOT),
                subkey,
                subkey.substring(32))) {
            assertThat(set(name, "secret")).as(name).isEqualTo(Code.STORED);
        }
        assertThat(set("DEADBEEF", "secret")).isEqualTo(Code.NO_SUCH_KEY);
        assertThat(set("not a name", "secret")).isEqualTo(Code.NO_SUCH_KEY);
    }

    @Test
    void aKeyWithoutPasswordNeedsNone() throws IOException {
        String bob = gpg.newKey("Bob <bob@example.org>", "ed25519", "cv25519", "");
        desk.take(Desk.file("bob.key", gpg.exportSecret(bob, "")));

        assertThat(vault.test(bob).code()).isEqualTo(Code.NOT_NEEDED);
        assertThat(set(bob, "anything")).isEqualTo(Code.NOT_NEEDED);
    }

    @Test
    void importingTheSameSecretAgainWithItsPasswordOpensTheStoredOne() {
        ImportFile file = Desk.file("ann.key", annSecret);
        desk.take(file);

        assertThat(desk.takeWith("secret", file).items())
                .extracting(ImportedItem::result, ImportedItem::code)
                .containsExactly(tuple(UPDATED, "ok"));
        assertThat(vault.test(ann).code()).isEqualTo(Code.STORED);
        assertThat(desk.take(file).items())
                .as("a copy without its password does not replace one with")
                .extracting(ImportedItem::result)
                .containsExactly(UNCHANGED);
        assertThat(vault.test(ann).code()).isEqualTo(Code.STORED);
    }

    @Test
    void anOfflineCopyWithoutThePrimarySecretDoesNotReplaceAWholeOne() throws IOException {
        desk.takeWith("secret", Desk.file("ann.key", annSecret));
        byte[] offline = gpg.run("--passphrase", "secret", "--export-secret-subkeys", ann)
                .ok()
                .out();

        assertThat(desk.takeWith("secret", Desk.file("laptop.key", offline)).items())
                .extracting(ImportedItem::result)
                .containsExactly(UNCHANGED);
    }

    @Test
    void aRevocationNeedsItsCertificateAndThenRevokesIt() {
        ImportFile revocation = Desk.file("ann.rev", annRevocation);
        assertThat(desk.take(revocation).items())
                .extracting(ImportedItem::kind, ImportedItem::result, ImportedItem::code)
                .containsExactly(tuple(PGP_REVOCATION, FAILED, "key.missing"));
        desk.take(Desk.file("ann.asc", annPublic));

        ImportedItem item = desk.take(revocation).items().get(0);

        assertThat(item.result()).isEqualTo(UPDATED);
        assertThat(item.revoked()).isTrue();
        assertThat(item.canEncrypt()).isFalse();
        assertThat(stored().certificate().revokedAt()).isPresent();
        assertThat(desk.take(revocation).items())
                .extracting(ImportedItem::result)
                .containsExactly(UNCHANGED);
        assertThat(desk.take(Desk.file("ann.asc", annPublic)).items())
                .as("the copy from before does not undo it")
                .extracting(ImportedItem::revoked)
                .containsExactly(true);
    }

    @Test
    void exportedCertificatesAreReadByGnuPg() throws IOException {
        desk.take(Desk.file("ann.asc", annPublic));
        KeyExport.ExportedFile file = KeyExport.certificate(stored().certificate());

        assertThat(file.name()).isEqualTo(ann.substring(24) + "-pub.asc");
        try (Gpg other = Peers.requireGpg()) {
            other.importKey(file.content().toArray());
            assertThat(other.fingerprint("ann@example.org")).isEqualTo(ann);
        }
        String gpgArmour = new String(annPublic, StandardCharsets.US_ASCII);
        String base64 = gpgArmour.replaceAll("(?s)^.*?\n\n|\n=.*$", "");
        assertThat(gpgArmour)
                .as("same checksum as gpg writes")
                .contains("\n=" + KeyExport.crc24(Base64.getMimeDecoder().decode(base64)) + "\n");
        assertThat(new String(
                        KeyExport.fingerprint(stored().certificate()).content().toArray(), StandardCharsets.US_ASCII))
                .isEqualTo(ann + "\n");
    }

    @Test
    void ownKeysAreListedOncePaired() {
        desk.take(Desk.file("ann.key", annSecret), Desk.file("ann.asc", annPublic));

        assertThat(desk.keystore.own(Technology.OPENPGP, 10)).hasSize(1);
        assertThat(desk.keystore.count(Technology.OPENPGP)).isEqualTo(1);
    }
}
