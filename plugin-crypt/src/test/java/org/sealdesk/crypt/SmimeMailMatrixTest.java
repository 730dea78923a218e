package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.MailSample.crlf;
import static org.sealdesk.crypt.MailSample.joined;
import static org.sealdesk.crypt.MailSample.octets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealdesk.crypt.message.OpenedMail;
import org.sealdesk.crypt.message.ProtectedCopy;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.smime.OpensslPki;
import org.sealdesk.crypt.verdict.CryptographicSummary.Status;
import org.sealdesk.crypt.verdict.EncryptionStatus;
import org.sealdesk.crypt.verdict.SignatureStatus;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Whole S/MIME mails (RFC 8551) from and to openssl: kinds of keys, kinds of protection, kinds of content. */
class SmimeMailMatrixTest {

    private static final Map<Kind, String> CUSTOMERS = new EnumMap<>(Kind.class);

    private static OpensslPki pki;
    private static MatrixDesk desk;

    enum Kind {
        RSA("RSA:3072"),
        P256("EC:P-256");

        private final String algorithm;

        Kind(String algorithm) {
            this.algorithm = algorithm;
        }

        String customer() {
            return "bob-" + name().toLowerCase(Locale.ROOT);
        }

        String desk() {
            return "desk-" + name().toLowerCase(Locale.ROOT);
        }
    }

    @BeforeAll
    static void makeKeys() throws Exception {
        pki = new OpensslPki();
        desk = new MatrixDesk(InstantSource.system());
        desk.takeAnchor(pki.certificate("root"));
        desk.takeUnchecked(pki.certificate("issuing"));
        for (Kind kind : Kind.values()) {
            pki.person(kind.customer(), kind.algorithm);
            desk.takeUnchecked(pki.certificate(kind.customer()));
            CUSTOMERS.put(kind, fingerprint(pki.certificate(kind.customer())));
            pki.person(kind.desk(), kind.algorithm);
            desk.takeUnchecked(pki.certificate(kind.desk()));
            desk.takeUnchecked(pki.secretKey(kind.desk()));
        }
    }

    @AfterAll
    static void close() throws IOException {
        if (desk != null) {
            desk.close();
        }
        if (pki != null) {
            pki.close();
        }
    }

