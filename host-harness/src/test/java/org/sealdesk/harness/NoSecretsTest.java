package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.harness.peers.Authority;

/** After a day of work no file has a password, a private key or, in the logs, a text that came encrypted. */
class NoSecretsTest {

    private static final String QUESTION = "Confidential: the marzipan weighs 17 tons.";
    private static final String ANSWER = "Confidential too: we have weighed the nougat.";
    private static final String PGP_PASSPHRASE = "correct-horse-21";
    private static final String SMIME_PASSWORD = "blue-staple-22";
    private static final String LATER = "grey-heron-23";
    private static final String WRONG = "wrong-guess-24";
    private static final String EXPORT = "export-walnut-25";
    private static final String SEAL = "seven-quiet-herons-26";
    private static final String WRONG_SEAL = "seven-quiet-heroes-27";
    private static final String EC_PASSWORD = "oval-lantern-28";
    private static final List<String> PASSWORDS =
            List.of(PGP_PASSPHRASE, SMIME_PASSWORD, LATER, WRONG, EXPORT, SEAL, WRONG_SEAL, EC_PASSWORD);
    private static final String BACKUP = "keystore.backup";
    private static final int WINDOW = 16;

    private final Path data;

    NoSecretsTest(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void dayOfWorkLeavesNoSecretOnDisk() throws Exception {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        try (Openssl openssl = Peers.requireOpenssl();
                PgpCustomer support = new PgpCustomer("Acme Support", Desk.ADDRESS);
                PgpCustomer later = new PgpCustomer("Acme Later", "later@acme.test");
                PgpCustomer sales = new PgpCustomer("Acme Sales", "sales@acme.test");
                PgpCustomer dana = new PgpCustomer("Dana Fox", "dana@fox.test")) {
            LogFile.in(data);
            for (PgpCustomer own : List.of(support, later, sales)) {
                int count = 0;
                for (byte[] number : own.secretNumbers()) {
                    keys.put(own.address() + " " + ++count, number);
                    keys.put(own.address() + " reversed " + count, reversed(number));
                }
            }
            support.lock(PGP_PASSPHRASE);
            later.lock(LATER);
            Authority authority = new Authority(openssl, "customers-ca");
            authority.issue("desk", Desk.ADDRESS);
            SmimeCustomer bob = SmimeCustomer.of(openssl, authority, "bob", "bob@x.test");
            dana.knows(support);
            try (Desk desk = new Desk(data)) {
                desk.switchOn("PGP", "SMIME");
                desk.importOwn(support.secretKey(PGP_PASSPHRASE), PGP_PASSPHRASE);
                desk.importAnchor(authority.certificate());
                desk.importOwn(authority.lockedKeyAndCertificate("desk", SMIME_PASSWORD), SMIME_PASSWORD);
                desk.importCompared(dana.publicKey());
                desk.importCompared(bob.certificate());
                work(desk, dana.address(), dana.signedAndEncrypted(PgpCustomer.entity(QUESTION), support));
                work(desk, bob.address(), bob.encrypted(bob.signed(PgpCustomer.entity(QUESTION)), "desk"));
                desk.importOwn(sales.secretKey(""), "");
                importWithAGuess(desk, later);
                desk.importOwn(curveKey(openssl), EC_PASSWORD);
                export(desk, support);
                desk.sealWith(SEAL);
                desk.backUp(data.resolve(BACKUP));
            }
            unlock();
            keys.put("S/MIME prime 1", rsaSecret(openssl, "prime1:", "prime2:"));
            keys.put("S/MIME prime 2", rsaSecret(openssl, "prime2:", "exponent1:"));
            keys.put("S/MIME exponent", rsaSecret(openssl, "privateExponent:", "prime1:"));
            keys.put("S/MIME curve", curveSecret(openssl));
        }
        assertThat(keys)
                .as("six OpenPGP numbers in both orders, three of RSA, one of a curve")
                .hasSize(16);
        assertThat(PASSWORDS).hasSize(8);
        search(keys);
    }

    /** First with a wrong password, then with the right one. */
    private static void importWithAGuess(Desk desk, PgpCustomer later) throws Exception {
        String key = new String(later.secretKey(LATER), StandardCharsets.US_ASCII);
        desk.admin().get("/admin/x/crypt/import");
        Browser.Page refused =
                desk.admin().post("/admin/x/crypt/import", Map.of("text", key, "_secret.password", WRONG));
        assertThat(refused.body()).doesNotContain(WRONG);
        desk.importOwn(later.secretKey(LATER), LATER);
    }

    private static byte[] curveKey(Openssl openssl) {
        openssl.run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "curve.key")
                .ok();
        openssl.run(
                        "req",
                        "-x509",
                        "-key",
                        "curve.key",
                        "-out",
                        "curve.pem",
                        "-subj",
                        "/CN=curve",
                        "-days",
                        "3650",
                        "-addext",
                        "subjectAltName=email:curve@acme.test")
                .ok();
        openssl.run("pkcs8", "-topk8", "-in", "curve.key", "-out", "curve.p8", "-passout", "pass:" + EC_PASSWORD)
                .ok();
        return (new String(openssl.read("curve.pem"), StandardCharsets.US_ASCII)
                        + new String(openssl.read("curve.p8"), StandardCharsets.US_ASCII))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void export(Desk desk, PgpCustomer own) throws Exception {
        String page = "/admin/x/crypt/pgp/" + own.fingerprint().toLowerCase(Locale.ROOT);
        desk.admin().get(page + "/export");
        Browser.Page file = desk.admin()
                .post(
                        page + "/export",
                        Map.of("_secret.password", EXPORT, "_secret.again", EXPORT, "reason", "a copy for the safe"));
        assertThat(file.body()).contains("BEGIN PGP PRIVATE KEY BLOCK");
    }

    /** After a restart: once wrong, once right. */
    private void unlock() throws Exception {
        String page = "/admin/x/crypt/keystore";
        try (Desk desk = new Desk(data)) {
            desk.admin().get(page);
            desk.admin().post(page, Map.of("work", "unlock", "_secret.passphrase", WRONG_SEAL));
            desk.waitFor(page, "The passphrase is not the one");
            desk.admin().post(page, Map.of("work", "unlock", "_secret.passphrase", SEAL));
            desk.waitFor(page, "The keystore is unlocked");
        }
    }

    private static void work(Desk desk, String from, String entity) throws Exception {
        Desk.Received mail = desk.receive(from, desk.mail(from, "...", entity));
        assertThat(mail.text()).contains(QUESTION);
        Browser.Page sent = desk.reply(mail, from, ANSWER);
        assertThat(sent.path()).as(sent.body()).startsWith("/tickets/");
        desk.reply(mail, "nobody@has.no.key.test", ANSWER);
    }

    /** One number of an RSA key, as OpenSSL tells it. */
    private static byte[] rsaSecret(Openssl openssl, String from, String to) {
        byte[] octets = told(openssl, "desk.key", from, to);
        assertThat(octets).hasSizeGreaterThan(100);
        return octets;
    }

    private static byte[] curveSecret(Openssl openssl) {
        byte[] octets = told(openssl, "curve.key", "priv:", "pub:");
        assertThat(octets).hasSizeGreaterThan(30);
        return octets;
    }

    private static byte[] told(Openssl openssl, String file, String from, String to) {
        PeerProcess told = openssl.run("pkey", "-in", file, "-noout", "-text").ok();
        String text = told.text();
        String number = text.substring(text.indexOf(from) + from.length(), text.indexOf(to));
        return HexFormat.of().parseHex(number.replaceAll("[^0-9a-f]", ""));
    }

    /** Curve 25519 has its octets the other way round in most formats. */
    private static byte[] reversed(byte[] octets) {
        byte[] reversed = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            reversed[i] = octets[octets.length - 1 - i];
        }
        return reversed;
    }

