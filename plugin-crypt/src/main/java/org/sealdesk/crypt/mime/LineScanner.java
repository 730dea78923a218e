package org.sealdesk.crypt.mime;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads octets line by line in bounded memory: of a line only the beginning is kept, however long it is. A line ends
 * with CRLF, LF, CR or CR CR LF, or with the octets. On the way it notes whether anything in them is a {@link Hazard}.
 */
final class LineScanner implements Closeable {

    private static final int MAX_BUFFER_OCTETS = 64 * 1024;
    private static final int MIN_BUFFER_OCTETS = 64;
    private static final byte[] FROM = Hazard.FROM.getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final byte[] buffer;
    private byte[] head = new byte[512];
    private int position;
    private int limit;
    private long consumed;
    private boolean exhausted;

    private long start;
    private long contentEnd;
    private long previousEnd;
    private int headLength;
    private int keep;
    private boolean tailBlank;
    private byte lastOctet;
    private boolean harmless = true;
    private Terminator terminator = Terminator.NONE;

    enum Terminator {
        CRLF,
        LF,
        CR,
        CR_CR_LF,
        NONE
    }

    /** @param octets how many the stream has, about: a small mail needs no large buffer */
    LineScanner(InputStream in, long octets) {
        this.in = in;
        this.buffer = new byte[(int) Math.max(MIN_BUFFER_OCTETS, Math.min(octets, MAX_BUFFER_OCTETS))];
    }

    /**
     * Moves to the next line.
     *
     * @param keepOctets how much of the line's beginning {@link #head()} keeps
     * @return false after the last line
     */
    boolean next(int keepOctets) throws IOException {
        keep = keepOctets;
        return next();
    }

    /**
     * As {@link #next(int)}, but keeps the beginning only of a line that may be a delimiter: it begins with a hyphen.
     * Lines before it that begin otherwise and end with CRLF may be passed over.
     */
    boolean nextInBody(int keepOctets) throws IOException {
        endPrevious();
        passPlainLines();
        keep = available(1) && (buffer[position] == '-' || buffer[position] == 'F') ? keepOctets : 0;
        return toLineEnd();
    }

    /** As far as the buffer goes. */
    private void passPlainLines() {
        int from = position;
        int next = harmless ? passHarmlessLines(from) : from;
        if (!harmless) {
            next = passAnyLines(next);
        }
        if (next > from) {
            previousEnd = consumed + (next - from) - 2;
            consumed += next - from;
            position = next;
        }
    }

    private int passHarmlessLines(int from) {
        byte[] octets = buffer;
        int to = limit;
        int next = from;
        while (next < to && octets[next] != '-' && !(octets[next] == 'F' && mayBeFrom(next))) {
            int end = OctetSearch.unprintable(octets, next, to);
            if (end + 1 >= to || octets[end] != '\r' || octets[end + 1] != '\n') {
                break;
            }
            if (end - next > Hazard.MAX_LINE_OCTETS || end > next && octets[end - 1] == ' ') {
                harmless = false;
                break;
            }
            next = end + 2;
        }
        return next;
    }

    /** Told apart from other lines by their second octet already, so that few are looked at twice. */
    private boolean mayBeFrom(int at) {
        return at + 1 >= limit || buffer[at + 1] == FROM[1];
    }

    private int passAnyLines(int from) {
        byte[] octets = buffer;
        int to = limit;
        int next = from;
        while (next < to && octets[next] != '-') {
            int end = OctetSearch.lineEnd(octets, next, to);
            if (end + 1 >= to || octets[end] != '\r' || octets[end + 1] != '\n') {
                break;
            }
            next = end + 2;
        }
        return next;
    }

    private void endPrevious() {
        previousEnd = terminator == Terminator.CR_CR_LF ? consumed - 2 : contentEnd;
    }

    private boolean next() throws IOException {
        endPrevious();
        return toLineEnd();
    }

