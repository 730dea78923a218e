package org.sealdesk.crypt.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Some entries, the newest first.
 *
 * @param before to ask for the entries that are older; empty if there are none
 */
public record AuditPage(List<AuditEntry> entries, OptionalLong before) {

    public AuditPage {
        entries = List.copyOf(entries);
    }

    /**
     * @param subject fingerprint, setting or other subject, or the beginning of one, in any case; empty for all
     * @param before only entries with a smaller number; empty to begin with the newest
     * @param size 1 or more
     */
    public record Query(String subject, OptionalLong before, int size) {
        public Query {
            if (size < 1) {
                throw new IllegalArgumentException("page size " + size + " is less than 1");
            }
        }
    }

    static AuditPage of(AuditLines lines, Query query) throws IOException {
        List<AuditEntry> found = new ArrayList<>();
        List<AuditLines.Segment> segments = lines.segments();
        String wanted = query.subject().toLowerCase(Locale.ROOT);
        for (int i = segments.size() - 1; i >= 0 && found.size() <= query.size(); i--) {
            if (segments.get(i).firstSequence() < query.before().orElse(Long.MAX_VALUE)) {
                collect(LineReader.whole(lines.read(segments.get(i))), query, wanted, found);
            }
        }
        boolean more = found.size() > query.size();
        List<AuditEntry> page = more ? found.subList(0, query.size()) : found;
        return new AuditPage(
                page, more ? OptionalLong.of(page.get(page.size() - 1).sequence()) : OptionalLong.empty());
    }

    private static void collect(List<LineReader.Line> lines, Query query, String wanted, List<AuditEntry> found) {
        for (int i = lines.size() - 1; i >= 0 && found.size() <= query.size(); i--) {
            byte[] line = lines.get(i).octets();
            if (mayBeAbout(line, wanted)) {
                entry(line, query, wanted).ifPresent(found::add);
            }
        }
    }

    /** Cheaper than reading the entry; characters that JSON escapes are left to that. */
    private static boolean mayBeAbout(byte[] line, String wanted) {
        return wanted.isEmpty()
                || !wanted.matches("[0-9a-z.:]+")
                || new String(line, StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted);
    }

    private static Optional<AuditEntry> entry(byte[] line, Query query, String wanted) {
        return AuditEntry.parse(line)
                .filter(e -> e.sequence() < query.before().orElse(Long.MAX_VALUE))
                .filter(e -> e.event().subject().toLowerCase(Locale.ROOT).startsWith(wanted));
    }
}