    /** What every secret is looked for as. */
    private static Map<String, List<String>> needles(Map<String, byte[]> keys) {
        Map<String, List<String>> needles = new LinkedHashMap<>();
        for (String password : PASSWORDS) {
            needles.put(
                    "password " + password,
                    forms(password.getBytes(StandardCharsets.US_ASCII)).toList());
        }
        keys.forEach((name, octets) -> {
            for (int at = 0; at + WINDOW <= octets.length; at += WINDOW) {
                needles.put(
                        name + " at " + at,
                        forms(Arrays.copyOfRange(octets, at, at + WINDOW)).toList());
            }
        });
        return needles;
    }

    private void search(Map<String, byte[]> keys) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(data)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files)
                .anyMatch(f -> f.endsWith("harness.log"))
                .anyMatch(f -> f.endsWith(BACKUP))
                .hasSizeGreaterThan(10);
        List<String> contents = new ArrayList<>();
        for (Path file : files) {
            String content =
                    file.endsWith(BACKUP) ? unpacked(file) : Files.readString(file, StandardCharsets.ISO_8859_1);
            contents.add(content);
            assertThat(hits(content, keys)).as(file.toString()).isEmpty();
            if (file.toString().endsWith(".log") || file.toString().endsWith("audit.jsonl")) {
                assertThat(content)
                        .as(file.toString())
                        .doesNotContain("marzipan")
                        .doesNotContain("nougat");
            }
        }
        // Tickets keep what agents write, so what is searched here is the real data.
        assertThat(contents).anyMatch(c -> c.contains(ANSWER));
    }

    private static String unpacked(Path backup) throws IOException {
        StringBuilder all = new StringBuilder();
        try (ZipFile zip = new ZipFile(backup.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    all.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        assertThat(all).contains(Desk.ADDRESS);
        return all.toString();
    }

    private static List<String> hits(String content, Map<String, byte[]> keys) {
        String oneLine = content.replace("\r", "").replace("\n", "");
        return needles(keys).entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(n -> content.contains(n) || oneLine.contains(n)))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void searchFindsAKeyThatLiesOpenInAnyForm() {
        try (PgpCustomer careless = new PgpCustomer("Care Less", "care@less.test")) {
            Map<String, byte[]> key = Map.of(
                    "key",
                    careless.secretNumbers().get(0),
                    "second",
                    careless.secretNumbers().get(1));
            byte[] binary = careless.gpg()
                    .run("--export-secret-keys", careless.fingerprint())
                    .ok()
                    .out();

            for (String form : List.of(
                    new String(binary, StandardCharsets.ISO_8859_1),
                    new String(careless.secretKey(""), StandardCharsets.ISO_8859_1),
                    HexFormat.of().formatHex(binary),
                    HexFormat.of().withUpperCase().formatHex(binary))) {
                assertThat(hits("before" + form + "after", key)).contains("key at 0", "second at 0");
            }
            careless.lock(PGP_PASSPHRASE);
            assertThat(hits(new String(careless.secretKey(PGP_PASSPHRASE), StandardCharsets.ISO_8859_1), key))
                    .isEmpty();
            assertThat(hits("x" + PGP_PASSPHRASE, Map.of())).hasSize(1);
        }
    }

    /** As it is, hexadecimal, and base64 for each of the three places where it can begin. */
    private static Stream<String> forms(byte[] octets) {
        Stream.Builder<String> forms = Stream.builder();
        forms.add(new String(octets, StandardCharsets.ISO_8859_1));
        forms.add(HexFormat.of().formatHex(octets));
        forms.add(HexFormat.of().formatHex(octets).toUpperCase(Locale.ROOT));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[octets.length + shift];
            System.arraycopy(octets, 0, shifted, shift, octets.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            forms.add(encoded.substring(shift == 0 ? 0 : shift + 1, encoded.length() - 2));
        }
        return forms.build();
    }
}
