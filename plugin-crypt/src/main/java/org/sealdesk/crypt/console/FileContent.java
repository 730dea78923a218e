package org.sealdesk.crypt.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.sealdesk.crypt.octets.Content;

/** A file as content; small ones are read once. */
final class FileContent extends Content {

    private static final int IN_MEMORY_OCTETS = 16 * 1024 * 1024;

    private final Path file;
    private final long size;

    private FileContent(Path file, long size) {
        this.file = file;
        this.size = size;
    }

    static Content of(Path file) throws IOException {
        long size = Files.size(file);
        return size <= IN_MEMORY_OCTETS ? Content.ofTrusted(Files.readAllBytes(file)) : new FileContent(file, size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open(long from, long to) throws IOException {
        Objects.checkFromToIndex(from, to, size);
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(from);
        return new java.io.FilterInputStream(in) {
            private long left = to - from;

            @Override
            public int read() throws IOException {
                if (left <= 0) {
                    return -1;
                }
                left--;
                return super.read();
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                if (left <= 0) {
                    return len == 0 ? 0 : -1;
                }
                int n = super.read(b, off, (int) Math.min(len, left));
                left -= Math.max(n, 0);
                return n;
            }
        };
    }
}
