package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.Limits;

class MimeParserPropertiesTest {

    @Provide
    static Arbitrary<String> mailLike() {
        return Arbitraries.of(
                        "Content-Type: multipart/mixed; boundary=a",
                        "Content-Type: multipart/signed; boundary=\"b\"",
                        "Content-Type: multipart/digest; boundary=a; boundary=b",
                        "content-type: message/rfc822",
                        "From: ann@example.org",
                        " folded",
                        "no field",
                        "--a",
                        "--b",
                        "--a--",
                        "--b-- ",
                        "\r\n",
                        "\r\n\r\n",
                        "\n",
                        "\n\n",
                        "\r",
                        "\0",
                        "text",
                        ":",
                        "\u00e4")
                .list()
                .ofMaxSize(60)
                .map(l -> String.join("", l));
    }

    @Property(tries = 3000)
    void rangesPartitionWhateverComes(@ForAll("mailLike") String mail) throws IOException {
        checkRanges(Mails.parse(Mails.octets(mail)), mail.length());
    }

    @Property(tries = 500)
    void anyOctetsAreAMail(@ForAll byte[] octets) throws IOException {
        checkRanges(Mails.parse(Content.of(octets)), octets.length);
    }

    private static void checkRanges(MimePart root, int size) {
        assertThat(root.ranges().end()).isEqualTo(size);
        for (MimePart part : root.all()) {
            MimePart.Ranges r = part.ranges();
            assertThat(List.of(r.start(), r.headerEnd(), r.bodyStart(), r.preambleEnd(), r.epilogueStart(), r.end()))
                    .as("%s", part)
                    .isSorted();
            long at = r.preambleEnd();
            for (MimePart child : part.children()) {
                // Between two parts is a delimiter line and nothing else.
                assertThat(child.ranges().start()).isGreaterThan(at);
                at = child.ranges().end();
            }
            assertThat(at).isLessThanOrEqualTo(r.epilogueStart());
        }
    }

    @Property(tries = 3000)
    void aBodyUnderOtherFieldsFallsIntoThePartsThatReadingItAgainWouldFind(@ForAll("mailLike") String mail)
            throws IOException {
        checkUnder(Mails.parse(Mails.octets(mail)));
    }

    @Property(tries = 300)
    void aTreeUnderOtherFieldsIsTheSameTree(@ForAll("trees") Tree tree) throws IOException {
        assertThat(checkUnder(Mails.parse(Mails.octets(tree.write("bound"))))).isTrue();
    }

