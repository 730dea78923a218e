package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.smime.OpensslPki;

/** Every form in which OpenSSL gives keys and certificates away, for every kind of key; what went in is read by it again. */
class OpensslImportMatrixTest {

    private static final List<String> NAMES = List.of("rsa", "ec", "ed", "x");
    private static final String PASSWORD = "pass:geheim";

    private static OpensslPki pki;
    private static boolean legacy;
    private static Instant now = Instant.MIN;

    @BeforeAll
    static void makeKeys() throws IOException {
        pki = new OpensslPki();
        pki.person("rsa", "RSA:3072");
        pki.person("ec", "EC:P-256");
        pki.person("ed", "ED25519");
        pki.person("x", "X25519");
        legacy = pki.openssl().run("list", "-providers", "-provider", "legacy").status() == 0;
        // Certificates begin when they are made; the clock of the desks stands just after.
        now = Instant.now().plus(Duration.ofMinutes(5));
    }

    @AfterAll
    static void close() {
        if (pki != null) {
            pki.close();
        }
    }

    private static final String CERTIFICATE = "x509-certificate added ok";
    private static final String SECRET = "x509-private-key added ok";
    private static final String WAITING = "x509-private-key waiting certificate.missing";

    /**
     * One column of the matrix.
     *
     * @param command of OpenSSL, writes {@code out}; NAME stands for the person
     */
    private record Form(String command, List<String> answers) {
        Form(String command, String... answers) {
            this(command, List.of(answers));
        }

        boolean isFor(String name) {
            boolean rsaOnly = command.startsWith("rsa ");
            boolean ecOnly = command.startsWith("ec ");
            return (!rsaOnly || name.equals("rsa")) && (!ecOnly || name.equals("ec"));
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form("x509 -in NAME.pem -out out", CERTIFICATE),
            new Form("x509 -in NAME.pem -outform DER -out out", CERTIFICATE),
            new Form("x509 -in NAME.pem -trustout -out out", CERTIFICATE),
            new Form("crl2pkcs7 -nocrl -certfile NAME.pem -certfile issuing.pem -out out", CERTIFICATE, CERTIFICATE),
            new Form(
                    "crl2pkcs7 -nocrl -certfile NAME.pem -certfile issuing.pem -outform DER -out out",
                    CERTIFICATE,
                    CERTIFICATE),
            new Form("pkey -in NAME.key -out out", WAITING),
            new Form("pkey -in NAME.key -outform DER -out out", WAITING),
            new Form("rsa -in NAME.key -traditional -out out", WAITING),
            new Form("rsa -in NAME.key -traditional -aes256 -passout pass:geheim -out out", WAITING),
            new Form("rsa -in NAME.key -traditional -des3 -passout pass:geheim -out out", WAITING),
            new Form("ec -in NAME.key -out out", WAITING),
            new Form("ec -in NAME.key -outform DER -out out", WAITING),
            new Form("ec -in NAME.key -aes128 -passout pass:geheim -out out", WAITING),
            new Form("pkcs8 -topk8 -in NAME.key -passout pass:geheim -out out", WAITING),
            new Form("pkcs8 -topk8 -in NAME.key -passout pass:geheim -scrypt -outform DER -out out", WAITING),
            new Form("pkcs8 -topk8 -in NAME.key -passout pass:geheim -v1 PBE-SHA1-3DES -out out", WAITING),
            new Form(p12(""), SECRET, CERTIFICATE, CERTIFICATE),
            new Form(p12("-keypbe AES-256-CBC -certpbe AES-256-CBC -macalg SHA512"), SECRET, CERTIFICATE, CERTIFICATE),
            new Form(
                    p12("-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg SHA1"), SECRET, CERTIFICATE, CERTIFICATE),
            new Form(p12("-keypbe NONE -certpbe NONE"), SECRET, CERTIFICATE, CERTIFICATE),
            new Form(p12("-legacy"), SECRET, CERTIFICATE, CERTIFICATE));

    private static String p12(String options) {
        return ("pkcs12 -export -in NAME.pem -inkey NAME.key -certfile issuing.pem -passout pass:geheim -out out "
                        + options)
                .trim();
    }

