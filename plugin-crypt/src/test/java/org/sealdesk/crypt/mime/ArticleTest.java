package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.mime.Mails.parse;
import static org.sealdesk.crypt.mime.Mails.text;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ArticleTest {

    private static final String OUTER = """
            Received: from relay
            From: ann@example.org
            To: desk@example.org
            Subject: [...]
            X-OTRS-Queue: outside
            x-crypt-signature: good
            MIME-Version: 1.0
            Content-Type: multipart/encrypted; boundary=e

            ciphertext
            """;

    private static Article article(String payload) throws IOException {
        MimePart root = parse(OUTER);
        MimePart inner = parse(payload);
        return Article.of(root, inner, HeaderProtection.read(inner, root.headers()), Mails.spill());
    }

    @Test
    void outerFieldsAndInnerContentMakeTheArticle() throws IOException {
        Article article = article("""
                Content-Type: text/plain; charset=utf-8; hp="cipher"
                Content-Transfer-Encoding: 8bit
                Subject: real subject
                From: ceo@example.org
                X-OTRS-Queue: inside

                gr\u00fc\u00dfe
                """);
        MimePart root = parse(article.octets());
        assertThat(root.headers().fields())
                .extracting(f -> f.name() + ":" + f.raw())
                .containsExactly(
                        "Received: from relay",
                        "From: ann@example.org",
                        "To: desk@example.org",
                        "X-OTRS-Queue: outside",
                        "Subject: real subject",
                        "MIME-Version: 1.0",
                        "Content-Type: text/plain; charset=utf-8; hp=\"cipher\"",
                        "Content-Transfer-Encoding: 8bit");
        assertThat(text(root.body())).isEqualTo("gr\u00fc\u00dfe\r\n");
        assertThat(article.stripped()).containsExactly("x-crypt-signature");
        assertThat(article.ignored()).containsExactly("X-OTRS-Queue");
    }

    @Test
    void anUnmarkedInnerSubjectDoesNotReplaceTheOuter() throws IOException {
        Article article = article("Subject: inner\n\ntext\n");
        assertThat(parse(article.octets()).headers().text("Subject")).contains("[...]");
    }

    @Test
    void aFieldForTheHostHiddenBehindALoneCrDoesNotComeAlive() throws IOException {
        MimePart root = parse(Mails.octets("Subject: x\rX-OTRS-Queue: vip\r\nFrom: eve@example.org\r\n\r\ny"));
        Article plain = Article.withoutLookAlikes(root).orElseThrow();
        assertThat(text(plain.octets())).isEqualTo("Subject: x\r\nFrom: eve@example.org\r\n\r\ny");
        MimePart payload = parse("Content-Type: text/plain\n\ntext");
        Article article = Article.of(root, payload, HeaderProtection.read(payload, root.headers()), Mails.spill());
        assertThat(text(article.octets())).doesNotContain("vip");
        assertThat(article.stripped()).containsExactly("X-OTRS-Queue");
    }

    @Test
    void lookAlikesAreTakenFromPlainMailToo() throws IOException {
        Article article = Article.withoutLookAlikes(parse(OUTER)).orElseThrow();
        assertThat(article.stripped()).containsExactly("x-crypt-signature");
        assertThat(text(article.octets()))
                .isEqualTo(OUTER.replace("x-crypt-signature: good\n", "").replace("\n", "\r\n"));
        assertThat(Article.withoutLookAlikes(parse("Subject: x\n\ny"))).isEmpty();
    }
}
