package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.MailSample.crlf;
import static org.sealdesk.crypt.MailSample.joined;
import static org.sealdesk.crypt.MailSample.octets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
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
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.message.OpenedMail;
import org.sealdesk.crypt.message.ProtectedCopy;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.verdict.CryptographicSummary.Status;
import org.sealdesk.crypt.verdict.EncryptionStatus;
import org.sealdesk.crypt.verdict.SignatureStatus;
import org.sealdesk.crypt.verdict.Technology;

/** Whole PGP/MIME mails (RFC 3156) from and to gpg: kinds of keys, kinds of protection, kinds of content. */
class PgpMailMatrixTest {

    private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");
    private static final Map<Kind, String> CUSTOMERS = new EnumMap<>(Kind.class);
    private static final Map<Kind, String> OURS = new EnumMap<>(Kind.class);

    private static Gpg customer;
    private static MatrixDesk desk;

    /** What gpg calls the algorithms of the primary key and of the subkey for encryption. */
    enum Kind {
        RSA("rsa3072", "rsa3072"),
        CURVE25519("ed25519", "cv25519"),
        P256("nistp256", "nistp256");

        private final String primary;
        private final String subkey;

        Kind(String primary, String subkey) {
            this.primary = primary;
            this.subkey = subkey;
        }

        String customer() {
            return "bob-" + name().toLowerCase(Locale.ROOT) + "@example.org";
        }

        String desk() {
            return "desk-" + name().toLowerCase(Locale.ROOT) + "@example.org";
        }

        String make(Gpg gpg, String address) {
            gpgAt(gpg, new byte[0], "--passphrase", "", "--quick-generate-key", address, primary, "sign,cert", "never");
            String fingerprint = new String(
                            gpgAt(gpg, new byte[0], "--with-colons", "--list-keys", address), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> l.startsWith("fpr:"))
                    .findFirst()
                    .orElseThrow()
                    .split(":")[9];
            gpgAt(gpg, new byte[0], "--passphrase", "", "--quick-add-key", fingerprint, subkey, "encr", "never");
            return fingerprint;
        }
    }

    @BeforeAll
    static void makeKeys() throws IOException {
        customer = Peers.requireGpg();
        desk = new MatrixDesk(InstantSource.fixed(NOW));
        try (Gpg ours = Peers.requireGpg()) {
            for (Kind kind : Kind.values()) {
                CUSTOMERS.put(kind, kind.make(customer, kind.customer()));
                desk.take(gpgAt(customer, new byte[0], "--export", kind.customer()));
                OURS.put(kind, kind.make(ours, kind.desk()));
                desk.take(gpgAt(ours, new byte[0], "--armor", "--export-secret-keys", kind.desk()));
                gpgAt(customer, gpgAt(ours, new byte[0], "--export", kind.desk()), "--import");
            }
        }
    }

    @AfterAll
    static void close() throws IOException {
        if (desk != null) {
            desk.close();
        }
        if (customer != null) {
            customer.close();
        }
    }

    private static byte[] gpgAt(Gpg gpg, byte[] input, String... arguments) {
        return runAt(gpg, input, arguments).ok().out();
    }

    private static PeerProcess runAt(Gpg gpg, byte[] input, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--faked-system-time", NOW.toString().replaceAll("[-:Z]", "") + "!", "--ignore-time-conflict"));
        all.addAll(Arrays.asList(arguments));
        return gpg.run(input, all);
    }

