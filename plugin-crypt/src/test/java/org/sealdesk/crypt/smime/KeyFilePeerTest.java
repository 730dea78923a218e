package org.sealdesk.crypt.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/** Key files as OpenSSL and keytool make them. */
class KeyFilePeerTest {

    private static OpensslPki pki;
    private static final SmimeKeyReader READER = new SmimeKeyReader(SmimeOptions.DEFAULT, Limits.DEFAULT);

    @BeforeAll
    static void makeKeys() throws IOException {
        pki = new OpensslPki();
        pki.person("ann", "RSA:3072");
        pki.person("bob", "EC:P-256");
        pki.person("eve", "ED25519");
        pki.person("xia", "X25519");
    }

    @AfterAll
    static void closePki() {
        if (pki != null) {
            pki.close();
        }
    }

    private static List<Item> read(byte[] file, String... passwords) {
        List<Passphrase> passphrases = Arrays.stream(passwords)
                .map(p -> Passphrase.of(p.toCharArray()))
                .toList();
        return READER.read(Octets.of(file), passphrases, Instant.EPOCH, Limits.DEFAULT);
    }

    private static Certificate certificate(String name) throws IOException {
        return ((Item.PublicCertificate) read(pki.certificate(name)).get(0)).certificate();
    }

    private static void assertSecretOf(List<Item> items, String name) throws IOException {
        List<Item.Secret> secrets = items.stream()
                .filter(Item.Secret.class::isInstance)
                .map(Item.Secret.class::cast)
                .toList();
        assertThat(items).noneMatch(Item.Failed.class::isInstance);
        assertThat(secrets).hasSize(1);
        assertThat(secrets.get(0).open()).isTrue();
        assertThat(secrets.get(0).secret().id()).isEqualTo(certificate(name).secretKeyId());
    }

