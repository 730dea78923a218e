package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.octets.Content;

/** Several contents one after the other, without copying them. */
final class JoinedContent extends Content {

    private final List<Content> pieces;
    private final long size;

    private JoinedContent(List<Content> pieces) {
        this.pieces = pieces;
        this.size = pieces.stream().mapToLong(Content::size).sum();
    }

    static Content of(Content... pieces) {
        return of(List.of(pieces));
    }

    static Content of(List<Content> pieces) {
        List<Content> filled = pieces.stream().filter(p -> p.size() > 0).toList();
        return filled.size() == 1 ? filled.get(0) : new JoinedContent(filled);
    }

    /** One octet for each character. */
    static Content text(String text) {
        return Content.ofTrusted(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isHeld() {
        return pieces.stream().allMatch(Content::isHeld);
    }

    /** A part of one piece is a part of that piece alone. */
    @Override
    public Content slice(long from, long to) {
        Objects.checkFromToIndex(from, to, size);
        long start = 0;
        for (Content piece : pieces) {
            if (from >= start && to <= start + piece.size()) {
                return piece.slice(from - start, to - start);
            }
            start += piece.size();
        }
        return super.slice(from, to);
    }

    @Override
    public InputStream open(long from, long to) {
        Objects.checkFromToIndex(from, to, size);
        return new Joined(from, to);
    }

    private final class Joined extends InputStream {
        private final long end;
        private long position;
        private int next;
        private long pieceStart;
        private @Nullable InputStream current;

        Joined(long from, long to) {
            this.position = from;
            this.end = to;
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
            while (position < end) {
                InputStream in = current == null ? openNext() : current;
                int n = in.read(b, off, (int) Math.min(len, end - position));
                if (n > 0) {
                    position += n;
                    return n;
                }
                close();
            }
            return -1;
        }

        /** Each piece hands over what it has as it can do best. */
        @Override
        public long transferTo(OutputStream out) throws IOException {
            long from = position;
            while (position < end) {
                InputStream in = current == null ? openNext() : current;
                position += in.transferTo(out);
                close();
            }
            return position - from;
        }

        private InputStream openNext() throws IOException {
            while (next < pieces.size()) {
                Content piece = pieces.get(next++);
                long start = pieceStart;
                pieceStart += piece.size();
                if (position < pieceStart) {
                    InputStream opened = piece.open(position - start, Math.min(piece.size(), end - start));
                    current = opened;
                    return opened;
                }
            }
            throw new IOException("content is shorter than when it was measured");
        }

        @Override
        public void close() throws IOException {
            if (current != null) {
                current.close();
                current = null;
            }
        }
    }
}
