package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.sealdesk.crypt.octets.Content;

class LineScannerPropertiesTest {

    private static final int BUFFER_OCTETS = 64;
    private static final Pattern LINE = Pattern.compile("([^\\r\\n]*)(\\r\\n|\\r\\r\\n|\\r|\\n|\\z)");

    @Provide
    static Arbitrary<String> text() {
        return Arbitraries.of(
                        "\r\n",
                        "\r\n",
                        "\r\n",
                        "\r\n",
                        "\r",
                        "\n",
                        "-",
                        "--a",
                        "From ",
                        "From",
                        "F",
                        " ",
                        "\t",
                        "word",
                        "ä",
                        "\0",
                        "\u0001",
                        "x".repeat(70),
                        "y".repeat(998),
                        "A".repeat(40) + "\r\n")
                .list()
                .ofMaxSize(40)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    static Arbitrary<String> harmless() {
        return Arbitraries.of("\r\n", "\r\n", "-", "--a", "From", "F", "word", "a\tb", "x".repeat(70), "F".repeat(40))
                .list()
                .ofMaxSize(40)
                .map(pieces -> String.join("", pieces));
    }

    /** A line that may be a delimiter, and where the line before it ends. */
    private record Candidate(long start, long contentEnd, long previousEnd) {}

    @Property(tries = 3000)
    void everyLineThatMayBeADelimiterIsFoundAsIfAllLinesWereLookedAt(@ForAll("text") String text) throws IOException {
        List<Candidate> expected = new ArrayList<>();
        Matcher line = LINE.matcher(text);
        long previousEnd = 0;
        while (line.find() && line.end() > line.start()) {
            if (line.group(1).startsWith("-")) {
                expected.add(new Candidate(line.start(), line.end(1), previousEnd));
            }
            previousEnd = line.group(2).equals("\r\r\n") ? line.end() - 2 : line.end(1);
        }
        assertThat(candidates(scanner(text))).isEqualTo(expected);
    }

    @Property(tries = 3000)
    void whatIsCalledHarmlessHasNoHazard(@ForAll("text") String text) throws IOException {
        LineScanner scanner = scanner(text);
        candidates(scanner);
        assertThat(!scanner.isHarmless() || Hazard.of(content(text)).isEmpty()).isTrue();
    }

    @Property(tries = 3000)
    void whatHasNoHazardAndOnlyPrintableOctetsIsCalledHarmless(@ForAll("harmless") String text) throws IOException {
        LineScanner scanner = scanner(text);
        candidates(scanner);
        assertThat(scanner.isHarmless()).isEqualTo(Hazard.of(content(text)).isEmpty());
    }

    private static List<Candidate> candidates(LineScanner scanner) throws IOException {
        List<Candidate> found = new ArrayList<>();
        while (scanner.nextInBody(200)) {
            if (scanner.headLength() > 0 && scanner.headAt(0) == '-') {
                found.add(new Candidate(scanner.start(), scanner.contentEnd(), scanner.previousEnd()));
            }
        }
        return found;
    }

    private static LineScanner scanner(String text) {
        return new LineScanner(new ByteArrayInputStream(octets(text)), BUFFER_OCTETS);
    }

    private static Content content(String text) {
        return Content.of(octets(text));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
