package org.sealdesk.crypt.mime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.sealdesk.crypt.octets.Content;

/**
 * A view of octets with CRLF where there is a lone LF (RFC 8551, section 3.1.1; RFC 3156, section 5): mail stores that
 * keep lines with LF lose the CRs that were signed. Everything else stays as it is, a lone CR too.
 */
public final class Canonical extends Content {

    private static final int BUFFER_OCTETS = 16 * 1024;

    private final Content exact;
    private final long size;

    private Canonical(Content exact, long size) {
        this.exact = exact;
        this.size = size;
    }

    /** The content itself if it has no lone LF. */
    public static Content of(Content exact) throws IOException {
        long lone = loneLineFeeds(exact);
        return lone == 0 ? exact : new Canonical(exact, exact.size() + lone);
    }

    private static long loneLineFeeds(Content exact) throws IOException {
        long lone = 0;
        try (InputStream in = exact.open()) {
            byte[] buffer = new byte[exact.bufferOctets(BUFFER_OCTETS)];
            byte before = 0;
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                for (int i = OctetSearch.lineEnd(buffer, 0, n); i < n; i = OctetSearch.lineEnd(buffer, i + 1, n)) {
                    if (buffer[i] == '\n' && (i == 0 ? before : buffer[i - 1]) != '\r') {
                        lone++;
                    }
                }
                before = buffer[n - 1];
            }
        }
        return lone;
    }

    @Override
    public long size() {
        return size;
    }

    /** Reads from the beginning: what precedes {@code from} is skipped. */
    @Override
    public InputStream open(long from, long to) throws IOException {
        Objects.checkFromToIndex(from, to, size);
        InputStream in = new Inserting(exact.open(), to);
        try {
            in.skipNBytes(from);
        } catch (IOException e) {
            in.close();
            throw e;
        }
        return in;
    }

    private static final class Inserting extends InputStream {
        private final InputStream in;
        private long left;
        private int previous;
        private boolean lineFeedPending;

        Inserting(InputStream in, long octets) {
            this.in = new BufferedInputStream(in, Math.max(1, (int) Math.min(octets, BUFFER_OCTETS)));
            this.left = octets;
        }

        @Override
        public int read() throws IOException {
            if (left <= 0) {
                return -1;
            }
            left--;
            return next();
        }

        private int next() throws IOException {
            if (lineFeedPending) {
                lineFeedPending = false;
                previous = '\n';
                return '\n';
            }
            int c = in.read();
            if (c == '\n' && previous != '\r') {
                lineFeedPending = true;
                previous = '\r';
                return '\r';
            }
            previous = c;
            return c;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            Objects.checkFromIndexSize(off, len, b.length);
            if (len == 0) {
                return 0;
            }
            if (left <= 0) {
                return -1;
            }
            int wanted = (int) Math.min(len, left);
            int n = 0;
            while (n < wanted) {
                int c = next();
                if (c < 0) {
                    throw new IOException("content is shorter than when it was measured");
                }
                b[off + n++] = (byte) c;
            }
            left -= n;
            return n;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