    private static boolean checkUnder(MimePart root) throws IOException {
        Headers fields = root.headers()
                .only(OutgoingMessage::isContent)
                .plus(HeaderField.of("Subject", "moved"))
                .plus(HeaderField.of("X-Long", "x".repeat(500)));
        Optional<MimePart> moved = root.under(fields);
        if (moved.isEmpty()) {
            return false;
        }
        List<MimePart> found = moved.get().all();
        List<MimePart> expected = Mails.parse(moved.get().entity()).all();
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).path()).isEqualTo(expected.get(i).path());
            assertThat(found.get(i).ranges()).isEqualTo(expected.get(i).ranges());
            assertThat(found.get(i).headers()).isEqualTo(expected.get(i).headers());
            assertThat(found.get(i).type()).isEqualTo(expected.get(i).type());
            assertThat(Mails.text(found.get(i).body()))
                    .isEqualTo(Mails.text(expected.get(i).body()));
        }
        return true;
    }

    @Property(tries = 300)
    void fieldsThatNameAnotherBoundaryAreRefused(@ForAll("trees") Tree tree) throws IOException {
        MimePart root = Mails.parse(Mails.octets(tree.write("bound")));
        assertThat(root.under(
                        new Headers(List.of(HeaderField.of("Content-Type", "multipart/mixed; boundary=\"bound0\"")))))
                .isEmpty();
    }

    /** A tree of parts, written as a mail. */
    record Tree(String body, List<Tree> children) {

        String write(String boundary) {
            if (children.isEmpty()) {
                return "Content-Type: text/plain\r\n\r\n" + body;
            }
            StringBuilder out =
                    new StringBuilder("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\npreamble");
            for (int i = 0; i < children.size(); i++) {
                out.append("\r\n--").append(boundary).append("\r\n");
                out.append(children.get(i).write(boundary + i));
            }
            return out.append("\r\n--").append(boundary).append("--\r\n").toString();
        }
    }

    @Provide
    static Arbitrary<Tree> trees() {
        Arbitrary<String> body = Arbitraries.of("", "x", "--", "--b", "\r\n", "\r\n\r\n", "b--\r\nb", "text\r\n");
        Arbitrary<Tree> leaf = body.map(b -> new Tree(b, List.of()));
        Arbitrary<Tree> one = leaf.list().ofMinSize(1).ofMaxSize(3).map(c -> new Tree("", c));
        Arbitrary<Tree> inner = Arbitraries.oneOf(leaf, one);
        return inner.list().ofMinSize(1).ofMaxSize(3).map(c -> new Tree("", c));
    }

    @Property(tries = 500)
    void slicesEqualThoseOfASlicerThatCutsTheTextFromTheOutsideIn(@ForAll("trees") Tree tree) throws IOException {
        String mail = tree.write("bound");
        List<String> expected = new ArrayList<>();
        cut(mail, "bound", expected);
        MimePart root = Mails.parse(Mails.octets(mail));
        List<String> found = new ArrayList<>();
        for (MimePart part : root.all()) {
            if (part != root) {
                found.add(Mails.text(part.entity()));
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    /** Knows nothing of lines: splits at CRLF, dashes and boundary, as RFC 2046 defines the delimiter. */
    private static void cut(String entity, String boundary, List<String> found) {
        String body = entity.substring(entity.indexOf("\r\n\r\n") + 2);
        String[] pieces = body.split("\r\n--" + boundary + "(?:--)?\r\n", -1);
        for (int i = 1; i < pieces.length - 1; i++) {
            found.add(pieces[i]);
            if (pieces[i].startsWith("Content-Type: multipart")) {
                cut(pieces[i], boundary + (i - 1), found);
            }
        }
    }

    @Property(tries = 200)
    void theMailLibraryFindsTheSameParts(@ForAll("trees") Tree tree) throws IOException, MessagingException {
        String mail = tree.write("bound");
        MimeMessage message = new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1)));
        checkSame(message, Mails.parse(Mails.octets(mail)));
    }

    private static void checkSame(jakarta.mail.internet.MimePart theirs, MimePart ours)
            throws IOException, MessagingException {
        assertThat(theirs.isMimeType(ours.type().name())).isTrue();
        if (theirs.getContent() instanceof MimeMultipart multipart) {
            assertThat(ours.children()).hasSize(multipart.getCount());
            for (int i = 0; i < multipart.getCount(); i++) {
                checkSame(
                        (jakarta.mail.internet.MimePart) multipart.getBodyPart(i),
                        ours.children().get(i));
            }
        } else {
            byte[] body = theirs.getInputStream().readAllBytes();
            assertThat(Mails.text(ours.body())).isEqualTo(new String(body, StandardCharsets.ISO_8859_1));
        }
    }

    @Property(tries = 1000)
    void linesAreTheSameHoweverTheOctetsArrive(@ForAll("mailLike") String text) throws IOException {
        List<Long> whole = lineEnds(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        List<Long> dripped = lineEnds(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                return super.read(b, off, Math.min(len, 1));
            }
        });
        assertThat(dripped).isEqualTo(whole);
        assertThat(whole.isEmpty() ? 0 : whole.get(whole.size() - 1)).isEqualTo((long) text.length());
    }

    private static List<Long> lineEnds(java.io.InputStream in) throws IOException {
        List<Long> ends = new ArrayList<>();
        try (LineScanner line = new LineScanner(in, 0)) {
            while (line.next(Limits.DEFAULT.lineOctets())) {
                ends.add(line.end());
            }
        }
        return ends;
    }
}
