package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Objects;
import org.sealdesk.crypt.octets.Content;

/**
 * A view of octets in base64 with lines of 76 characters and CRLF (RFC 2045, section 6.8), none after the last. Encodes
 * while it is read, from any position.
 */
final class Base64Content extends Content {

    private static final int LINE_OCTETS = 57;
    private static final int LINE_CHARACTERS = 78;

    private final Content content;
    private final long size;

    Base64Content(Content content) {
        this.content = content;
        long lines = (content.size() + LINE_OCTETS - 1) / LINE_OCTETS;
        long characters = (content.size() + 2) / 3 * 4;
        this.size = characters + Math.max(0, lines - 1) * 2;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open(long from, long to) throws IOException {
        Objects.checkFromToIndex(from, to, size);
        long firstLine = from / LINE_CHARACTERS;
        InputStream in = content.open(Math.min(content.size(), firstLine * LINE_OCTETS), content.size());
        Encoding encoding = new Encoding(in, to - firstLine * LINE_CHARACTERS);
        encoding.skipNBytes(from - firstLine * LINE_CHARACTERS);
        return encoding;
    }

    private static final class Encoding extends InputStream {
        private static final int LINES_AT_ONCE = 128;
        private static final byte[] CRLF = {'\r', '\n'};

        private final InputStream in;
        private final Base64.Encoder encoder = Base64.getMimeEncoder(LINE_CHARACTERS - 2, CRLF);
        private byte[] encoded = new byte[0];
        private int at;
        private long left;

        Encoding(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
            if (at == encoded.length) {
                encodeMore();
            }
            int n = (int) Math.min(Math.min(len, encoded.length - at), left);
            System.arraycopy(encoded, at, b, off, n);
            at += n;
            left -= n;
            return n;
        }

        private void encodeMore() throws IOException {
            byte[] plain = in.readNBytes(LINE_OCTETS * LINES_AT_ONCE);
            if (plain.length == 0) {
                throw new IOException("content is shorter than when it was measured");
            }
            byte[] lines = encoder.encode(plain);
            boolean full = plain.length == LINE_OCTETS * LINES_AT_ONCE;
            encoded = full ? java.util.Arrays.copyOf(lines, lines.length + 2) : lines;
            if (full) {
                // If this was the end after all, the size stops the reading before these two.
                encoded[lines.length] = '\r';
                encoded[lines.length + 1] = '\n';
            }
            at = 0;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
