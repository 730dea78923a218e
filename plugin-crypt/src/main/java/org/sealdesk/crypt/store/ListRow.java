package org.sealdesk.crypt.store;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateStore.Filter;
import org.sealdesk.crypt.key.CertificateStore.State;

/**
 * The value of a row of {@link Table#BY_NAME}: all that a list is searched by, so that no record is read for a
 * certificate that is not shown. When it begins and ends, its marks, then its words.
 */
final class ListRow {

    /** The end of what never ends: after every other second. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int MARKS_AT = 2 * Long.BYTES;
    private static final int WORDS_AT = MARKS_AT + Integer.BYTES;

    private ListRow() {}

    static byte[] of(Certificate certificate, Set<Mark> marks, Set<String> words) {
        byte[] encoded = SearchWords.encode(words);
        return ByteBuffer.allocate(WORDS_AT + encoded.length)
                .putLong(certificate.validity().from().getEpochSecond())
                .putLong(endOf(certificate))
                .putInt(marks.stream().mapToInt(Mark::bit).sum())
                .put(encoded)
                .array();
    }

    static long endOf(Certificate certificate) {
        return certificate.validity().to().map(Instant::getEpochSecond).orElse(NEVER);
    }

    /** Whether each typed word begins one of the certificate's, and it is what the filter asks for. */
    static boolean matches(byte[] row, List<String> typed, Filter filter) {
        if (row.length < WORDS_AT) {
            return false;
        }
        return fits(ByteBuffer.wrap(row), filter) && (typed.isEmpty() || SearchWords.matches(row, WORDS_AT, typed));
    }

    private static boolean fits(ByteBuffer row, Filter filter) {
        if (filter.isNone()) {
            return true;
        }
        long at = filter.at().getEpochSecond();
        long end = row.getLong(Long.BYTES);
        int marks = row.getInt(MARKS_AT);
        boolean ending = filter.endingWithin().isEmpty()
                || end > at
                        && end
                                <= at
                                        + Duration.ofDays(filter.endingWithin().getAsInt())
                                                .toSeconds();
        return ending
                && filter.trust().map(t -> has(marks, Mark.of(t))).orElse(true)
                && filter.state()
                        .map(s -> is(s, row.getLong(0), end, marks, at))
                        .orElse(true);
    }

    private static boolean is(State state, long begin, long end, int marks, long at) {
        return switch (state) {
            case GOOD ->
                !has(marks, Mark.REVOKED)
                        && !has(marks, Mark.WEAK)
                        && !has(marks, Mark.TRUST_REJECTED)
                        && !isPutAside(marks)
                        && begin <= at
                        && end > at;
            case EXPIRED -> end <= at;
            case REVOKED -> has(marks, Mark.REVOKED);
            case NOT_YET_VALID -> begin > at;
            case WEAK -> has(marks, Mark.WEAK);
            case PUT_ASIDE -> isPutAside(marks);
        };
    }

    private static boolean isPutAside(int marks) {
        return has(marks, Mark.RETIRED) || has(marks, Mark.DISABLED);
    }

    private static boolean has(int marks, Mark mark) {
        return (marks & mark.bit()) != 0;
    }
}
