package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.mime.Mails.parse;
import static org.sealdesk.crypt.mime.Mails.part;
import static org.sealdesk.crypt.mime.Mails.text;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.Limits;

class SevenBitTest {

    private static final SevenBit SEVEN_BIT = new SevenBit(Mails.spill(), Limits.DEFAULT);

    private static Content safe(Content entity) throws IOException {
        return SEVEN_BIT.entity(parse(entity));
    }

    private static Content decoded(MimePart part) throws IOException {
        return BodyDecoder.decoded(part, Mails.spill(), Mails.MAX_OCTETS);
    }

    @Test
    void aSafeEntityStaysOctetForOctet() throws IOException {
        MimePart root = parse("Content-Type: text/plain\n\nshort lines\n\nand more\n");
        assertThat(text(SEVEN_BIT.entity(root))).isEqualTo(text(root.entity()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gr\u00fc\u00dfe\r\n",
                "From the beginning\r\n",
                "flowed text \r\nnext\r\n",
                "-- \r\nAnn\r\n",
                "unix\nnewlines\nwith gr\u00fc\u00dfe\n",
                "no newline at the end \u00e4",
                ".\r\n. \r\n",
                " \r\n\t\r\n \u00e4",
            })
    void aTextThatServersChangeBecomesQuotedPrintable(String body) throws IOException {
        Content safe = safe(Mails.octets(
                "Content-Type: text/plain; charset=iso-8859-1\r\n" + "Content-Transfer-Encoding: 8bit\r\n\r\n" + body));
        assertThat(Hazard.of(safe)).isEmpty();
        MimePart root = parse(safe);
        assertThat(root.encoding()).isEqualTo(TransferEncoding.QUOTED_PRINTABLE);
        assertThat(text(decoded(root))).isEqualTo(body.replace("\r\n", "\n").replace("\n", "\r\n"));
    }

    @Test
    void aVeryLongWordIsBroken() throws IOException {
        String body = "w".repeat(100_000);
        Content safe = safe(Mails.octets("Content-Type: text/plain\r\n\r\n" + body));
        assertThat(text(safe).lines()).allMatch(l -> l.length() <= 76);
        assertThat(text(decoded(parse(safe)))).isEqualTo(body);
    }

    @Test
    void aBinaryFileBecomesBase64() throws IOException {
        byte[] file = new byte[10_000];
        new Random(1).nextBytes(file);
        String mail = "Content-Type: application/pdf\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                + new String(file, StandardCharsets.ISO_8859_1);
        Content safe = safe(Mails.octets(mail));
        assertThat(Hazard.of(safe)).isEmpty();
        assertThat(decoded(parse(safe)).toArray(20_000)).isEqualTo(file);
    }

    @Test
    void aTextInUtf16KeepsItsOctets() throws IOException {
        byte[] octets = "line\r\nl\u0a0dine\n".getBytes(StandardCharsets.UTF_16LE);
        Content safe = safe(Mails.octets("Content-Type: text/plain; charset=utf-16le\r\n"
                + "Content-Transfer-Encoding: binary\r\n\r\n" + new String(octets, StandardCharsets.ISO_8859_1)));
        assertThat(decoded(parse(safe)).toArray(100)).isEqualTo(octets);
    }

    @Test
    void eightBitInAnAttachedMessageIsEncodedInside() throws IOException {
        MimePart root = parse("""
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: message/rfc822
                Content-Transfer-Encoding: 8bit

                Subject: Gr\u00fc\u00dfe

                gr\u00fc\u00dfe\s

                --b--
                """);
        Content safe = SEVEN_BIT.entity(root);
        assertThat(Hazard.of(safe)).isEmpty();
        MimePart attached = part(parse(safe), "1");
        assertThat(attached.encoding().isIdentity()).isTrue();
        MimePart inner = parse(attached.body());
        assertThat(inner.headers().text("Subject")).contains("Grüße");
        assertThat(text(decoded(inner))).isEqualTo("gr\u00fc\u00dfe \r\n");
    }

    private static String signedText(String text) {
        return """
                Content-Type: multipart/signed; boundary=s; protocol="application/pgp-signature"

                --s

                TEXT
                --s
                Content-Type: application/pgp-signature

                x
                --s--
                """.replace("TEXT", text).replace("\n", "\r\n");
    }

    @Test
    void anAttachedSignedMessageThatWouldBreakIsWrappedUnchanged() throws IOException {
        String signed = signedText("gr\u00fc\u00dfe");
        Content safe = safe(Mails.octets("Content-Type: message/rfc822\r\n\r\n" + signed));
        assertThat(Hazard.of(safe)).isEmpty();
        MimePart root = parse(safe);
        assertThat(root.type().name()).isEqualTo("application/octet-stream");
        assertThat(text(decoded(root))).isEqualTo(signed);
    }

    @Test
    void aSignedPartWithinStaysAsItIs() throws IOException {
        String signed = signedText("-- ");
        Content safe = safe(Mails.octets("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + signed
                + "\r\n--b\r\n\r\n\u00e4\r\n--b--\r\n"));
        assertThat(text(part(parse(safe), "1").entity())).isEqualTo(signed);
    }

    @Test
    void rawHeaderOctetsAreEncodedWhereTheStandardAllows() throws IOException {
        String mail = "Subject: Gr\u00fc\u00dfe aus K\u00f6ln\r\nFrom: J\u00f6rg M\u00fcller <joerg@example.org>,"
                + " \"Jos\u00e9, B\" <jose@example.org>\r\n"
                + "Content-Type: application/pdf; name=\"\u00c4rger.pdf\"\r\n\r\nx";
        Content utf8 = Content.of(mail.getBytes(StandardCharsets.UTF_8));
        Content safe = safe(utf8);
        assertThat(Hazard.of(safe)).isEmpty();
        Headers headers = parse(safe).headers();
        assertThat(headers.text("Subject")).contains("Grüße aus Köln");
        assertThat(headers.text("From")).contains("Jörg Müller <joerg@example.org>, José, B <jose@example.org>");
        assertThat(parse(safe).fileName()).contains("Ärger.pdf");
    }

    @Provide
    static Arbitrary<String> bodies() {
        return Arbitraries.of(
                        "text",
                        "\r\n",
                        "\n",
                        " ",
                        "\t",
                        "From ",
                        "\u00e4",
                        "=",
                        "=3D",
                        "=\r\n",
                        ".",
                        "--b",
                        "-- ",
                        "\0",
                        "\r",
                        "long line ".repeat(30))
                .list()
                .ofMaxSize(20)
                .map(l -> String.join("", l));
    }

    @Provide
    static Arbitrary<String> entities() {
        Arbitrary<String> type = Arbitraries.of(
                "text/plain",
                "text/html; charset=utf-8",
                "application/x-any",
                "message/rfc822",
                "message/delivery-status");
        Arbitrary<String> encoding = Arbitraries.of("7bit", "8bit", "binary", "base64", "quoted-printable", "x-odd");
        return Combinators.combine(type, encoding, bodies())
                .as((t, e, b) -> "Content-Type: " + t + "\r\nContent-Transfer-Encoding: " + e + "\r\n\r\n" + b)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(parts -> "Content-Type: multipart/mixed; boundary=\"=_x\"\r\n\r\n--=_x\r\n"
                        + String.join("\r\n--=_x\r\n", parts) + "\r\n--=_x--\r\n");
    }

    @Property(tries = 1500)
    void whateverComesInIsSafeAfterwardsAndStaysThen(@ForAll("entities") String entity) throws IOException {
        Content safe = safe(Mails.octets(entity));
        assertThat(Hazard.of(safe)).isEmpty();
        assertThat(text(safe(safe))).isEqualTo(text(safe));
        assertThat(parse(safe).children())
                .hasSameSizeAs(parse(Mails.octets(entity)).children());
    }

    @Property(tries = 500)
    void theMailLibraryReadsTheSameContent(@ForAll("bodies") String body) throws IOException, MessagingException {
        Content entity = Mails.octets("Content-Type: multipart/mixed; boundary=\"=_x\"\r\n\r\n--=_x\r\n"
                + "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n" + body
                + "\r\n--=_x--\r\n");
        byte[] octets = safe(entity).toArray(1_000_000);
        MimeMultipart multipart = (MimeMultipart) new MimeBodyPart(new ByteArrayInputStream(octets)).getContent();
        BodyPart only = multipart.getBodyPart(0);
        assertThat(new String(only.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                .isEqualTo(body);
    }

    @Property(tries = 500)
    void quotedPrintableIsWhatTheMailLibraryDecodes(@ForAll("bodies") String body)
            throws IOException, MessagingException {
        var out = new java.io.ByteArrayOutputStream();
        QuotedPrintableEncoder.encode(Mails.octets(body), out);
        byte[] theirs = MimeUtility.decode(new ByteArrayInputStream(out.toByteArray()), "quoted-printable")
                .readAllBytes();
        String expected = body.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n");
        assertThat(new String(theirs, StandardCharsets.ISO_8859_1)).isEqualTo(expected);
        var ours = new java.io.ByteArrayOutputStream();
        QuotedPrintableDecoder.decode(Content.of(out.toByteArray()), ours);
        assertThat(ours.toByteArray()).isEqualTo(theirs);
    }

    @Property(tries = 500)
    void base64IsReadableFromAnyPosition(@ForAll byte[] octets, @ForAll Random random)
            throws IOException, MessagingException {
        byte[] longer = new byte[random.nextInt(20_000) + octets.length];
        random.nextBytes(longer);
        System.arraycopy(octets, 0, longer, 0, octets.length);
        Content encoded = new Base64Content(Content.of(longer));
        byte[] whole = encoded.toArray(100_000);
        assertThat(whole).isEqualTo(java.util.Base64.getMimeEncoder().encode(longer));
        int from = random.nextInt(whole.length + 1);
        int to = from + random.nextInt(whole.length - from + 1);
        assertThat(encoded.slice(from, to).toArray(100_000)).isEqualTo(java.util.Arrays.copyOfRange(whole, from, to));
        assertThat(Base64Decoder.decode(whole)).isEqualTo(longer);
    }

    @Property(tries = 500)
    void canonicalFormIsIdempotentAndReadableFromAnyPosition(@ForAll("bodies") String body, @ForAll Random random)
            throws IOException {
        Content canonical = Canonical.of(Mails.octets(body));
        String whole = body.replaceAll("(?<!\r)\n", "\r\n");
        assertThat(text(canonical)).isEqualTo(whole);
        assertThat(Canonical.of(canonical)).isSameAs(canonical);
        int from = random.nextInt(whole.length() + 1);
        assertThat(text(canonical.slice(from, whole.length()))).isEqualTo(whole.substring(from));
    }
}
