package org.sealdesk.crypt.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lines of a segment. */
final class LineReader {

    private LineReader() {}

    /** @param end of the line with its line end, counted from the start of the segment */
    @SuppressWarnings("ArrayRecordComponent") // a carrier; nobody compares it
    record Line(byte[] octets, int end) {}

    /** Without what follows the last line end. */
    static List<Line> whole(byte[] segment) {
        List<Line> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < segment.length; i++) {
            if (segment[i] == '\n') {
                lines.add(new Line(Arrays.copyOfRange(segment, from, i), i + 1));
                from = i + 1;
            }
        }
        return lines;
    }

    /** With what follows the last line end, if anything does. */
    static List<Line> all(byte[] segment) {
        List<Line> lines = whole(segment);
        int end = lines.isEmpty() ? 0 : lines.get(lines.size() - 1).end();
        if (end < segment.length) {
            lines.add(new Line(Arrays.copyOfRange(segment, end, segment.length), segment.length));
        }
        return lines;
    }
}
