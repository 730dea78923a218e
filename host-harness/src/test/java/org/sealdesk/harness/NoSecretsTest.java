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
                PgpCustomer dana = new PgpCustomer("Dana Fox", "dana@fox.test")) {
            LogFile.in(data);
            int count = 0;
            for (byte[] number : support.secretNumbers()) {
                keys.put("OpenPGP " + ++count, number);
                keys.put("OpenPGP reversed " + count, reversed(number));
            }
            support.lock(PGP_PASSPHRASE);
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
                desk.backUp(data.resolve(BACKUP));
            }
            keys.put("S/MIME", rsaSecret(openssl, "desk.key"));
        }
        assertThat(keys).hasSize(5);
        search(keys);
    }

    private static void work(Desk desk, String from, String entity) throws Exception {
        Desk.Received mail = desk.receive(from, desk.mail(from, "...", entity));
        assertThat(mail.text()).contains(QUESTION);
        Browser.Page sent = desk.reply(mail, from, ANSWER);
        assertThat(sent.path()).as(sent.body()).startsWith("/tickets/");
        desk.reply(mail, "nobody@has.no.key.test", ANSWER);
    }

    /** The first prime of an RSA key, as OpenSSL tells it. */
    private static byte[] rsaSecret(Openssl openssl, String file) {
        PeerProcess told = openssl.run("rsa", "-in", file, "-noout", "-text").ok();
        String text = told.text();
        String prime = text.substring(text.indexOf("prime1:") + 7, text.indexOf("prime2:"));
        byte[] octets = HexFormat.of().parseHex(prime.replaceAll("[^0-9a-f]", ""));
        assertThat(octets).hasSizeGreaterThan(100);
        return octets;
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
        for (String password : List.of(PGP_PASSPHRASE, SMIME_PASSWORD)) {
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
