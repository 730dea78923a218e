package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Set;
import org.sealdesk.crypt.octets.Content;

/** What mail servers may change on the way, so that a signature would break (RFC 3156, section 3; RFC 8551, 3.1.3). */
enum Hazard {
    EIGHT_BIT,
    NUL,
    /** RFC 5322, section 2.1.1: 998 without the line end. */
    LONG_LINE,
    LONE_CR,
    /** Becomes CRLF, which is what a text means anyway. */
    LONE_LF,
    /** Space or tab at the end of a line. */
    TRAILING_SPACE,
    /** "From " at the beginning of a line, which gets a {@code >} in mailbox files. */
    FROM_LINE;

    /** Those that forbid sending an entity as it is, even if changing it breaks a signature inside. */
    static final Set<Hazard> HARD = Set.of(EIGHT_BIT, NUL, LONG_LINE, LONE_CR);

    static final int MAX_LINE_OCTETS = 998;
    static final String FROM = "From ";

    static Set<Hazard> of(Content content) throws IOException {
        Scan scan = new Scan();
        try (InputStream in = content.open()) {
            in.transferTo(scan);
        }
        return scan.finish();
    }

    private static final class Scan extends OutputStream {
        private final Set<Hazard> found = EnumSet.noneOf(Hazard.class);
        private int column;
        private int matched;
        private byte previous;

        @Override
        public void write(int octet) {
            accept((byte) octet);
        }

        @Override
        public void write(byte[] buffer, int from, int length) {
            int octets = from + length;
            int i = from;
            while (i < octets) {
                i = plainLines(buffer, i, octets);
                if (i == octets) {
                    return;
                }
                int end = mayBeFrom(buffer[i]) || previous == '\r' ? i : OctetSearch.unprintable(buffer, i, octets);
                if (end > i) {
                    // Printable octets say nothing but how long the line is.
                    column += end - i;
                    previous = buffer[end - 1];
                    noteLength();
                    i = end;
                } else {
                    accept(buffer[i++]);
                }
            }
        }

        /** Passes over lines that are here whole and harmless. */
        private int plainLines(byte[] buffer, int from, int to) {
            int next = from;
            while (column == 0 && previous != '\r' && next < to && buffer[next] != FROM.charAt(0)) {
                int end = OctetSearch.unprintable(buffer, next, to);
                boolean plain = end + 1 < to
                        && buffer[end] == '\r'
                        && buffer[end + 1] == '\n'
                        && end - next <= MAX_LINE_OCTETS
                        && (end == next || buffer[end - 1] != ' ');
                if (!plain) {
                    break;
                }
                next = end + 2;
                previous = '\n';
            }
            return next;
        }

        private boolean mayBeFrom(byte c) {
            return column == matched && matched < FROM.length() && c == FROM.charAt(matched);
        }

        private void accept(byte c) {
            if (c == '\n') {
                if (previous != '\r') {
                    found.add(LONE_LF);
                    endLine();
                }
                column = 0;
                matched = 0;
            } else {
                if (previous == '\r') {
                    found.add(LONE_CR);
                }
                if (c == '\r') {
                    endLine();
                } else {
                    acceptInLine(c);
                }
            }
            previous = c;
        }

        private void acceptInLine(byte c) {
            if (c <= 0) {
                found.add(c == 0 ? NUL : EIGHT_BIT);
            }
            if (mayBeFrom(c)) {
                matched++;
                if (matched == FROM.length()) {
                    found.add(FROM_LINE);
                }
            }
            column++;
            noteLength();
        }

        private void noteLength() {
            if (column > MAX_LINE_OCTETS) {
                found.add(LONG_LINE);
            }
        }

        private void endLine() {
            if (column > 0 && (previous == ' ' || previous == '\t')) {
                found.add(TRAILING_SPACE);
            }
        }

        Set<Hazard> finish() {
            if (previous == '\r') {
                found.add(LONE_CR);
            } else {
                endLine();
            }
            return found;
        }
    }
}
