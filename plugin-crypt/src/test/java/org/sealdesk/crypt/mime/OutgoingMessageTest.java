package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealdesk.crypt.mime.Mails.parse;
import static org.sealdesk.crypt.mime.Mails.text;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.Technology;

class OutgoingMessageTest {

    private static final String MAIL = """
            Message-ID: <1@example.org>
            Subject: Contract
            From: ann@example.org
            To: bob@example.org
            Bcc: boss@example.org
            MIME-Version: 1.0
            Content-Type: text/plain

            hello
            """;

    private static OutgoingMessage split(String mail) throws IOException {
        return ((OutgoingMessage.Split.Ready) OutgoingMessage.split(Mails.crlf(mail), Limits.DEFAULT)).message();
    }

    private static EntityBuilder builder() {
        return new EntityBuilder(new Boundaries(new Random(1)));
    }

    @Test
    void headerFieldsStayOutsideAndContentGoesInside() throws IOException {
        OutgoingMessage message = split(MAIL);
        assertThat(message.transport().fields())
                .extracting(HeaderField::name)
                .containsExactly("Message-ID", "Subject", "From", "To");
        assertThat(text(message.payload().entity())).isEqualTo("Content-Type: text/plain\r\n\r\nhello\r\n");
    }

    @Test
    void bccIsNeverWritten() throws IOException {
        OutgoingMessage message = split(MAIL);
        Headers withBcc = message.transport().plus(HeaderField.of("bCC", "boss@example.org"));
        assertThat(text(OutgoingMessage.message(withBcc, message.payload().entity())))
                .doesNotContainIgnoringCase("bcc")
                .doesNotContain("boss@");
    }

    @Test
    void aMailWithoutContentTypeGetsOne() throws IOException {
        assertThat(split("Subject: x\n\nplain\n").payload().type().parameter("charset"))
                .contains("us-ascii");
        assertThat(split("Subject: x\n\ngr\u00fcn\n").payload().type().parameter("charset"))
                .contains("utf-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: x\rBcc: eve@example.org\r\n\r\n",
                "Subject: x\0\r\n\r\n",
                "Subject: x\r\nno field\r\n\r\n"
            })
    void aHeaderSectionThatReadsInTwoWaysIsRefused(String mail) throws IOException {
        assertThat(OutgoingMessage.split(Mails.octets(mail), Limits.DEFAULT))
                .isInstanceOf(OutgoingMessage.Split.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nBcc: eve@example.org", "x\nBcc: y", "x\rBcc: y", "x\0y"})
    void aFieldOfOurMakingCannotBeginAnother(String value) {
        assertThatThrownBy(() -> HeaderField.of("Subject", value)).isInstanceOf(IllegalArgumentException.class);
        if (value.indexOf(0) < 0) {
            assertThatThrownBy(() -> new HeaderField("Subject", value)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFieldNameCannotHoldAnotherField() {
        assertThatThrownBy(() -> HeaderField.of("X: y\r\nBcc", "z")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalInputGivesEqualOctets() throws IOException {
        String[] mails = new String[2];
        for (int i = 0; i < 2; i++) {
            OutgoingMessage message = split(MAIL);
            Content entity = builder()
                    .multipartSigned(
                            message.payload().entity(), Mails.octets("SIG\n"), Technology.OPENPGP, "pgp-sha256");
            mails[i] = text(OutgoingMessage.message(message.transport(), entity));
        }
        assertThat(mails[0]).isEqualTo(mails[1]);
    }

    @Test
    void theMailLibraryFindsThePartsOfASignedMessage() throws IOException, MessagingException {
        OutgoingMessage message = split(MAIL);
        Content mail = OutgoingMessage.message(
                message.transport(),
                builder()
                        .multipartSigned(message.payload().entity(), Mails.octets("DER"), Technology.SMIME, "sha-256"));
        try (InputStream in = mail.open()) {
            MimeMessage theirs = new MimeMessage(Session.getInstance(new Properties()), in);
            MimeMultipart parts = (MimeMultipart) theirs.getContent();
            assertThat(parts.getCount()).isEqualTo(2);
            assertThat(parts.getBodyPart(0).getContent()).isEqualTo("hello\r\n");
            assertThat(parts.getBodyPart(1).getInputStream().readAllBytes())
                    .isEqualTo("DER".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(theirs.getContentType()).contains("application/pkcs7-signature", "sha-256");
        }
    }

    @Test
    void aLargeMessageIsReadFromItsPiecesNotFromMemory() throws IOException {
        long size = 64L * 1024 * 1024;
        Content zeros = new Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open(long from, long to) {
                return new InputStream() {
                    private long left = to - from;

                    @Override
                    public int read() {
                        return left-- > 0 ? 0 : -1;
                    }

                    @Override
                    public int read(byte[] b, int off, int len) {
                        if (left <= 0) {
                            return -1;
                        }
                        int n = (int) Math.min(len, left);
                        left -= n;
                        return n;
                    }
                };
            }
        };
        Content mail = OutgoingMessage.message(Headers.NONE, builder().cms(zeros, SmimeType.AUTH_ENVELOPED_DATA));
        assertThat(mail.size()).isGreaterThan(size * 4 / 3);
        try (InputStream in = mail.open(mail.size() - 100, mail.size())) {
            assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII))
                    .startsWith("A")
                    .endsWith("AA==\r\n");
        }
        MimePart root = parse(Mails.octets(text(mail.slice(0, 1000))));
        assertThat(root.type().parameter("smime-type")).contains("authEnveloped-data");
    }
}
