package org.sealdesk.crypt.octets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects octets, first in memory, from {@link Spill#memoryOctets()} on in a file that only this process can read.
 * What was written becomes readable after {@link #close()}, by {@link #content()}; {@link #discard()} forgets it.
 */
public final class SpillBuffer extends OutputStream {

    private static final int MIN_OCTETS = 256;

    private final Spill spill;
    private final long maxOctets;
    private @Nullable ByteArrayOutputStream memory;
    private @Nullable SealedFile file;
    private long size;
    private @Nullable Content content;
    private boolean closed;

    SpillBuffer(Spill spill, long maxOctets, int expectedOctets) {
        this.spill = spill;
        this.maxOctets = maxOctets;
        this.memory = new Exposed(Math.max(expectedOctets, MIN_OCTETS));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** @throws TooManyOctets if the buffer's limit would be passed */
    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        if (closed) {
            throw new IOException("buffer is closed");
        }
        if (size + len > maxOctets) {
            throw new TooManyOctets(maxOctets);
        }
        size += len;
        if (file == null && size > spill.memoryOctets()) {
            moveToFile();
        }
        if (file != null) {
            file.write(b, off, len);
        } else if (memory != null) {
            memory.write(b, off, len);
        }
    }

    private void moveToFile() throws IOException {
        file = spill.newFile();
        if (memory instanceof Exposed m) {
            file.write(m.array(), 0, m.size());
            m.wipe();
            memory = null;
        }
    }

    /** Ends the writing. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            if (file != null) {
                file.finish();
            }
        }
    }

    public long size() {
        return size;
    }

    /**
     * What was written.
     *
     * @throws IllegalStateException before {@link #close()}
     */
    public Content content() {
        if (!closed) {
            throw new IllegalStateException("buffer is still open");
        }
        if (content != null) {
            return content;
        }
        if (file != null) {
            content = spill.track(file.content(), file);
            return content;
        }
        if (memory instanceof Exposed m) {
            return Content.ofTrusted(m.array()).slice(0, m.size());
        }
        throw new IllegalStateException("buffer was discarded");
    }

    /** Forgets what was written: the memory is wiped, the file deleted. */
    public void discard() {
        closed = true;
        if (memory instanceof Exposed m) {
            m.wipe();
            memory = null;
        }
        if (file != null) {
            file.delete();
            file = null;
            content = null;
        }
    }

    /** The limit of a buffer was passed. */
    public static final class TooManyOctets extends IOException {
        private static final long serialVersionUID = 1L;

        TooManyOctets(long maxOctets) {
            super("more than " + maxOctets + " octets");
        }
    }

    private static final class Exposed extends ByteArrayOutputStream {
        Exposed(int octets) {
            super(octets);
        }

        byte[] array() {
            return buf;
        }

        void wipe() {
            Arrays.fill(buf, (byte) 0);
            reset();
        }
    }
}