    static Stream<Arguments> cells() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(MailSample.values())
                        .filter(sample -> sample != MailSample.LARGE_ATTACHMENT)
                        .map(sample -> Arguments.of(kind, sample)));
    }

    static Stream<Arguments> cellsWithLarge() {
        return Stream.concat(
                cells(), Stream.of(Kind.values()).map(kind -> Arguments.of(kind, MailSample.LARGE_ATTACHMENT)));
    }

    private static byte[] multipartSigned(Kind kind, byte[] entity) {
        byte[] signature = gpgAt(
                customer, entity, "--armor", "--digest-algo", "SHA256", "-u", of(CUSTOMERS, kind), "--detach-sign");
        return joined(
                octets("Content-Type: multipart/signed; micalg=pgp-sha256; protocol=\"application/pgp-signature\";\r\n"
                        + " boundary=\"=-signed\"\r\n\r\nThis is an OpenPGP/MIME signed message.\r\n--=-signed\r\n"),
                entity,
                octets("\r\n--=-signed\r\nContent-Type: application/pgp-signature; name=\"signature.asc\"\r\n\r\n"),
                crlf(signature),
                octets("\r\n--=-signed--\r\n"));
    }

    private static byte[] multipartEncrypted(byte[] armour) {
        return joined(
                octets("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";"
                        + " boundary=\"=-enc\"\r\n\r\n--=-enc\r\nContent-Type: application/pgp-encrypted\r\n\r\n"
                        + "Version: 1\r\n\r\n--=-enc\r\nContent-Type: application/octet-stream\r\n\r\n"),
                crlf(armour),
                octets("\r\n--=-enc--\r\n"));
    }

    private static byte[] mail(Kind kind, byte[] entity) {
        return MatrixDesk.mail(kind.customer(), kind.desk(), entity);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void mailThatGpgSignsIsConfirmed(Kind kind, MailSample sample) throws IOException {
        OpenedMail opened = desk.open(mail(kind, multipartSigned(kind, sample.entity())));
        MatrixAsserts.verdict(opened, Status.SIGNED_ONLY, SignatureStatus.CONFIRMED, EncryptionStatus.NONE);
        MatrixAsserts.signer(opened, of(CUSTOMERS, kind), kind.customer());
        MatrixAsserts.payload(opened, desk, sample, sample.entity());
        assertThat(opened.subject()).isEqualTo(MatrixDesk.SUBJECT);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void mailThatGpgEncryptsIsOpened(Kind kind, MailSample sample) throws IOException {
        byte[] armour = gpgAt(customer, sample.entity(), "--armor", "-r", kind.desk(), "--encrypt");
        OpenedMail opened = desk.open(mail(kind, multipartEncrypted(armour)));
        MatrixAsserts.verdict(opened, Status.ENCRYPTED_ONLY, SignatureStatus.NONE, EncryptionStatus.DECRYPTED);
        MatrixAsserts.payload(opened, desk, sample, sample.entity());
    }

    @ParameterizedTest
    @MethodSource("cellsWithLarge")
    void mailThatGpgSignsAndEncryptsInOneIsOpenedAndConfirmed(Kind kind, MailSample sample) throws IOException {
        byte[] armour = gpgAt(
                customer,
                sample.entity(),
                "--armor",
                "-u",
                of(CUSTOMERS, kind),
                "-r",
                kind.desk(),
                "--sign",
                "--encrypt");
        OpenedMail opened = desk.open(mail(kind, multipartEncrypted(armour)));
        MatrixAsserts.verdict(
                opened, Status.SIGNED_AND_ENCRYPTED, SignatureStatus.CONFIRMED, EncryptionStatus.DECRYPTED);
        MatrixAsserts.signer(opened, of(CUSTOMERS, kind), kind.customer());
        MatrixAsserts.payload(opened, desk, sample, sample.entity());
    }

    /** RFC 3156, section 6.1. */
    @ParameterizedTest
    @MethodSource("cells")
    void mailThatIsSignedThenEncryptedIsOpenedAndConfirmed(Kind kind, MailSample sample) throws IOException {
        byte[] signed = multipartSigned(kind, sample.entity());
        byte[] armour = gpgAt(customer, signed, "--armor", "-r", kind.desk(), "--encrypt");
        OpenedMail opened = desk.open(mail(kind, multipartEncrypted(armour)));
        MatrixAsserts.verdict(
                opened, Status.SIGNED_AND_ENCRYPTED, SignatureStatus.CONFIRMED, EncryptionStatus.DECRYPTED);
        MatrixAsserts.signer(opened, of(CUSTOMERS, kind), kind.customer());
        MatrixAsserts.payload(opened, desk, sample, sample.entity());
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void everyCompressionOfGpgIsInflated(String compression, MailSample sample) throws IOException {
        Kind kind = Kind.CURVE25519;
        byte[] armour = gpgAt(
                customer,
                sample.entity(),
                "--armor",
                "--compress-algo",
                compression,
                "-u",
                of(CUSTOMERS, kind),
                "-r",
                kind.desk(),
                "--sign",
                "--encrypt");
        OpenedMail opened = desk.open(mail(kind, multipartEncrypted(armour)));
        MatrixAsserts.verdict(
                opened, Status.SIGNED_AND_ENCRYPTED, SignatureStatus.CONFIRMED, EncryptionStatus.DECRYPTED);
        MatrixAsserts.payload(opened, desk, sample, sample.entity());
    }

    static Stream<Arguments> compressions() {
        return Stream.of("none", "zip", "zlib", "bzip2")
                .flatMap(c -> Stream.of(MailSample.EIGHT_BIT_TEXT, MailSample.HTML_WITH_IMAGE)
                        .map(s -> Arguments.of(c, s)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void gpgVerifiesTheMailsWeSign(Kind kind, MailSample sample) throws IOException {
        ProtectedCopy copy =
                desk.protect(kind.desk(), kind.customer(), sample.entity(), ProtectionLevel.SIGN, Technology.OPENPGP);
        byte[] mail = MatrixDesk.octets(copy.mail());
        assertThat(sevenBit(mail)).isTrue();
        assertGpgAccepts(kind, mail);
        StrangersView view = StrangersView.of(StrangersView.rawPart(mail, 0));
        assertThat(MatrixAsserts.digests(view.leaves())).isEqualTo(MatrixAsserts.digests(sample.leaves()));
        assertThat(StrangersView.of(mail).subject()).isEqualTo(MatrixDesk.SUBJECT);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void gpgOpensTheMailsWeEncrypt(Kind kind, MailSample sample) throws IOException {
        ProtectedCopy copy = desk.protect(
                kind.desk(), kind.customer(), sample.entity(), ProtectionLevel.ENCRYPT, Technology.OPENPGP);
        PeerProcess decrypted = decrypted(copy);
        assertThat(decrypted.err()).contains("DECRYPTION_OKAY", "GOODMDC").doesNotContain("GOODSIG");
        assertInside(decrypted.out(), sample);
    }

    @ParameterizedTest
    @MethodSource("cellsWithLarge")
    void gpgOpensAndVerifiesTheMailsWeSignAndEncrypt(Kind kind, MailSample sample) throws IOException {
        ProtectedCopy copy = desk.protect(
                kind.desk(), kind.customer(), sample.entity(), ProtectionLevel.SIGN_AND_ENCRYPT, Technology.OPENPGP);
        PeerProcess decrypted = decrypted(copy);
        assertThat(decrypted.err()).contains("DECRYPTION_OKAY", "GOODMDC");
        if (decrypted.err().contains("GOODSIG")) {
            assertThat(decrypted.err()).contains("VALIDSIG " + of(OURS, kind));
        } else {
            assertGpgAccepts(kind, decrypted.out());
        }
        assertInside(decrypted.out(), sample);
        OpenedMail own = desk.open(MatrixDesk.octets(copy.mail()));
        MatrixAsserts.verdict(own, Status.SIGNED_AND_ENCRYPTED, SignatureStatus.CONFIRMED, EncryptionStatus.DECRYPTED);
        assertThat(own.subject()).isEqualTo(MatrixDesk.SUBJECT);
        assertThat(MatrixAsserts.ourLeaves(own.payload().orElseThrow(), desk))
                .isEqualTo(MatrixAsserts.digests(sample.leaves()));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void oneChangedOctetUnderTheSignatureOfGpgIsSeen(Kind kind) throws IOException {
        byte[] mail = mail(kind, multipartSigned(kind, MailSample.SHORT_TEXT.entity()));
        String changed = new String(mail, StandardCharsets.ISO_8859_1).replace("on fire", "in fire");
        OpenedMail opened = desk.open(changed.getBytes(StandardCharsets.ISO_8859_1));
        MatrixAsserts.verdict(opened, Status.UNPROTECTED, SignatureStatus.CONTENT_CHANGED, EncryptionStatus.NONE);
    }

    private static PeerProcess decrypted(ProtectedCopy copy) {
        byte[] mail = MatrixDesk.octets(copy.mail());
        assertThat(sevenBit(mail)).isTrue();
        assertThat(StrangersView.of(mail).header("Content-Type")).startsWith("multipart/encrypted");
        assertThat(StrangersView.of(mail).subject()).doesNotContain("Printer");
        byte[] armour = StrangersView.of(mail).leaves().get(1);
        return runAt(customer, armour, "--decrypt").ok();
    }

    private static void assertInside(byte[] payload, MailSample sample) {
        StrangersView view = StrangersView.of(payload);
        List<byte[]> leaves = view.leaves();
        assertThat(MatrixAsserts.digests(leaves.subList(0, sample.leaves().size())))
                .isEqualTo(MatrixAsserts.digests(sample.leaves()));
        assertThat(view.subject()).isEqualTo(MatrixDesk.SUBJECT);
    }

    private static void assertGpgAccepts(Kind kind, byte[] multipartSigned) {
        String signature = customer.file("mail.asc", StrangersView.rawPart(multipartSigned, 1))
                .toString();
        String signed = customer.file("mail.signed", StrangersView.rawPart(multipartSigned, 0))
                .toString();
        String said =
                runAt(customer, new byte[0], "--verify", signature, signed).ok().err();
        assertThat(said).contains("GOODSIG", "VALIDSIG " + of(OURS, kind));
    }

    private static boolean sevenBit(byte[] mail) {
        int line = 0;
        for (byte b : mail) {
            line = b == '\n' ? 0 : line + 1;
            if (b < 0 || line > 998) {
                return false;
            }
        }
        return true;
    }

    private static String of(Map<Kind, String> fingerprints, Kind kind) {
        return Objects.requireNonNull(fingerprints.get(kind));
    }
}
