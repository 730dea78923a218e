package org.sealdesk.crypt.mime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches octets eight at a time: a mail is mostly attachment, and in an attachment there is nothing to see but where
 * lines end. In little-endian order the lowest octet that a mask marks is always a true find; what a carry marks wrongly
 * lies above it.
 */
final class OctetSearch {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long LINE_FEEDS = ONES * '\n';
    private static final long CARRIAGE_RETURNS = ONES * '\r';
    private static final long LOW_CONTROLS = ONES * ('\r' + 1);
    private static final long SPACES = ONES * ' ';

    private OctetSearch() {}

    /** Index of the first CR or LF from {@code from} on; {@code to} if there is none before. */
    static int lineEnd(byte[] octets, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long word = (long) LONG.get(octets, i);
            // One question for all low control characters; only where there is one, which it is.
            if ((word - LOW_CONTROLS & ~word & HIGH) != 0) {
                long found = zeros(word ^ LINE_FEEDS) | zeros(word ^ CARRIAGE_RETURNS);
                if (found != 0) {
                    return i + (Long.numberOfTrailingZeros(found) >>> 3);
                }
            }
        }
        while (i < to && octets[i] != '\n' && octets[i] != '\r') {
            i++;
        }
        return i;
    }

    /** Index of the first octet that is a control character or beyond ASCII; {@code to} if there is none before. */
    static int unprintable(byte[] octets, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long word = (long) LONG.get(octets, i);
            long found = (word | (word - SPACES)) & HIGH;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (i < to && octets[i] >= ' ') {
            i++;
        }
        return i;
    }

    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGH;
    }
}