    private boolean toLineEnd() throws IOException {
        start = consumed;
        headLength = 0;
        tailBlank = true;
        if (!available(1)) {
            return false;
        }
        while (available(1)) {
            int from = position;
            position = OctetSearch.lineEnd(buffer, from, limit);
            keepHead(from, position);
            judge(from, position);
            consumed += position - from;
            if (position < limit) {
                contentEnd = consumed;
                terminate();
                judgeEnd();
                return true;
            }
        }
        contentEnd = consumed;
        terminator = Terminator.NONE;
        judgeEnd();
        return true;
    }

    /** A piece of a line without its end. */
    private void judge(int from, int to) {
        int i = from;
        while (harmless && i < to) {
            i = OctetSearch.unprintable(buffer, i, to);
            if (i < to) {
                harmless = buffer[i++] == '\t';
            }
        }
        if (to > from) {
            lastOctet = buffer[to - 1];
        }
    }

    private void judgeEnd() {
        boolean ends = terminator == Terminator.CRLF || terminator == Terminator.NONE;
        long octets = contentEnd - start;
        boolean blankEnd = octets > 0 && (lastOctet == ' ' || lastOctet == '\t');
        harmless &= ends && octets <= Hazard.MAX_LINE_OCTETS && !blankEnd && !headStartsWith(FROM);
    }

    /** Whether nothing in the lines so far is a {@link Hazard}. */
    boolean isHarmless() {
        return harmless;
    }

    private void terminate() throws IOException {
        if (buffer[position] == '\n') {
            skip(1, Terminator.LF);
            return;
        }
        boolean two = available(2);
        if (two && buffer[position + 1] == '\n') {
            skip(2, Terminator.CRLF);
        } else if (two && buffer[position + 1] == '\r' && available(3) && buffer[position + 2] == '\n') {
            skip(3, Terminator.CR_CR_LF);
        } else {
            skip(1, Terminator.CR);
        }
    }

    private void skip(int octets, Terminator found) {
        position += octets;
        consumed += octets;
        terminator = found;
    }

    private void keepHead(int from, int to) {
        int wanted = Math.min(to - from, keep - headLength);
        if (wanted > 0) {
            if (headLength + wanted > head.length) {
                head = Arrays.copyOf(head, Math.max(head.length * 2, headLength + wanted));
            }
            System.arraycopy(buffer, from, head, headLength, wanted);
            headLength += wanted;
        }
        // Only a line that may be a delimiter is asked for what follows the kept octets.
        if (tailBlank && headLength > 0 && head[0] == '-') {
            for (int i = from + Math.max(wanted, 0); i < to && tailBlank; i++) {
                tailBlank = buffer[i] == ' ' || buffer[i] == '\t';
            }
        }
    }

    private boolean available(int octets) throws IOException {
        return limit - position >= octets || fill(octets);
    }

    private boolean fill(int octets) throws IOException {
        while (limit - position < octets && !exhausted) {
            if (position > 0) {
                System.arraycopy(buffer, position, buffer, 0, limit - position);
                limit -= position;
                position = 0;
            }
            int n = in.read(buffer, limit, buffer.length - limit);
            if (n < 0) {
                exhausted = true;
            } else {
                limit += n;
            }
        }
        return limit - position >= octets;
    }

    /** Offset of the line's first octet. */
    long start() {
        return start;
    }

    /** Offset after the line's last octet before its terminator. */
    long contentEnd() {
        return contentEnd;
    }

    /**
     * Where the line before this one ends if this is a delimiter: of CR CR LF only the CRLF belongs to the delimiter, the
     * first CR may be signed.
     */
    long previousEnd() {
        return previousEnd;
    }

    /** Offset after the terminator. */
    long end() {
        return consumed;
    }

    Terminator terminator() {
        return terminator;
    }

    boolean isEmpty() {
        return contentEnd == start;
    }

    int headLength() {
        return headLength;
    }

    byte headAt(int index) {
        return head[index];
    }

    boolean headStartsWith(byte[] prefix) {
        return headLength >= prefix.length && Arrays.equals(head, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Whether everything from an index on, also what was not kept, is space and tab. */
    boolean isBlankFrom(int index) {
        for (int i = index; i < headLength; i++) {
            if (head[i] != ' ' && head[i] != '\t') {
                return false;
            }
        }
        return tailBlank || contentEnd - start <= headLength;
    }

    /** The kept beginning, one character for each octet. */
    String head() {
        return new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
