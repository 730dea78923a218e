package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;

/** A disk that fails at chosen operations and works at all others. */
final class FailingDisk implements Disk {

    /** When it fails: told the number of an operation, from 1. */
    interface Fault {
        boolean strikes(int operation);
    }

    private final FileDisk real = new FileDisk();
    private final String message;
    private volatile Fault fault;
    private int operations;

    FailingDisk(String message, Fault fault) {
        this.message = message;
        this.fault = fault;
    }

    synchronized int operations() {
        return operations;
    }

    void mend() {
        fault = operation -> false;
    }

    private synchronized void operate() throws IOException {
        operations++;
        if (fault.strikes(operations)) {
            throw new IOException(message);
        }
    }

    @Override
    public Output create(Path file) throws IOException {
        operate();
        return new FailingOutput(real.create(file));
    }

    @Override
    public void truncate(Path file, long octets) throws IOException {
        operate();
        real.truncate(file, octets);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        operate();
        real.createDirectory(directory);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        operate();
        real.move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        operate();
        real.delete(file);
    }

    @Override
    public void sync(Path directory) throws IOException {
        operate();
        real.sync(directory);
    }

    @Override
    public long usableOctets(Path directory) throws IOException {
        return real.usableOctets(directory);
    }

    /** A write that fails has often written a part. */
    private final class FailingOutput implements Output {
        private final Output output;

        FailingOutput(Output output) {
            this.output = output;
        }

        @Override
        public void write(ByteBuffer octets) throws IOException {
            try {
                operate();
            } catch (IOException e) {
                output.write(octets.duplicate().limit(octets.position() + octets.remaining() / 2));
                throw e;
            }
            output.write(octets);
        }

        @Override
        public MappedByteBuffer map(long from, long octets) throws IOException {
            operate();
            return output.map(from, octets);
        }

        @Override
        public void truncate(long octets) throws IOException {
            operate();
            output.truncate(octets);
        }

        @Override
        public void force() throws IOException {
            operate();
            output.force();
        }

        @Override
        public void close() throws IOException {
            output.close();
        }
    }
}