    private static Item.Failed onlyFailure(List<Item> items) {
        assertThat(items).hasSize(1);
        assertThat(items.get(0)).isInstanceOf(Item.Failed.class);
        return (Item.Failed) items.get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "bob", "eve", "xia"})
    void plainPkcs8IsReadAsPemAndDer(String name) throws IOException {
        assertSecretOf(read(pki.secretKey(name)), name);
        pki.run("pkey", "-in", name + ".key", "-outform", "DER", "-out", "der");
        assertSecretOf(read(pki.openssl().read("der")), name);
    }

    @ParameterizedTest
    @CsvSource({"ann,rsa", "bob,ec"})
    void traditionalKeysAreReadOpenAndLocked(String name, String tool) throws IOException {
        List<String> traditional = tool.equals("rsa") ? List.of("-traditional") : List.of();
        for (String form : List.of("PEM", "DER")) {
            List<String> command =
                    new ArrayList<>(List.of(tool, "-in", name + ".key", "-outform", form, "-out", "open"));
            command.addAll(traditional);
            pki.run(command.toArray(String[]::new));
            assertSecretOf(read(pki.openssl().read("open")), name);
        }
        for (String cipher : List.of("-aes256", "-aes128", "-des3")) {
            List<String> command = new ArrayList<>(
                    List.of(tool, "-in", name + ".key", cipher, "-passout", "pass:geheim", "-out", "locked"));
            command.addAll(traditional);
            pki.run(command.toArray(String[]::new));
            byte[] locked = pki.openssl().read("locked");
            assertThat(new String(locked, StandardCharsets.US_ASCII)).contains("DEK-Info");
            assertSecretOf(read(locked, "falsch", "geheim"), name);
            assertThat(onlyFailure(read(locked)).code()).isEqualTo("password.needed");
            assertThat(onlyFailure(read(locked, "falsch")).code()).isEqualTo("password.wrong");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ann,-v2 aes-256-cbc -v2prf hmacWithSHA256",
        "ann,-v2 aes-128-cbc -v2prf hmacWithSHA512",
        "bob,-v2 des3",
        "ann,-v1 PBE-SHA1-3DES",
        "bob,-scrypt",
        "eve,-v2 aes-256-cbc",
        "xia,-v2 aes-256-cbc -iter 100000"
    })
    void lockedPkcs8IsReadWithItsPassword(String name, String options) throws IOException {
        for (String form : List.of("PEM", "DER")) {
            List<String> command = new ArrayList<>(List.of(
                    "pkcs8",
                    "-topk8",
                    "-in",
                    name + ".key",
                    "-passout",
                    "pass:gehéim",
                    "-outform",
                    form,
                    "-out",
                    "locked"));
            command.addAll(List.of(options.split(" ")));
            pki.run(command.toArray(String[]::new));
            byte[] locked = pki.openssl().read("locked");
            assertSecretOf(read(locked, "falsch", "gehéim"), name);
            assertThat(onlyFailure(read(locked)).code()).isEqualTo("password.needed");
            assertThat(onlyFailure(read(locked, "falsch")).code()).isEqualTo("password.wrong");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ann,geheim,",
        "bob,geheim,",
        "eve,geheim,",
        "ann,geheim,-legacy",
        "ann,geheim,-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1",
        "ann,'',",
        "bob,'',-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES",
        "ann,gehéim,",
        "bob,geheim,-nomac",
        "ann,geheim,-keypbe NONE -certpbe NONE"
    })
    void pkcs12GivesKeyCertificateAndChain(String name, String password, String options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "pkcs12",
                "-export",
                "-in",
                name + ".pem",
                "-inkey",
                name + ".key",
                "-certfile",
                "issuing.pem",
                "-passout",
                "pass:" + password,
                "-out",
                "bundle.p12"));
        if (options != null) {
            command.addAll(List.of(options.split(" ")));
        }
        pki.run(command.toArray(String[]::new));
        byte[] bundle = pki.openssl().read("bundle.p12");
        List<Item> items = read(bundle, "falsch", password);
        assertSecretOf(items, name);
        assertThat(items.stream().filter(Item.PublicCertificate.class::isInstance))
                .hasSize(2);
        Item.Secret secret = (Item.Secret)
                items.stream().filter(Item.Secret.class::isInstance).findFirst().orElseThrow();
        assertThat(secret.certificate()).contains(certificate(name));
        if (!password.isEmpty() && (options == null || !options.contains("NONE"))) {
            assertThat(onlyFailure(read(bundle)).code()).isEqualTo("password.needed");
            assertThat(onlyFailure(read(bundle, "falsch")).code()).isEqualTo("password.wrong");
        }
    }

    @Test
    void pkcs12ByKeytoolIsRead() throws Exception {
        Path store = pki.openssl().directory().resolve("keytool.p12");
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        tool.toString(),
                        "-genkeypair",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=Key Tool",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "geheim")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        List<Item> items = read(pki.openssl().read("keytool.p12"), "geheim");
        assertThat(items).hasSize(2).anyMatch(Item.Secret.class::isInstance);
        assertThat(items)
                .anyMatch(i -> i instanceof Item.PublicCertificate c
                        && c.certificate().displayName().equals("CN=Key Tool"));
    }

    @Test
    void keyFiledWithAnotherCertificateIsRefused() throws Exception {
        // OpenSSL refuses to make such a file, so the certificate is exchanged by the independent library.
        byte[] bundle = Fixtures.pkcs12WithForeignCertificate(
                Fixtures.der(pki.certificate("bob")), pki.secretKey("ann"), "geheim");
        List<Item> items = read(bundle, "geheim");
        assertThat(items).anyMatch(i -> i instanceof Item.Failed f && f.code().equals("key.mismatch"));
        assertThat(items).noneMatch(Item.Secret.class::isInstance);
    }

    @Test
    void tooManyIterationsAreRefusedBeforeTheyAreDone() throws IOException {
        pki.run(
                "pkcs8",
                "-topk8",
                "-in",
                "bob.key",
                "-passout",
                "pass:x",
                "-iter",
                "1000",
                "-outform",
                "DER",
                "-out",
                "locked");
        byte[] locked = pki.openssl().read("locked");
        // 1000 as INTEGER becomes 32000: only the limit tells them apart.
        int at = new String(locked, StandardCharsets.ISO_8859_1).indexOf("\u0002\u0002\u0003\u00e8");
        assertThat(at).isPositive();
        locked[at + 2] = 0x7d;
        locked[at + 3] = 0;
        Limits small = Fixtures.limitsWithIterations(30_000);
        Item.Failed failed = onlyFailure(new SmimeKeyReader(SmimeOptions.DEFAULT, small)
                .read(Octets.of(locked), List.of(Passphrase.of("x".toCharArray())), Instant.EPOCH, small));
        assertThat(failed.code()).isEqualTo("limit");
        assertThat(failed.reason()).contains("32000").contains("30000");
    }

    @Test
    void certificatesAreReadInEveryWrapping() throws IOException {
        byte[] pem = pki.certificate("ann");
        Certificate ann = certificate("ann");
        byte[] der = ann.encoded().toArray();
        pki.run("x509", "-in", "ann.pem", "-trustout", "-addtrust", "emailProtection", "-out", "trusted.pem");
        pki.run("crl2pkcs7", "-nocrl", "-certfile", "ann.pem", "-certfile", "issuing.pem", "-out", "p7b.pem");
        pki.run("x509", "-in", "ann.pem", "-text", "-out", "text.pem");
        ByteArrayOutputStream several = new ByteArrayOutputStream();
        several.writeBytes(pem);
        several.writeBytes(pki.certificate("issuing"));
        several.writeBytes(pki.certificate("root"));
        List<byte[]> forms = List.of(
                pem,
                der,
                Base64.getMimeEncoder().encode(der),
                pki.openssl().read("trusted.pem"),
                pki.openssl().read("p7b.pem"),
                pki.openssl().read("text.pem"),
                new String(pem, StandardCharsets.US_ASCII).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII),
                several.toByteArray());
        for (byte[] form : forms) {
            List<Item> items = read(form);
            assertThat(items).allMatch(Item.PublicCertificate.class::isInstance);
            assertThat(items).contains(new Item.PublicCertificate(ann));
        }
        assertThat(read(several.toByteArray())).hasSize(3);
        assertThat(read(pki.openssl().read("p7b.pem"))).hasSize(2);
    }

    @Test
    void revocationListsAreRead() throws IOException {
        pki.openssl().file("index.txt", new byte[0]);
        pki.openssl().file("ca.cnf", """
                [ca]
                default_ca = c
                [c]
                database = index.txt
                default_md = sha256
                default_crl_days = 30
                """.getBytes(StandardCharsets.US_ASCII));
        pki.run("ca", "-gencrl", "-config", "ca.cnf", "-cert", "root.pem", "-keyfile", "root.key", "-out", "crl.pem");
        pki.run("crl", "-in", "crl.pem", "-outform", "DER", "-out", "crl.der");
        for (String form : List.of("crl.pem", "crl.der")) {
            assertThat(read(pki.openssl().read(form)))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Item.RevocationList.class,
                            c -> assertThat(c.facts().issuer()).isEqualTo("CN=Root,O=Test,C=DE"));
        }
    }

    @Test
    void factsOfACertificateAreThoseOfOpenssl() throws IOException {
        Certificate ann = certificate("ann");
        assertThat(pki.run("x509", "-in", "ann.pem", "-noout", "-fingerprint", "-sha256")
                        .text())
                .contains(colons(ann.fingerprint().hex()));
        var facts = ann.x509().orElseThrow();
        assertThat(pki.run("x509", "-in", "ann.pem", "-noout", "-fingerprint", "-sha1")
                        .text())
                .contains(colons(facts.sha1().hex()));
        assertThat(pki.run("x509", "-in", "ann.pem", "-noout", "-serial").text().strip())
                .endsWith(facts.serial().toString(16).toUpperCase(Locale.ROOT));
        assertThat(ann.addresses()).hasToString("[ann@example.org]");
        assertThat(ann.primaryKey().capabilities()).containsExactlyInAnyOrder(Capability.SIGN, Capability.ENCRYPT);
        assertThat(facts.authorityKeyIdentifier())
                .isEqualTo(certificate("issuing").x509().orElseThrow().subjectKeyIdentifier());
        assertThat(facts.authority()).isFalse();
        assertThat(certificate("root").primaryKey().capabilities()).contains(Capability.CERTIFY);
    }

    private static String colons(String hex) {
        return hex.replaceAll("(..)(?=.)", "$1:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/C=DE/O=Test/CN=Plain",
                "/CN=  Leading and   inner \t spaces  ",
                "/CN=MiXeD CaSe/O=ÄÖÜ Größe",
                "/CN=a+OU=b/O=multi+L=valued",
                "/CN=ann/emailAddress=Ann@Example.ORG",
                "/CN=日本語/O=Ω",
                "/O=comma\\, plus\\+ slash\\/",
                "/DC=org/DC=Example/UID=Ann",
                "/CN=#hash"
            })
    void subjectHashesAreThoseOfOpenssl(String subject) throws IOException {
        for (String mask : List.of("utf8only", "pkix", "default", "nombstr")) {
            pki.openssl()
                    .file(
                            "req.cnf",
                            ("[req]\ndistinguished_name=d\nstring_mask=" + mask + "\n[d]\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            var made = pki.openssl()
                    .run(
                            "req",
                            "-x509",
                            "-new",
                            "-key",
                            "bob.key",
                            "-config",
                            "req.cnf",
                            "-utf8",
                            "-multivalue-rdn",
                            "-subj",
                            subject,
                            "-out",
                            "odd.pem");
            if (made.status() != 0) {
                // Some string types cannot hold some subjects.
                assertThat(mask).isIn("nombstr");
                continue;
            }
            var facts = ((Item.PublicCertificate)
                            read(pki.openssl().read("odd.pem")).get(0))
                    .certificate()
                    .x509()
                    .orElseThrow();
            assertThat(facts.subjectHash())
                    .isEqualTo(pki.run("x509", "-in", "odd.pem", "-noout", "-subject_hash")
                            .text()
                            .strip());
            assertThat(facts.subjectHashOld())
                    .isEqualTo(pki.run("x509", "-in", "odd.pem", "-noout", "-subject_hash_old")
                            .text()
                            .strip());
        }
    }

    @Test
    void otherFilesAreNobodysKeys() {
        assertThat(read(new byte[0])).isEmpty();
        assertThat(read("Hello, this is text".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(read("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n"
                        .getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(read(new byte[] {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 2, 1}))
                .allMatch(Item.Failed.class::isInstance);
    }
}
