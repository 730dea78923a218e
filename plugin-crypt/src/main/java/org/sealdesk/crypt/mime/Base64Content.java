package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
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
        private final byte[] plain;
        private final byte[] encoded;
        private int at;
        private int end;
        private long left;

        Encoding(InputStream in, long left) {
            this.in = in;
            this.left = left;
            int lines = (int) Math.min(LINES_AT_ONCE, Math.max(0, left) / LINE_CHARACTERS + 1);
            this.plain = new byte[lines * LINE_OCTETS];
            this.encoded = new byte[lines * LINE_CHARACTERS];
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
            int n = Math.min(len, encodedOctets());
            System.arraycopy(encoded, at, b, off, n);
            at += n;
            left -= n;
            return n;
        }

        /** Nothing on the way but what is encoded. */
        @Override
        public long transferTo(OutputStream out) throws IOException {
            long handedOver = 0;
            while (left > 0) {
                int n = encodedOctets();
                out.write(encoded, at, n);
                at += n;
                left -= n;
                handedOver += n;
            }
            return handedOver;
        }

        /** How many are ready from {@link #at} on: at least one. */
        private int encodedOctets() throws IOException {
            if (at == end) {
                encodeMore();
            }
            return (int) Math.min(end - at, left);
        }

        private void encodeMore() throws IOException {
            int octets = in.readNBytes(plain, 0, plain.length);
            if (octets == 0) {
                throw new IOException("content is shorter than when it was measured");
            }
            boolean full = octets == plain.length;
            end = encoder.encode(full ? plain : Arrays.copyOf(plain, octets), encoded);
            if (full) {
                // If this was the end after all, the size stops the reading before these two.
                encoded[end++] = '\r';
                encoded[end++] = '\n';
            }
            at = 0;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
