package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;

/** {@code keys export --secret}: other programs open what leaves, with the new passphrase and no other. */
class SecretExportTest {

    private static final String OLD = "alt";
    private static final String NEW = "neues Geheimnis 2026";

    private final Path work;
    private final CommandDesk desk;

    SecretExportTest(@TempDir Path work) throws IOException {
        this.work = work;
        this.desk = new CommandDesk(work, InstantSource.system());
        Files.writeString(work.resolve("new.txt"), NEW + "\n");
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
    }

    private CommandDesk.Run export(String fingerprint) throws IOException {
        return desk.run(
                "",
                "keys",
                "export",
                "--secret",
                fingerprint,
                "--new-passphrase-file",
                "new.txt",
                "--reason",
                "Moving to the new desk",
                "--out",
                "out",
                "--data",
                "data");
    }

    private void take(String... words) throws IOException {
        String[] all = new String[words.length + 4];
        all[0] = "import";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--data";
        all[words.length + 2] = "data";
        all[words.length + 3] = "--json";
        CommandDesk.Run run = desk.run("", "keys", all);
        assertThat(run.answers())
                .as(run.err())
                .noneMatch(a -> a.get("result").getAsString().equals("failed"));
    }

    @ParameterizedTest
    @CsvSource({"rsa3072, rsa3072, alt", "ed25519, cv25519, alt", "nistp256, nistp256, ''"})
    void gpgImportsTheKeyAndSignsAndDecryptsWithTheNewPassphraseOnly(String algorithm, String encryption, String old)
            throws IOException {
        try (Gpg first = Peers.requireGpg();
                Gpg second = Peers.requireGpg()) {
            String fingerprint = first.newKey("Ann <ann@example.org>", algorithm, encryption, old);
            byte[] mail = "hello".getBytes(StandardCharsets.UTF_8);
            byte[] sealed = first.run(mail, "--encrypt", "--recipient", fingerprint)
                    .ok()
                    .out();
            Files.write(
                    work.resolve("ann.asc"),
                    first.run("--passphrase", old, "--armor", "--export-secret-keys", fingerprint)
                            .ok()
                            .out());
            take("ann.asc", "--passphrase", old);
            CommandDesk.Run run = export(fingerprint);
            assertThat(run.status()).as(run.err()).isZero();
            byte[] file = Files.readAllBytes(work.resolve("out"));
            assertThat(new String(file, StandardCharsets.US_ASCII)).startsWith("-----BEGIN PGP PRIVATE KEY BLOCK-----");

            second.run(file, "--passphrase", NEW, "--import").ok();
            assertThat(second.run(sealed, "--passphrase", NEW, "--decrypt").ok().out())
                    .isEqualTo(mail);
            second.run(mail, "--passphrase", NEW, "--detach-sign").ok();
        }
        try (Gpg third = Peers.requireGpg()) {
            byte[] file = Files.readAllBytes(work.resolve("out"));
            third.run(file, "--passphrase", OLD, "--import");
            assertThat(third.run(new byte[] {1}, "--passphrase", OLD, "--detach-sign")
                            .status())
                    .isNotZero();
        }
    }

