package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.harness.Door.assertNotConfirmed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;

/**
 * S/MIME signatures and certificates as OpenSSL makes them when somebody asks it for the wrong thing. The manager's own
 * certificate is known here and confirmed; so is the authority that issued it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignersAtTheDoorTest {

    private static final String MANAGER = "manager@corp.test";
    private static final String EVE = "eve@evil.test";
    private static final String TEXT = "Content-Type: text/plain\r\n\r\nPay the invoice.\r\n";
    private static final String LEAF = "basicConstraints=critical,CA:FALSE\nsubjectKeyIdentifier=hash\n";
    private static final String USAGE = "keyUsage=critical,digitalSignature,keyEncipherment\n";
    private static final String MAIL = "extendedKeyUsage=emailProtection\n";
    private static final String AUTHORITY =
            "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n";

    private final Openssl openssl;
    private final Desk desk;

    SignersAtTheDoorTest(@TempDir Path data) throws Exception {
        openssl = Peers.requireOpenssl();
        desk = new Desk(data);
    }

    @BeforeAll
    void deskKnowsTheManager() throws Exception {
        desk.switchOn("SMIME");
        root("ca", "");
        desk.importAnchor(openssl.read("ca.pem"));
        person("manager", MANAGER, "ca");
        desk.importCompared(openssl.read("manager.pem"));
        person("eve", EVE, "ca");
        desk.importCompared(openssl.read("eve.pem"));
    }

    @AfterAll
    void end() throws IOException {
        try (openssl) {
            desk.close();
        }
    }

    private void key(String name, String kind) {
        openssl.run(
                        "req",
                        "-new",
                        "-newkey",
                        kind,
                        "-nodes",
                        "-keyout",
                        name + ".key",
                        "-out",
                        name + ".csr",
                        "-subj",
                        "/CN=" + name)
                .ok();
    }

    private void root(String name, String more) {
        key(name, "rsa:2048");
        openssl.file("ext", (AUTHORITY + more).getBytes(StandardCharsets.US_ASCII));
        openssl.run(
                        "x509",
                        "-req",
                        "-in",
                        name + ".csr",
                        "-signkey",
                        name + ".key",
                        "-days",
                        "3650",
                        "-extfile",
                        "ext",
                        "-out",
                        name + ".pem")
                .ok();
    }

    private void issue(String name, String issuer, String extensions, String... more) {
        openssl.file("ext", (extensions + "authorityKeyIdentifier=keyid\n").getBytes(StandardCharsets.US_ASCII));
        List<String> words = new ArrayList<>(List.of(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                issuer + ".pem",
                "-CAkey",
                issuer + ".key",
                "-set_serial"));
        words.add("0x" + java.util.UUID.randomUUID().toString().replace("-", ""));
        words.addAll(List.of("-days", "3650", "-extfile", "ext", "-out", name + ".pem"));
        words.addAll(List.of(more));
        openssl.run(words.toArray(String[]::new)).ok();
    }

    private void person(String name, String address, String issuer) {
        key(name, "rsa:2048");
        issue(name, issuer, LEAF + USAGE + MAIL + "subjectAltName=email:" + address + "\n");
    }

    private String signed(String name, String... more) {
        openssl.file("in", TEXT.getBytes(StandardCharsets.US_ASCII));
        List<String> words = new ArrayList<>(
                List.of("cms", "-sign", "-in", "in", "-out", "out", "-signer", name + ".pem", "-inkey", name + ".key"));
        words.addAll(Arrays.asList(more));
        openssl.run(words.toArray(String[]::new)).ok();
        return text("out");
    }

    private String text(String file) {
        return new String(openssl.read(file), StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .replaceFirst("MIME-Version: 1.0\n", "")
                .replace("\n", "\r\n");
    }

    /** multipart/signed around our text with any octets for a signature. */
    private String detached(byte[] signature) {
        return "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=b\r\n\r\n"
                + "--b\r\n" + TEXT + "\r\n--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(signature) + "\r\n--b--\r\n";
    }

    private byte[] der(String... words) {
        openssl.run(words).ok();
        return openssl.read("der");
    }

    private Desk.Received receive(String from, String entity) throws Exception {
        return new Door(desk).receive(from, desk.mail(from, "Invoice", entity));
    }

    private Desk.Received refused(String from, String entity, String status) throws Exception {
        Desk.Received mail = receive(from, entity);
        assertNotConfirmed(mail);
        assertThat(mail.signature()).isEqualTo(status);
        assertThat(mail.text()).contains("Pay the invoice.");
        return mail;
    }

    /** What all the tries below differ from. */
    @Test
    void theManagersOwnSignatureIsConfirmed() throws Exception {
        assertThat(receive(MANAGER, signed("manager")).signature()).isEqualTo("CONFIRMED");
        assertThat(receive(MANAGER, signed("manager", "-nodetach")).signature()).isEqualTo("CONFIRMED");
        assertThat(receive(
                                MANAGER,
                                detached(der(
                                        "cms",
                                        "-sign",
                                        "-binary",
                                        "-in",
                                        "in",
                                        "-signer",
                                        "manager.pem",
                                        "-inkey",
                                        "manager.key",
                                        "-outform",
                                        "DER",
                                        "-out",
                                        "der")))
                        .signature())
                .isIn("CONFIRMED", "CONTENT_CHANGED");
    }

    @Test
    @DisplayName("A1: a detached signature that brings content of its own")
    void aSignatureWithContentOfItsOwnIsMalformed() throws Exception {
        openssl.file("in", "Content-Type: text/plain\r\n\r\nSomething else.\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] opaque = der(
                "cms",
                "-sign",
                "-nodetach",
                "-binary",
                "-in",
                "in",
                "-signer",
                "manager.pem",
                "-inkey",
                "manager.key",
                "-outform",
                "DER",
                "-out",
                "der");
        Desk.Received mail = refused(MANAGER, detached(opaque), "MALFORMED");
        assertThat(mail.findings()).contains("CMS-ECONTENT-PRESENT");
        assertThat(mail.body().body()).doesNotContain("Something else");
    }

    @Test
    @DisplayName("A3, A4: two signers, in either order")
    void everySignerIsNamedAndTheWorstDecides() throws Exception {
        for (String[] order : new String[][] {{"manager", "eve"}, {"eve", "manager"}}) {
            Desk.Received mail = refused(
                    MANAGER,
                    signed(order[0], "-signer", order[1] + ".pem", "-inkey", order[1] + ".key"),
                    "SIGNER_MISMATCH");
            assertThat(mail.report().getAsJsonArray("signers")).hasSize(2);
            assertThat(mail.findings()).contains("SIG-NOT-UNANIMOUS");
        }
    }

    @Test
    @DisplayName("A5: certificates and no signer")
    void certificatesAloneSignNothing() throws Exception {
        byte[] certificates = der("crl2pkcs7", "-nocrl", "-certfile", "manager.pem", "-outform", "DER", "-out", "der");
        assertThat(refused(MANAGER, detached(certificates), "MALFORMED").findings())
                .contains("SIG-NO-SIGNER");
    }

    @Test
    @DisplayName("A7: a self-signed certificate for From")
    void aCertificateThatVouchesForItselfIsNotTrusted() throws Exception {
        key("self", "rsa:2048");
        openssl.file(
                "ext",
                (LEAF + USAGE + MAIL + "subjectAltName=email:" + MANAGER + "\n").getBytes(StandardCharsets.US_ASCII));
        openssl.run(
                        "x509",
                        "-req",
                        "-in",
                        "self.csr",
                        "-signkey",
                        "self.key",
                        "-days",
                        "3650",
                        "-extfile",
                        "ext",
                        "-out",
                        "self.pem")
                .ok();
        refused(MANAGER, signed("self"), "NOT_TRUSTED");
    }

    @Test
    @DisplayName("A8: a leaf that a customer's certificate issued, which is in the store")
    void aCustomersCertificateIsNoAuthority() throws Exception {
        root("customer", "subjectAltName=email:customer@shop.test\n");
        desk.importCompared(openssl.read("customer.pem"));
        person("forged", MANAGER, "customer");
        refused(MANAGER, signed("forged", "-certfile", "customer.pem"), "NOT_TRUSTED");
        person("grandchild", MANAGER, "eve");
        refused(MANAGER, signed("grandchild", "-certfile", "eve.pem"), "NOT_TRUSTED");
    }

    @Test
    @DisplayName("A12: the manager's certificate beside Eve's signature")
    void aCertificateThatIsOnlyCarriedSaysNothing() throws Exception {
        refused(MANAGER, signed("eve", "-certfile", "manager.pem"), "SIGNER_MISMATCH");
    }

    @Test
    @DisplayName("A13: a crowd of certificates")
    void aCrowdOfCertificatesIsALimit() throws Exception {
        key("crowd", "rsa:2048");
        StringBuilder crowd = new StringBuilder();
        for (int i = 0; i < 25; i++) {
            issue("crowd", "ca", LEAF + USAGE + MAIL);
            crowd.append(new String(openssl.read("crowd.pem"), StandardCharsets.US_ASCII));
        }
        openssl.file("crowds.pem", crowd.toString().getBytes(StandardCharsets.US_ASCII));
        refused(EVE, signed("eve", "-certfile", "crowds.pem"), "MALFORMED");
        assertThat(receive(EVE, signed("eve")).signature()).isEqualTo("CONFIRMED");
    }

    /** Extensions of a leaf, in words; what the rest of it is like stands in {@link #person}. */
    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("D8, D9, D13: what a certificate is for")
    @CsvSource(delimiter = '|', textBlock = """
                D8  | serverAuth only           | keyUsage=critical,digitalSignature ~ extendedKeyUsage=serverAuth
                D9  | no digitalSignature       | keyUsage=critical,keyEncipherment ~ extendedKeyUsage=emailProtection
                D9  | keyCertSign only          | keyUsage=critical,keyCertSign ~ extendedKeyUsage=emailProtection
                D13 | unknown and critical      | keyUsage=critical,digitalSignature ~ extendedKeyUsage=emailProtection ~ 1.2.3.4.5=critical,DER:0500
                C9  | a trailing dot            | keyUsage=critical,digitalSignature ~ extendedKeyUsage=emailProtection ~ subjectAltName=email:manager@corp.test.
                """)
    void aCertificateForSomethingElseConfirmsNobody(String row, String what, String extensions) throws Exception {
        String name = "leaf" + what.replace(" ", "");
        openssl.run(
                        "req",
                        "-new",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-keyout",
                        name + ".key",
                        "-out",
                        name + ".csr",
                        "-subj",
                        "/CN=" + name + "/emailAddress=" + MANAGER)
                .ok();
        String all = LEAF + extensions.replace(" ~ ", "\n") + "\n";
        issue(name, "ca", all.contains("subjectAltName") ? all : all + "subjectAltName=email:" + MANAGER + "\n");
        Desk.Received mail = receive(MANAGER, signed(name));
        assertNotConfirmed(mail);
        assertThat(mail.signature()).isIn("NOT_TRUSTED", "SIGNER_MISMATCH", "MALFORMED");
    }

    /** Many private authorities write no alternative names; see {@code SmimeOptions}. */
    @Test
    @DisplayName("C10: an address in the subject name only")
    void anAddressInTheSubjectNameCountsOnlyWithoutAnyMailboxBesideIt() throws Exception {
        for (String alternative : List.of("", "subjectAltName=email:" + EVE + "\n")) {
            openssl.run(
                            "req",
                            "-new",
                            "-newkey",
                            "rsa:2048",
                            "-nodes",
                            "-keyout",
                            "dn.key",
                            "-out",
                            "dn.csr",
                            "-subj",
                            "/CN=dn/emailAddress=" + MANAGER)
                    .ok();
            issue("dn", "ca", LEAF + USAGE + MAIL + alternative);
            assertThat(receive(MANAGER, signed("dn")).signature())
                    .isEqualTo(alternative.isEmpty() ? "CONFIRMED" : "SIGNER_MISMATCH");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("D10, D11: what an authority may do")
    @CsvSource(delimiter = '|', textBlock = """
                D10 | no authority         | basicConstraints=critical,CA:FALSE ~ keyUsage=critical,digitalSignature
                D10 | no basicConstraints  | keyUsage=critical,keyCertSign
                D10 | no keyCertSign       | basicConstraints=critical,CA:TRUE ~ keyUsage=critical,cRLSign
                D11 | another domain       | basicConstraints=critical,CA:TRUE ~ keyUsage=critical,keyCertSign ~ nameConstraints=critical,permitted;email:shop.test
                D11 | our domain left out  | basicConstraints=critical,CA:TRUE ~ keyUsage=critical,keyCertSign ~ nameConstraints=critical,excluded;email:corp.test
                D8  | for servers          | basicConstraints=critical,CA:TRUE ~ keyUsage=critical,keyCertSign ~ extendedKeyUsage=serverAuth
                """)
    void anAuthorityThatMayNotVouchesForNobody(String row, String what, String extensions) throws Exception {
        String name = "sub" + what.replace(" ", "");
        key(name, "rsa:2048");
        issue(name, "ca", extensions.replace(" ~ ", "\n") + "\nsubjectKeyIdentifier=hash\n");
        person(name + "leaf", MANAGER, name);
        refused(MANAGER, signed(name + "leaf", "-certfile", name + ".pem"), "NOT_TRUSTED");
    }

    /** The same with an authority that may, so that the rows above fail for their own reason. */
    @Test
    void anAuthorityBetweenThatMayIsGood() throws Exception {
        key("between", "rsa:2048");
        issue("between", "ca", AUTHORITY + "nameConstraints=critical,permitted;email:corp.test\n");
        person("below", MANAGER, "between");
        assertThat(receive(MANAGER, signed("below", "-certfile", "between.pem")).signature())
                .isEqualTo("CONFIRMED");
    }

    @Test
    @DisplayName("D12: constraints on the root itself")
    void whatARootIsBoundToBindsIt() throws Exception {
        root("bound", "nameConstraints=critical,permitted;email:shop.test\n");
        desk.importAnchor(openssl.read("bound.pem"));
        person("outside", MANAGER, "bound");
        refused(MANAGER, signed("outside"), "NOT_TRUSTED");
        person("inside", "ann@shop.test", "bound");
        assertThat(receive("ann@shop.test", signed("inside")).signature()).isEqualTo("CONFIRMED");
    }

    @Test
    @DisplayName("D5: SHA-1; D7: RSA with 1024 bits")
    void whatIsTooWeakDoesNotCount() throws Exception {
        refused(MANAGER, signed("manager", "-md", "sha1"), "WEAK");
        key("small", "rsa:1024");
        issue("small", "ca", LEAF + USAGE + MAIL + "subjectAltName=email:" + MANAGER + "\n");
        refused(MANAGER, signed("small"), "WEAK");
    }
}
