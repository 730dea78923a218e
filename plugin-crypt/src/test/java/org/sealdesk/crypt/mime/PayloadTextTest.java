package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.mime.Mails.parse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealdesk.crypt.mime.PayloadText.Attachment;

class PayloadTextTest {

    private static PayloadText read(String mail) throws IOException {
        return PayloadText.of(parse(mail), Mails.spill(), Mails.MAX_OCTETS);
    }

    @Test
    void textAndFilesAreToldApart() throws IOException, NoSuchAlgorithmException {
        PayloadText payload = read("""
                Content-Type: multipart/mixed; boundary=m

                --m
                Content-Type: multipart/alternative; boundary=a

                --a
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: quoted-printable

                Gr=FC=DFe
                --a
                Content-Type: multipart/related; boundary=r

                --r
                Content-Type: text/html

                <p>Gr&uuml;&szlig;e</p>
                --r
                Content-Type: image/png; name=logo.png

                PNG
                --r--
                --a--
                --m
                Content-Type: application/pdf
                Content-Disposition: attachment; filename*0*=utf-8''..%2f%c3%84; filename*1=rger.pdf
                Content-Transfer-Encoding: base64

                aGVs bG8=
                --m--
                """);
        assertThat(payload.text()).isEqualTo("Grüße");
        String sha256 = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest("hello".getBytes(StandardCharsets.US_ASCII)));
        assertThat(payload.attachments()).extracting(Attachment::name).containsExactly("logo.png", "Ärger.pdf");
        assertThat(payload.attachments().get(1))
                .isEqualTo(new Attachment("2", "Ärger.pdf", "application/pdf", 5, sha256));
    }

    @Test
    void secondTextsAreFilesAndNeverJoined() throws IOException {
        PayloadText payload = read("""
                Content-Type: multipart/mixed; boundary=m

                --m
                Content-Type: text/html

                <img src="http://x.example/
                --m

                secret
                --m--
                """);
        assertThat(payload.text()).isEmpty();
        assertThat(payload.attachments()).extracting(Attachment::path).containsExactly("2");
    }

    @Test
    void anUnknownCharsetIsGuessed() throws IOException {
        DecodedText text = DecodedText.of("grün".getBytes(StandardCharsets.UTF_8), type("text/plain; charset=klingon"));
        assertThat(text.text()).isEqualTo("grün");
        assertThat(text.unknownCharset()).contains("klingon");
    }

    private static ContentType type(String field) {
        return ContentType.from(ParameterizedValue.parse(field)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<p>a</p><p>b</p> | a\\nb",
                "a<br/>b | a\\nb",
                "a &lt;b&gt; &amp;amp; &#65;&#x42; &unknown; & | a <b> &amp; AB &unknown; &",
                "<script>x</script>y<style>z</style> | y",
                "<!-- <p>hidden</p> -->shown | shown",
                "1 < 2 and <b>bold</b> | 1 < 2 and bold",
                "<a href=\"x | ``",
                "<script><p>never ends | ``",
            })
    void htmlBecomesText(String html, String text) {
        assertThat(HtmlText.of(html)).isEqualTo(text.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=?utf-8?q?a_b?= =?utf-8?q?c?= | a bc",
                "=?utf-8?b?w6Q=?= x | ä x",
                "=?utf-8?b?w6?= | `=?utf-8?b?w6?=`",
                "=?klingon?q?x?= =?utf-8?q?y?= | =?klingon?q?x?= y",
                "=?iso-8859-1*de?q?=FC?= | ü",
                "=?utf-8?q?=zz?= | =zz",
                "=?utf-8?q? | =?utf-8?q?",
            })
    void encodedWordsAreDecoded(String value, String text) {
        String expected = text.equals("=?utf-8?b?w6?=") ? "\ufffd" : text;
        assertThat(EncodedWords.decode(value)).isEqualTo(expected);
    }

    @Test
    void encodedTextIsDecodedToTheSame() {
        String text = "Grüße 😀 ".repeat(30).strip();
        String encoded = EncodedWords.encode(text);
        assertThat(encoded.split(" ")).allMatch(w -> w.length() <= 75);
        assertThat(EncodedWords.decode(encoded)).isEqualTo(text);
    }
}