    private static String fingerprint(byte[] pem) throws Exception {
        String body = new String(pem, StandardCharsets.US_ASCII).replaceAll("-----[^-]+-----", "");
        byte[] der = Base64.getMimeDecoder().decode(body);
        return HexFormat.of()
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(der));
    }

    static Stream<Arguments> cells() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(MailSample.values())
                        .filter(sample -> sample != MailSample.LARGE_ATTACHMENT)
                        .map(sample -> Arguments.of(kind, sample)));
    }

    static Stream<Arguments> ciphers() {
        return cells().flatMap(cell -> Stream.of("-aes128", "-aes256", "-aes-128-gcm", "-aes-256-gcm")
                .map(cipher -> Arguments.of(cell.get()[0], cell.get()[1], cipher)));
    }

    static Stream<Arguments> nestings() {
        Stream<Arguments> large = Stream.of(Kind.values())
                .map(kind -> Arguments.of(kind, MailSample.LARGE_ATTACHMENT, "detached", "-aes-256-gcm"));
        return Stream.concat(
                large,
                cells().flatMap(cell -> Stream.of(
                        Arguments.of(cell.get()[0], cell.get()[1], "detached", "-aes256"),
                        Arguments.of(cell.get()[0], cell.get()[1], "opaque", "-aes-256-gcm"))));
    }

    static Stream<Arguments> cellsWithLarge() {
        return Stream.concat(
                cells(), Stream.of(Kind.values()).map(kind -> Arguments.of(kind, MailSample.LARGE_ATTACHMENT)));
    }

    /** An S/MIME entity as openssl writes it, with its own MIME-Version. */
    private static byte[] signed(Kind kind, byte[] entity, String form) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "-sign",
                "-binary",
                "-signer",
                kind.customer() + ".pem",
                "-inkey",
                kind.customer() + ".key",
                "-certfile",
                "issuing.pem"));
        if (form.equals("opaque")) {
            command.add("-nodetach");
        }
        return crlf(pki.cms(entity, command.toArray(String[]::new)));
    }

    private static byte[] encrypted(Kind kind, byte[] entity, String cipher) throws IOException {
        return crlf(pki.cms(entity, "-encrypt", "-binary", cipher, "-recip", kind.desk() + ".pem"));
    }

    private static byte[] mail(Kind kind, byte[] smime) {
        return joined(
                octets("From: " + kind.customer() + "@example.org\r\nTo: " + kind.desk()
                        + "@example.org\r\nSubject: =?utf-8?q?Printer=3A_Gr=C3=BC=C3=9Fe?=\r\n"),
                smime);
    }

    private static EncryptionStatus expected(String cipher) {
        return cipher.endsWith("gcm") ? EncryptionStatus.DECRYPTED : EncryptionStatus.DECRYPTED_LEGACY;
    }

    private static void assertSigner(Kind kind, OpenedMail opened) {
        MatrixAsserts.signer(opened, of(CUSTOMERS, kind), kind.customer() + "@example.org");
        assertThat(opened.summary().signatures().get(0).signature().trust()).isEqualTo(TrustLevel.CHAINED);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void mailThatOpensslSignsBesideTheTextIsConfirmed(Kind kind, MailSample sample) throws IOException {
        OpenedMail opened = desk.open(mail(kind, signed(kind, sample.entity(), "detached")));
        MatrixAsserts.verdict(opened, Status.SIGNED_ONLY, SignatureStatus.CONFIRMED, EncryptionStatus.NONE);
        assertSigner(kind, opened);
        MatrixAsserts.payload(opened, desk, sample, sample.entity());
        assertThat(opened.subject()).isEqualTo(MatrixDesk.SUBJECT);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void mailThatOpensslSignsAroundTheTextIsConfirmed(Kind kind, MailSample sample) throws IOException {
        OpenedMail opened = desk.open(mail(kind, signed(kind, sample.entity(), "opaque")));
        MatrixAsserts.verdict(opened, Status.SIGNED_ONLY, SignatureStatus.CONFIRMED, EncryptionStatus.NONE);
        assertSigner(kind, opened);
        MatrixAsserts.payload(opened, desk, sample, sample.entity());
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void mailThatOpensslEncryptsIsOpened(Kind kind, MailSample sample, String cipher) throws IOException {
        OpenedMail opened = desk.open(mail(kind, encrypted(kind, sample.entity(), cipher)));
        MatrixAsserts.verdict(opened, Status.ENCRYPTED_ONLY, SignatureStatus.NONE, expected(cipher));
        MatrixAsserts.payload(opened, desk, sample, sample.entity());
    }

    @ParameterizedTest
    @MethodSource("nestings")
    void mailThatOpensslSignsAndEncryptsIsOpenedAndConfirmed(Kind kind, MailSample sample, String form, String cipher)
            throws IOException {
        byte[] inner = signed(kind, sample.entity(), form);
        OpenedMail opened = desk.open(mail(kind, encrypted(kind, inner, cipher)));
        MatrixAsserts.verdict(opened, Status.SIGNED_AND_ENCRYPTED, SignatureStatus.CONFIRMED, expected(cipher));
        assertSigner(kind, opened);
        MatrixAsserts.payload(opened, desk, sample, sample.entity());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void opensslVerifiesTheMailsWeSign(Kind kind, MailSample sample) throws IOException {
        byte[] mail =
                MatrixDesk.octets(protect(kind, sample, ProtectionLevel.SIGN).mail());
        byte[] content = verified(kind, mail);
        assertThat(MatrixAsserts.digests(StrangersView.of(content).leaves()))
                .isEqualTo(MatrixAsserts.digests(sample.leaves()));
        assertThat(MatrixAsserts.digests(
                        StrangersView.of(StrangersView.rawPart(mail, 0)).leaves()))
                .isEqualTo(MatrixAsserts.digests(sample.leaves()));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void opensslOpensTheMailsWeEncrypt(Kind kind, MailSample sample) throws IOException {
        byte[] mail =
                MatrixDesk.octets(protect(kind, sample, ProtectionLevel.ENCRYPT).mail());
        assertInside(decrypted(kind, mail), sample);
    }

    @ParameterizedTest
    @MethodSource("cellsWithLarge")
    void opensslOpensAndVerifiesTheMailsWeSignAndEncrypt(Kind kind, MailSample sample) throws IOException {
        byte[] mail = MatrixDesk.octets(
                protect(kind, sample, ProtectionLevel.SIGN_AND_ENCRYPT).mail());
        byte[] inner = decrypted(kind, mail);
        assertInside(verified(kind, inner), sample);
        OpenedMail own = desk.open(mail);
        assertThat(own.summary().status()).isEqualTo(Status.SIGNED_AND_ENCRYPTED);
        assertThat(own.subject()).isEqualTo(MatrixDesk.SUBJECT);
        assertThat(MatrixAsserts.ourLeaves(own.payload().orElseThrow(), desk))
                .isEqualTo(MatrixAsserts.digests(sample.leaves()));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void oneChangedOctetUnderTheSignatureOfOpensslIsSeen(Kind kind) throws IOException {
        byte[] mail = mail(kind, signed(kind, MailSample.SHORT_TEXT.entity(), "detached"));
        String changed = new String(mail, StandardCharsets.ISO_8859_1).replace("on fire", "in fire");
        OpenedMail opened = desk.open(changed.getBytes(StandardCharsets.ISO_8859_1));
        MatrixAsserts.verdict(opened, Status.UNPROTECTED, SignatureStatus.CONTENT_CHANGED, EncryptionStatus.NONE);
    }

    private static ProtectedCopy protect(Kind kind, MailSample sample, ProtectionLevel level) throws IOException {
        return desk.protect(
                kind.desk() + "@example.org",
                kind.customer() + "@example.org",
                sample.entity(),
                level,
                Technology.SMIME);
    }

    /** Openssl has the root only: everything else must have come with the mail. */
    private static byte[] verified(Kind kind, byte[] mail) throws IOException {
        byte[] content = pki.cms(mail, "-verify", "-CAfile", "root.pem", "-signer", "signer-out.pem");
        assertThat(pki.openssl().read("signer-out.pem"))
                .isEqualTo(pki.run("x509", "-in", kind.desk() + ".pem").out());
        return content;
    }

    private static byte[] decrypted(Kind kind, byte[] mail) throws IOException {
        assertThat(StrangersView.of(mail).subject()).doesNotContain("Printer");
        return pki.cms(
                mail, "-decrypt", "-binary", "-recip", kind.customer() + ".pem", "-inkey", kind.customer() + ".key");
    }

    private static void assertInside(byte[] payload, MailSample sample) {
        StrangersView view = StrangersView.of(payload);
        assertThat(MatrixAsserts.digests(view.leaves())).isEqualTo(MatrixAsserts.digests(sample.leaves()));
        assertThat(view.subject()).isEqualTo(MatrixDesk.SUBJECT);
    }

    private static String of(Map<Kind, String> fingerprints, Kind kind) {
        return Objects.requireNonNull(fingerprints.get(kind));
    }
}
