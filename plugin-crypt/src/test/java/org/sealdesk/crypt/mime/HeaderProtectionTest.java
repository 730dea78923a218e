package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealdesk.crypt.mime.Mails.parse;
import static org.sealdesk.crypt.mime.Mails.text;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.mime.ProtectedHeaders.Mismatch;
import org.sealdesk.crypt.mime.ProtectedHeaders.Scheme;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.Limits;

class HeaderProtectionTest {

    private static final String MAIL = """
            Message-ID: <1@example.org>
            Date: Mon, 23 Nov 2026 10:00:00 +0000
            Subject: =?utf-8?q?Vertrag_f=C3=BCr_Bob?=
            From: Ann <ann@example.org>
            To: bob@example.org
            Comments: secret
            Received: from somewhere
            Content-Type: text/plain; charset=utf-8

            hello
            """;

    private static OutgoingMessage outgoing() throws IOException {
        return ((OutgoingMessage.Split.Ready) OutgoingMessage.split(Mails.crlf(MAIL), Limits.DEFAULT)).message();
    }

    private static Headers headers(String... fields) {
        return new Headers(List.of(fields).stream()
                .map(f -> HeaderField.of(f.substring(0, f.indexOf(':')), f.substring(f.indexOf(':') + 2)))
                .toList());
    }

    @Test
    void theSubjectOfEncryptedMailIsReadableInsideOnly() throws IOException {
        HeaderProtection.Protected mail = HeaderProtection.encrypted(outgoing(), Optional.of("[Ticket#1042]"));
        assertThat(mail.outer().text("Subject")).contains("[...] [Ticket#1042]");
        assertThat(mail.outer().first("Comments")).isEmpty();
        MimePart payload = parse(mail.payload());
        assertThat(payload.headers().text("Subject")).contains("Vertrag für Bob");
        assertThat(payload.type().parameter("hp")).contains("cipher");
        assertThat(payload.headers().all("HP-Outer"))
                .extracting(HeaderField::value)
                .containsExactly(
                        "Message-ID: <1@example.org>",
                        "Date: Mon, 23 Nov 2026 10:00:00 +0000",
                        "Subject: [...] [Ticket#1042]",
                        "From: Ann <ann@example.org>",
                        "To: bob@example.org");
        assertThat(text(payload.body())).isEqualTo("hello\r\n");
    }

    @Test
    void whatIsWrittenIsReadBackWithoutMismatch() throws IOException {
        HeaderProtection.Protected mail = HeaderProtection.encrypted(outgoing(), Optional.empty());
        ProtectedHeaders read = HeaderProtection.read(parse(mail.payload()), mail.outer());
        assertThat(read.scheme()).isEqualTo(Scheme.CIPHER);
        assertThat(read.subject()).contains("Vertrag für Bob");
        assertThat(read.mismatches()).isEmpty();
        assertThat(read.confidential()).containsExactlyInAnyOrder("subject", "comments");
    }

    @Test
    void signedMailHidesNothing() throws IOException {
        HeaderProtection.Protected mail = HeaderProtection.signed(outgoing());
        ProtectedHeaders read = HeaderProtection.read(parse(mail.payload()), mail.outer());
        assertThat(read.scheme()).isEqualTo(Scheme.CLEAR);
        assertThat(mail.outer().text("Subject")).contains("Vertrag für Bob");
        assertThat(parse(mail.payload()).headers().all("HP-Outer")).isEmpty();
        assertThat(read.mismatches()).isEmpty();
        assertThat(read.confidential()).isEmpty();
    }