    static Stream<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (Form form : FORMS) {
            NAMES.stream().filter(form::isFor).forEach(name -> cells.add(Arguments.of(name, form.command(), form)));
        }
        return cells.stream();
    }

    private static byte[] made(String command, String name) {
        pki.openssl().run(command.replace("NAME", name).split(" ")).ok();
        return pki.openssl().read("out");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cells")
    void everyFormGoesInAndItsCertificateIsReadByOpensslAgain(String name, String command, Form form) throws Exception {
        if (command.contains("-legacy") && !legacy) {
            System.out.println("left out: " + command + ", this OpenSSL has no legacy provider");
            return;
        }
        byte[] file = made(command, name);

        try (ImportDesk desk = new ImportDesk(now)) {
            assertThat(desk.answers(file, "falsch", "geheim")).containsExactlyInAnyOrderElementsOf(form.answers());
            desk.take(pki.certificate(name));
            Certificate certificate = desk.certificate(sha256(name)).orElseThrow();
            assertThat(desk.hasSecret(certificate))
                    .isEqualTo(!form.answers().get(0).equals(CERTIFICATE));
            pki.openssl().file("again", desk.exported(certificate));
            assertThat(pki.openssl()
                            .run("x509", "-in", "again", "-noout", "-fingerprint", "-sha256")
                            .ok()
                            .text())
                    .isEqualTo(pki.openssl()
                            .run("x509", "-in", name + ".pem", "-noout", "-fingerprint", "-sha256")
                            .ok()
                            .text());
        }
    }

    private static String sha256(String name) {
        String text = pki.openssl()
                .run("x509", "-in", name + ".pem", "-noout", "-fingerprint", "-sha256")
                .ok()
                .text();
        return text.substring(text.indexOf('=') + 1).trim().replace(":", "");
    }

    static Stream<Arguments> lockedCells() {
        return cells().filter(c -> ((String) c.get()[1]).contains(PASSWORD) && !((String) c.get()[1]).contains("NONE"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("lockedCells")
    void aLockedFileSaysWhetherItsPasswordIsNeededOrWrong(String name, String command, Form form) {
        if (command.contains("-legacy") && !legacy) {
            System.out.println("left out: " + command + ", this OpenSSL has no legacy provider");
            return;
        }
        byte[] file = made(command, name);

        try (ImportDesk desk = new ImportDesk(now)) {
            assertThat(desk.answers(file)).containsExactly("x509-private-key failed password.needed");
            assertThat(desk.answers(file, "falsch")).containsExactly("x509-private-key failed password.wrong");
        }
    }

    static Stream<Arguments> orders() {
        List<Arguments> orders = new ArrayList<>();
        for (String name : NAMES) {
            for (String order : List.of("key own issuer", "issuer own key", "own key issuer", "issuer key own")) {
                orders.add(Arguments.of(name, order));
            }
        }
        return orders.stream();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("orders")
    void keyCertificateAndChainGoInFromOneFileInAnyOrder(String name, String order) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (String part : order.split(" ")) {
            file.writeBytes(
                    switch (part) {
                        case "key" -> pki.secretKey(name);
                        case "own" -> pki.certificate(name);
                        default -> pki.certificate("issuing");
                    });
        }

        try (ImportDesk desk = new ImportDesk(now)) {
            assertThat(desk.answers(file.toByteArray())).containsExactlyInAnyOrder(SECRET, CERTIFICATE, CERTIFICATE);
            assertThat(desk.hasSecret(desk.certificate(sha256(name)).orElseThrow()))
                    .isTrue();
        }
    }

    @Test
    void bareBase64GoesIn() throws IOException {
        String pem = new String(pki.certificate("ec"), java.nio.charset.StandardCharsets.US_ASCII);
        String bare = pem.replaceAll("-----[A-Z ]+-----", "").strip();

        try (ImportDesk desk = new ImportDesk(now)) {
            assertThat(desk.answers(bare.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                    .containsExactly(CERTIFICATE);
        }
    }
}