    @Test
    void theLockIsAes256UnderAnIteratedSha256() throws IOException {
        try (Gpg gpg = Peers.requireGpg()) {
            String fingerprint = gpg.newKey("Ann <ann@example.org>", "ed25519", "cv25519", "");
            Files.write(
                    work.resolve("ann.asc"),
                    gpg.run("--armor", "--export-secret-keys", fingerprint).ok().out());
            take("ann.asc");
            assertThat(export(fingerprint).status()).isZero();
            String packets = gpg.run(Files.readAllBytes(work.resolve("out")), "--list-packets")
                    .ok()
                    .text();
            assertThat(packets.lines().filter(line -> line.contains("iter+salt S2K")))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).contains("algo: 9", "hash: 8", "SHA1 protection"));
            assertThat(packets).contains("protect count: 65011712");
        }
    }

    @Test
    void aKeyWhosePassphraseIsNotHereIsRefused() throws IOException {
        try (Gpg gpg = Peers.requireGpg()) {
            String fingerprint = gpg.newKey("Ann <ann@example.org>", "ed25519", "cv25519", OLD);
            Files.write(
                    work.resolve("ann.asc"),
                    gpg.run("--passphrase", OLD, "--armor", "--export-secret-keys", fingerprint)
                            .ok()
                            .out());
            take("ann.asc");
            CommandDesk.Run run = export(fingerprint);
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("locked with a passphrase that is not kept here", fingerprint);
            assertThat(work.resolve("out")).doesNotExist();
        }
    }

    private String fingerprintOf(String name) throws IOException {
        for (JsonObject item : desk.run("", "keys", "list", name, "--own", "--data", "data", "--json")
                .answers()) {
            return item.get("fingerprint").getAsString();
        }
        throw new AssertionError("no key of " + name);
    }

    @ParameterizedTest
    @CsvSource({"rsa:2048, ''", "ec, ec_paramgen_curve:P-256", "ed25519, ''"})
    void opensslAndJavaOpenThePkcs12FileWithKeyAndChain(String algorithm, String option) throws Exception {
        try (Openssl openssl = Peers.requireOpenssl()) {
            chain(openssl, algorithm, option);
            Path made = openssl.directory();
            for (String name : new String[] {"root.crt", "sub.crt", "ann.crt", "ann.key"}) {
                take(made.resolve(name).toString());
            }
            CommandDesk.Run run = export(fingerprintOf("ann"));
            assertThat(run.status()).as(run.err()).isZero();
            byte[] file = Files.readAllBytes(work.resolve("out"));
            openssl.file("out.p12", file);

            String info = openssl.run("pkcs12", "-in", "out.p12", "-info", "-noout", "-passin", "pass:" + NEW)
                    .ok()
                    .err();
            assertThat(info)
                    .contains("MAC: sha256, Iteration 600000")
                    .contains("PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256");
            String opened = openssl.run("pkcs12", "-in", "out.p12", "-nodes", "-passin", "pass:" + NEW)
                    .ok()
                    .text();
            assertThat(opened.split("BEGIN CERTIFICATE", -1)).hasSize(3);
            assertThat(openssl.run(opened.getBytes(StandardCharsets.US_ASCII), "pkey", "-pubout")
                            .ok()
                            .text())
                    .isEqualTo(openssl.run("pkey", "-in", "ann.key", "-pubout")
                            .ok()
                            .text());
            assertThat(openssl.run("pkcs12", "-in", "out.p12", "-nodes", "-passin", "pass:" + OLD)
                            .status())
                    .isNotZero();
            assertThatJavaOpens(file);
        }
    }

    private static void chain(Openssl openssl, String algorithm, String option) {
        openssl.file("ca.ext", "basicConstraints=critical,CA:TRUE\n".getBytes(StandardCharsets.US_ASCII));
        openssl.file("ann.ext", "subjectAltName=email:ann@example.org\n".getBytes(StandardCharsets.US_ASCII));
        openssl.run(
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-keyout",
                        "root.key",
                        "-out",
                        "root.crt",
                        "-subj",
                        "/CN=root",
                        "-days",
                        "3000")
                .ok();
        openssl.run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "sub.key", "-out", "sub.csr", "-subj", "/CN=sub")
                .ok();
        sign(openssl, "sub", "root", "ca.ext");
        if (option.isEmpty()) {
            openssl.run(
                            "req", "-newkey", algorithm, "-nodes", "-keyout", "ann.key", "-out", "ann.csr", "-subj",
                            "/CN=ann")
                    .ok();
        } else {
            openssl.run(
                            "req",
                            "-newkey",
                            algorithm,
                            "-pkeyopt",
                            option,
                            "-nodes",
                            "-keyout",
                            "ann.key",
                            "-out",
                            "ann.csr",
                            "-subj",
                            "/CN=ann")
                    .ok();
        }
        sign(openssl, "ann", "sub", "ann.ext");
    }

    private static void sign(Openssl openssl, String name, String issuer, String extensions) {
        openssl.run(
                        "x509",
                        "-req",
                        "-in",
                        name + ".csr",
                        "-CA",
                        issuer + ".crt",
                        "-CAkey",
                        issuer + ".key",
                        "-out",
                        name + ".crt",
                        "-days",
                        "3000",
                        "-set_serial",
                        "17",
                        "-extfile",
                        extensions)
                .ok();
    }

    /** The reader of keytool. */
    private static void assertThatJavaOpens(byte[] file) throws Exception {
        KeyStore java = KeyStore.getInstance("PKCS12");
        java.load(new ByteArrayInputStream(file), NEW.toCharArray());
        String alias = java.aliases().nextElement();
        assertThat(java.isKeyEntry(alias)).isTrue();
        assertThat(java.getCertificateChain(alias))
                .hasSize(2)
                .allSatisfy(certificate -> assertThat(((X509Certificate) certificate)
                                .getSubjectX500Principal()
                                .getName())
                        .isIn("CN=ann", "CN=sub"));
        assertThat(java.getKey(alias, NEW.toCharArray())).isNotNull();
    }

    @Test
    void aShortPassphraseIsRefusedAndNothingIsWritten() throws IOException {
        Files.writeString(work.resolve("bob.asc"), TestPgpKeys.armour(TestPgpKeys.key("Bob <bob@example.org>")));
        take("bob.asc");
        Files.writeString(work.resolve("new.txt"), "elf Zeichen");
        CommandDesk.Run run = export(fingerprintOf("bob"));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("has 11 characters, at least 12 are needed");
        assertThat(work.resolve("out")).doesNotExist();
    }

    @Test
    void theExportNeverReplacesAFileAndIsItsOwnersAlone() throws IOException {
        Files.writeString(work.resolve("bob.asc"), TestPgpKeys.armour(TestPgpKeys.key("Bob <bob@example.org>")));
        take("bob.asc");
        String fingerprint = fingerprintOf("bob");
        assertThat(export(fingerprint).status()).isZero();
        assertThat(Files.getPosixFilePermissions(work.resolve("out")).toString().toLowerCase(Locale.ROOT))
                .doesNotContain("group", "others");
        CommandDesk.Run again = export(fingerprint);
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("is there already");
    }

    @Test
    void whatLeavesAndWhatWasRefusedIsRecordedWithTheReason() throws IOException {
        Files.writeString(work.resolve("bob.asc"), TestPgpKeys.armour(TestPgpKeys.key("Bob <bob@example.org>")));
        take("bob.asc");
        String fingerprint = fingerprintOf("bob");
        assertThat(export(fingerprint).status()).isZero();
        Files.writeString(work.resolve("new.txt"), "elf Zeichen");
        Files.delete(work.resolve("out"));
        assertThat(export(fingerprint).status()).isEqualTo(1);
        List<JsonObject> entries = desk.run("", "keys", "audit", "--list", "--max", "2", "--json", "--data", "data")
                .answers();
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.get("what").getAsString()).isEqualTo("secret.export");
            assertThat(entry.get("key").getAsString()).isEqualTo(fingerprint);
            assertThat(entry.get("reason").getAsString()).isEqualTo("Moving to the new desk");
            assertThat(entry.toString()).doesNotContain("Zeichen");
        });
        assertThat(entries)
                .extracting(entry -> entry.get("outcome").getAsString())
                .last()
                .isEqualTo("ok");
        assertThat(entries.get(0).get("outcome").getAsString()).isNotEqualTo("ok");
    }

    @Test
    void withoutAReasonNothingLeaves() throws IOException {
        Files.writeString(work.resolve("bob.asc"), TestPgpKeys.armour(TestPgpKeys.key("Bob <bob@example.org>")));
        take("bob.asc");
        CommandDesk.Run run = desk.run(
                "",
                "keys",
                "export",
                "--secret",
                fingerprintOf("bob"),
                "--new-passphrase-file",
                "new.txt",
                "--reason",
                " ",
                "--data",
                "data");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("--reason TEXT");
    }

    @Test
    void aContactHasNoSecretKeyToExport() throws IOException {
        Files.writeString(work.resolve("bob.asc"), TestPgpKeys.certificate(TestPgpKeys.key("Bob <bob@example.org>")));
        take("bob.asc");
        JsonObject bob = desk.run("", "keys", "list", "bob", "--data", "data", "--json")
                .answers()
                .get(0);
        CommandDesk.Run run = export(bob.get("fingerprint").getAsString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("is not here");
    }
}