    @Test
    void aTagWithALineEndIsRefused() throws IOException {
        OutgoingMessage message = outgoing();
        assertThatThrownBy(() -> HeaderProtection.encrypted(message, Optional.of("x\r\nBcc: eve@example.org")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherFromInsideIsAMismatchWhateverTheSenderRecorded() {
        MimePart payload = parse("""
                Content-Type: text/plain; hp="cipher"
                From: ceo@example.org
                HP-Outer: From: eve@example.org

                """);
        ProtectedHeaders read = HeaderProtection.read(payload, headers("From: Eve <eve@example.org>"));
        assertThat(read.mismatches())
                .containsExactly(new Mismatch("From", "ceo@example.org", Optional.of("Eve <eve@example.org>")));
    }

    @Test
    void aChangedSubjectOfSignedMailIsAMismatch() {
        MimePart payload = parse("Content-Type: text/plain; hp=clear\nSubject: yes\n\n");
        assertThat(HeaderProtection.read(payload, headers("Subject: no")).mismatches())
                .containsExactly(new Mismatch("Subject", "yes", Optional.of("no")));
    }

    @Test
    void withoutTheMarkNothingInsideCounts() {
        MimePart payload = parse("Content-Type: text/plain\nSubject: inner\nX-OTRS-Queue: vip\n\n");
        ProtectedHeaders read = HeaderProtection.read(payload, headers("Subject: outer"));
        assertThat(read.scheme()).isEqualTo(Scheme.NONE);
        assertThat(read.subject()).isEmpty();
        assertThat(read.ignored()).containsExactly("X-OTRS-Queue");
    }

    @Test
    void hostFieldsAndDoubledFieldsInsideAreIgnored() {
        MimePart payload = parse("""
                Content-Type: text/plain; hp="cipher"
                Subject: one
                subject: two
                x-OTOBO-Queue: vip
                X-Crypt-Signature: good
                Return-Path: <x@example.org>

                """);
        ProtectedHeaders read = HeaderProtection.read(payload, headers("Subject: [...]"));
        assertThat(read.fields().fields()).isEmpty();
        assertThat(read.ignored()).contains("Subject", "subject", "x-OTOBO-Queue", "X-Crypt-Signature", "Return-Path");
    }

    @Test
    void theOlderFormIsReadAndItsDisplayPartTakenAway() throws IOException {
        MimePart payload = parse("""
                Content-Type: multipart/mixed; boundary=m; protected-headers="v1"
                Subject: real

                --m
                Content-Type: text/plain; protected-headers="v1"
                Content-Disposition: inline

                Subject: real

                --m
                Content-Type: text/plain

                hello
                --m--
                """);
        ProtectedHeaders read = HeaderProtection.read(payload, headers("Subject: ..."));
        assertThat(read.scheme()).isEqualTo(Scheme.OLD);
        assertThat(read.subject()).contains("real");
        assertThat(read.mismatches()).isEmpty();
        Article article = Article.of(parse("Subject: ...\n\n"), payload, read, Mails.spill());
        MimePart root = parse(article.octets());
        assertThat(root.children()).hasSize(1);
        assertThat(text(root.children().get(0).body())).isEqualTo("hello");
    }

    @Test
    void markedLinesAreTakenOutOfTextAndHtmlInTheirEncoding() throws IOException {
        MimePart payload = parse("""
                Content-Type: multipart/alternative; boundary=m; hp="cipher"
                Subject: real

                --m
                Content-Type: text/plain; hp-legacy-display="1"

                Subject: real

                Text
                --m
                Content-Type: text/html; hp-legacy-display="1"
                Content-Transfer-Encoding: quoted-printable

                <p><div class=3D"header-protection-legacy-display"><pre>Subject: real</pre>=
                </div>Text =C3=A4</p>
                --m--
                """);
        Content body = HeaderProtection.bodyWithoutLegacyDisplay(payload, Mails.spill());
        assertThat(text(body))
                .contains("text/plain; hp-legacy-display=\"1\"\r\n\r\nText\r\n--m")
                .contains("<p>Text =C3=A4</p>\r\n--m--")
                .doesNotContain("Subject");
    }

    @Test
    void aMarkedTextThatBeginsOtherwiseStays() throws IOException {
        MimePart payload = parse("Content-Type: text/plain; hp=cipher; hp-legacy-display=1\n\nHello,\n\nSubject: x\n");
        assertThat(text(HeaderProtection.bodyWithoutLegacyDisplay(payload, Mails.spill())))
                .isEqualTo(text(payload.body()));
    }
}
