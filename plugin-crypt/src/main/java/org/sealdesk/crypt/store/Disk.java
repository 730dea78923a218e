package org.sealdesk.crypt.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;

/**
 * What a store does to its disk. All changes of its files go through here, so that a test can stand between the two and
 * lose power, room or a write. Only the lock and reading do not.
 */
interface Disk {

    /** A new file, open for writing, readable by its owner alone; an old one of that name is replaced. */
    Output create(Path file) throws IOException;

    /** Cuts a file off and makes that durable. */
    void truncate(Path file, long octets) throws IOException;

    /** Makes a directory, readable by its owner alone, and those above it; nothing happens if it is there. */
    void createDirectory(Path directory) throws IOException;

    /** Renames in one step; an old file of the new name is replaced. Durable after {@link #sync} of both directories. */
    void move(Path from, Path to) throws IOException;

    /** Nothing happens if it is not there. */
    void delete(Path file) throws IOException;

    /** Makes the names in a directory durable. */
    void sync(Path directory) throws IOException;

    long usableOctets(Path directory) throws IOException;

    /** A file that is being written; not durable before {@link #force}. */
    interface Output extends AutoCloseable {

        /** Appends all that remains. */
        void write(ByteBuffer octets) throws IOException;

        /**
         * Makes room for octets that were written already to be written over in memory. {@link #force} makes them
         * durable only if the mapping was forced before.
         */
        MappedByteBuffer map(long from, long octets) throws IOException;

        /** What follows is cut off, and the next write goes there. */
        void truncate(long octets) throws IOException;

        void force() throws IOException;

        /** The same for those who write streams; what was written is here after a flush. Closing it closes nothing. */
        default OutputStream stream() {
            return new BufferedOutputStream(new OutputStream() {
                @Override
                public void write(int octet) throws IOException {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] octets, int from, int length) throws IOException {
                    Output.this.write(ByteBuffer.wrap(octets, from, length));
                }
            });
        }

        @Override
        void close() throws IOException;
    }
}
