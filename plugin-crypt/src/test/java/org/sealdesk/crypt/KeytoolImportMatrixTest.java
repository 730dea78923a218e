package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.api.peers.Keytool;
import org.sealdesk.crypt.intake.ImportedItem;
import org.sealdesk.crypt.key.Certificate;

/** What Java's keytool writes goes in, or says what to do instead; what comes out again keytool reads. */
class KeytoolImportMatrixTest {

    private static final String CERTIFICATE = "x509-certificate added ok";
    private static final String SECRET = "x509-private-key added ok";
    private static final String PASSWORD = "geheim-1";

    private final Instant now = Instant.now().plus(Duration.ofMinutes(5));
    private final Keytool keytool = new Keytool();

    @AfterEach
    void close() {
        keytool.close();
    }

    private void keys(String alias, String algorithm, String store, String... options) {
        List<String> words = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-ext",
                "san=email:" + alias + "@example.org",
                "-validity",
                "3650",
                "-keystore",
                store,
                "-storepass",
                PASSWORD));
        words.addAll(List.of(algorithm.split(" ")));
        words.addAll(Arrays.asList(options));
        keytool.run(words.toArray(String[]::new)).ok();
    }

    private void run(String line) {
        keytool.run((line + " -storepass " + PASSWORD).split(" ")).ok();
    }

    static Stream<Arguments> stores() {
        List<Arguments> cells = new ArrayList<>();
        for (String algorithm :
                List.of("-keyalg RSA -keysize 2048", "-keyalg EC -groupname secp256r1", "-keyalg Ed25519")) {
            for (String protection : List.of(
                    "-J-Dnone=1",
                    "-J-Dkeystore.pkcs12.legacy",
                    "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE",
                    "-J-Dkeystore.pkcs12.macAlgorithm=NONE")) {
                cells.add(Arguments.of(algorithm, protection));
            }
        }
        return cells.stream();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("stores")
    void aKeyStoreGoesInWithItsPasswordAndItsCertificateComesOutAgain(String algorithm, String protection) {
        keys("ann", algorithm, "ann.p12", protection);
        byte[] file = keytool.read("ann.p12");
        try (ImportDesk desk = new ImportDesk(now)) {
            assertThat(desk.answers(file, "falsch", PASSWORD)).containsExactlyInAnyOrder(SECRET, CERTIFICATE);
            Certificate certificate = desk.certificate(sha256("ann", "ann.p12")).orElseThrow();
            assertThat(desk.hasSecret(certificate)).isTrue();
            keytool.file("again.pem", desk.exported(certificate));
            assertThat(keytool.run("-printcert", "-file", "again.pem").ok().text())
                    .contains("CN=ann", "ann@example.org");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("stores")
    void aKeyStoreSaysWhetherItsPasswordIsNeededOrWrong(String algorithm, String protection) {
        keys("ann", algorithm, "ann.p12", protection);
        byte[] file = keytool.read("ann.p12");
        try (ImportDesk desk = new ImportDesk(now)) {
            assertThat(desk.answers(file)).contains("x509-private-key failed password.needed");
            assertThat(desk.answers(file, "falsch")).contains("x509-private-key failed password.wrong");
        }
    }

    private String sha256(String alias, String store) {
        String text = keytool.run("-list", "-v", "-alias", alias, "-keystore", store, "-storepass", PASSWORD)
                .ok()
                .text();
        int at = text.indexOf("SHA256: ");
        return text.substring(at + 8, text.indexOf('\n', at))
                .strip()
                .replace(":", "")
                .toUpperCase(Locale.ROOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " -rfc"})
    void anExportedCertificateGoesIn(String form) {
        keys("ann", "-keyalg EC -groupname secp384r1", "ann.p12");
        run("-exportcert -alias ann -keystore ann.p12 -file out" + form);
        try (ImportDesk desk = new ImportDesk(now)) {
            assertThat(desk.answers(keytool.read("out"))).containsExactly(CERTIFICATE);
        }
    }

    @Test
    void aStoreWithAnIssuedKeyAndItsIssuerGoesInWholeAndSoDoesItsList() {
        keys("ca", "-keyalg EC -groupname secp256r1", "all.p12", "-ext", "bc:c");
        keys("ann", "-keyalg RSA -keysize 3072", "all.p12");
        run("-certreq -alias ann -keystore all.p12 -file ann.csr");
        run("-gencert -alias ca -keystore all.p12 -infile ann.csr -outfile ann.crt -ext san=email:ann@example.org");
        run("-importcert -alias ann -keystore all.p12 -file ann.crt -noprompt");
        run("-gencrl -alias ca -keystore all.p12 -id 4711 -file ca.crl -rfc");
        try (ImportDesk desk = new ImportDesk(now)) {
            assertThat(desk.answers(keytool.read("all.p12"), PASSWORD))
                    .containsExactlyInAnyOrder(
                            SECRET, SECRET, CERTIFICATE, CERTIFICATE, "x509-certificate unchanged ok");
            assertThat(desk.answers(keytool.read("ca.crl"))).containsExactly("crl added ok");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "JCEKS"})
    void anOlderKindOfStoreIsRefusedWithTheCommandThatConvertsItAndThatOneWorks(String type) {
        keys("ann", "-keyalg RSA -keysize 2048", "old", "-storetype", type, "-keypass", PASSWORD);
        try (ImportDesk desk = new ImportDesk(now)) {
            assertThat(desk.take(keytool.read("old"), PASSWORD).items())
                    .singleElement()
                    .extracting(ImportedItem::reason)
                    .asString()
                    .contains("keytool -importkeystore");
            keytool.run(
                            "-importkeystore",
                            "-srckeystore",
                            "old",
                            "-srcstoretype",
                            type,
                            "-srcstorepass",
                            PASSWORD,
                            "-destkeystore",
                            "new.p12",
                            "-deststoretype",
                            "PKCS12",
                            "-deststorepass",
                            PASSWORD)
                    .ok();
            assertThat(desk.answers(keytool.read("new.p12"), PASSWORD)).containsExactlyInAnyOrder(SECRET, CERTIFICATE);
        }
    }
}
