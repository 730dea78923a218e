package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.mime.Mails.parse;
import static org.sealdesk.crypt.mime.Mails.part;
import static org.sealdesk.crypt.mime.Mails.text;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MimeParserTest {

    private static final String TWO_PARTS = """
            From: ann@example.org
            Content-Type: multipart/mixed; boundary=b

            preamble
            --b
            Content-Type: text/plain

            first

            --b
            Content-Type: text/html

            second
            --b--
            epilogue
            """;

    @Test
    void theLineEndBeforeADelimiterBelongsToTheDelimiter() throws IOException {
        MimePart root = parse(TWO_PARTS);
        assertThat(text(part(root, "1").entity())).isEqualTo("Content-Type: text/plain\r\n\r\nfirst\r\n");
        assertThat(text(part(root, "2").entity())).isEqualTo("Content-Type: text/html\r\n\r\nsecond");
    }

    @Test
    void textAroundThePartsIsKeptApart() throws IOException {
        MimePart root = parse(TWO_PARTS);
        assertThat(text(root.preamble())).isEqualTo("preamble");
        assertThat(text(root.epilogue())).isEqualTo("epilogue\r\n");
        assertThat(root.defects()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\r\n"})
    void otherLineEndsGiveTheSameParts(String lineEnd) throws IOException {
        MimePart root = parse(Mails.octets(TWO_PARTS.replace("\n", lineEnd)));
        // Of CR CR LF only the last two are the line end of the delimiter.
        String kept = lineEnd.length() == 3 ? "\r" : "";
        assertThat(text(part(root, "1").body())).isEqualTo("first" + lineEnd + kept);
        assertThat(text(part(root, "2").body())).isEqualTo("second" + kept);
        assertThat(root.headers().value("From")).contains("ann@example.org");
    }

    @Test
    void aLoneCrInTheHeaderIsNoted() {
        MimePart root = parse(Mails.octets("From: eve@example.org\rFrom: ann@example.org\r\n\r\ntext"));
        assertThat(root.defects()).containsExactly(Defect.BARE_CR);
        assertThat(root.headers().all("from")).hasSize(2);
    }

    @Test
    void aMissingClosingDelimiterEndsThePartAtTheEnd() throws IOException {
        MimePart root = parse("Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n");
        assertThat(root.defects()).containsExactly(Defect.MISSING_FINAL_BOUNDARY);
        assertThat(text(part(root, "1").body())).isEqualTo("text\r\n");
    }

    @Test
    void anOuterDelimiterEndsAllInnerParts() throws IOException {
        MimePart root = parse("""
                Content-Type: multipart/mixed; boundary=outer

                --outer
                Content-Type: multipart/mixed; boundary=inner

                --inner

                deep
                --outer

                next
                --outer--
                """);
        assertThat(root.children()).hasSize(2);
        assertThat(text(part(root, "1.1").body())).isEqualTo("deep");
        assertThat(text(part(root, "2").body())).isEqualTo("next");
        assertThat(part(root, "1").defects()).containsExactly(Defect.MISSING_FINAL_BOUNDARY);
    }

    @Test
    void aSharedBoundaryBelongsToTheOuterMultipart() {
        MimePart root = parse("""
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: multipart/mixed; boundary=b

                --b

                second
                --b--
                """);
        assertThat(root.children()).hasSize(2);
        assertThat(part(root, "1").children()).isEmpty();
    }

    @Test
    void aLineThatOnlyBeginsLikeADelimiterIsText() throws IOException {
        MimePart root = parse("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--bc\n--b-\n--b \t \n\nx\n--b--\n");
        assertThat(root.children()).hasSize(2);
        assertThat(text(part(root, "1").body())).isEqualTo("--bc\r\n--b-");
    }

    @Test
    void aDelimiterWithMoreTrailingSpaceThanIsKeptIsFound() {
        MimePart root = parse("Content-Type: multipart/mixed; boundary=b\n\n--b" + " ".repeat(5000) + "\n\nx\n--b"
                + " ".repeat(5000) + "x\n--b--\n");
        assertThat(root.children()).hasSize(1);
    }

    @Test
    void anEmptyPartHasNoOctets() throws IOException {
        MimePart root = parse("Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\n--b\nX: y\n\n--b--\n");
        assertThat(root.children()).hasSize(3);
        assertThat(text(part(root, "1").entity())).isEmpty();
        assertThat(text(part(root, "2").entity())).isEmpty();
        assertThat(text(part(root, "3").entity())).isEqualTo("X: y\r\n");
    }

    @Test
    void aPartWithoutEmptyLineHasTheRestAsBody() throws IOException {
        MimePart root = parse("Subject: x\nthis is no field\n\nmore");
        assertThat(root.defects()).containsExactly(Defect.NO_BLANK_LINE);
        assertThat(text(root.body())).isEqualTo("this is no field\r\n\r\nmore");
    }

    @Test
    void theSeparatorOfAMailboxFileIsNotPartOfTheMail() throws IOException {
        MimePart root = parse("From ann@example.org Fri Jan  1 00:00:00 2021\nSubject: x\n\ntext");
        assertThat(root.defects()).containsExactly(Defect.MAILBOX_LINE);
        assertThat(text(root.entity())).startsWith("Subject: x");
    }

    @Test
    void anAttachedMessageIsOnePart() {
        MimePart root = parse("""
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: message/rfc822

                Content-Type: multipart/mixed; boundary=c

                --c

                x
                --c--
                --b--
                """);
        assertThat(root.all()).hasSize(2);
        assertThat(part(root, "1").type().name()).isEqualTo("message/rfc822");
    }

    @Test
    void partsOfADigestAreMessages() {
        MimePart root = parse("Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\n--b--\n");
        assertThat(part(root, "1").type().name()).isEqualTo("message/rfc822");
    }

    @Test
    void aMultipartWithoutBoundaryIsOnePart() {
        MimePart root = parse("Content-Type: multipart/mixed\n\n--b\n\nx\n--b--\n");
        assertThat(root.defects()).containsExactly(Defect.NO_BOUNDARY);
        assertThat(root.children()).isEmpty();
    }

    @Test
    void foldedFieldsAreUnfoldedAndDecoded() {
        MimePart root = parse("Subject: =?utf-8?q?Gr=C3?=\n =?utf-8?q?=BC=C3=9Fe?= from\n\there\n\n");
        assertThat(root.headers().text("subject")).contains("Grüße from\there".replace('\t', ' '));
    }

    @Test
    void doubledFieldsAreNoted() {
        MimePart root = parse("Content-Type: text/plain\ncontent-type: multipart/signed; boundary=b\n\n");
        assertThat(root.defects()).containsExactly(Defect.DUPLICATE_FIELD);
        assertThat(root.type().name()).isEqualTo("text/plain");
    }
}
