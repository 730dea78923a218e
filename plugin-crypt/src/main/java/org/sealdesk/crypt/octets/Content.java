package org.sealdesk.crypt.octets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Octets of any length that can be read again and again, whole or in part, from several threads, without having to be
 * in memory.
 */
public abstract class Content {

    private static final int MIN_BUFFER_OCTETS = 64;
    private static final int COMPARED_OCTETS = 16 * 1024;

    /** Number of octets. */
    public abstract long size();

    /**
     * A stream over the octets from {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= size()}
     */
    public abstract InputStream open(long from, long to) throws IOException;

    /** A stream over all octets. */
    public final InputStream open() throws IOException {
        return open(0, size());
    }

    /** Length of a buffer to read this content with: all of it if that is little, never nothing. */
    public final int bufferOctets(int max) {
        return (int) Math.max(Math.min(MIN_BUFFER_OCTETS, max), Math.min(size(), max));
    }

    /** Whether the octets are in memory as they are: reading costs nothing, and nobody can take them away. */
    public boolean isHeld() {
        return false;
    }

    /** A part of this content, which is this content if it is all of it; shares the octets. */
    public Content slice(long from, long to) {
        Objects.checkFromToIndex(from, to, size());
        return from == 0 && to == size() ? this : new Slice(this, from, to);
    }

    /** The content that this one is under another name. */
    Content original() {
        return this;
    }

    /**
     * All octets as a fresh array.
     *
     * @throws IOException if they cannot be read, or there are more than {@code maxOctets}
     */
    public byte[] toArray(int maxOctets) throws IOException {
        if (size() > maxOctets) {
            throw new IOException("content has " + size() + " octets, at most " + maxOctets + " are read at once");
        }
        try (InputStream in = open()) {
            return in.readAllBytes();
        }
    }

    /** Compares octet for octet. */
    public final boolean hasSameOctets(Content other) throws IOException {
        if (size() != other.size()) {
            return false;
        }
        if (isHeld() && original() == other.original()) {
            return true;
        }
        byte[] ours = new byte[bufferOctets(COMPARED_OCTETS)];
        byte[] theirs = new byte[ours.length];
        try (InputStream left = open();
                InputStream right = other.open()) {
            int n = left.readNBytes(ours, 0, ours.length);
            while (n > 0) {
                if (right.readNBytes(theirs, 0, n) != n || !Arrays.equals(ours, 0, n, theirs, 0, n)) {
                    return false;
                }
                n = left.readNBytes(ours, 0, ours.length);
            }
        }
        return true;
    }

    /** Content in memory; copies the array. */
    public static Content of(byte[] octets) {
        return new InMemory(octets.clone(), 0, octets.length);
    }

    /** Content in memory; the caller gives the array away and never writes to it again. */
    public static Content ofTrusted(byte[] octets) {
        return new InMemory(octets, 0, octets.length);
    }

    @Override
    public String toString() {
        return "Content[" + size() + " octets]";
    }

    private static final class InMemory extends Content {
        private final byte[] octets;
        private final int start;
        private final int length;

        InMemory(byte[] octets, int start, int length) {
            this.octets = octets;
            this.start = start;
            this.length = length;
        }

        @Override
        public long size() {
            return length;
        }

        @Override
        public boolean isHeld() {
            return true;
        }

        @Override
        public InputStream open(long from, long to) {
            Objects.checkFromToIndex(from, to, length);
            return new ByteArrayInputStream(octets, start + (int) from, (int) (to - from));
        }

        @Override
        public Content slice(long from, long to) {
            Objects.checkFromToIndex(from, to, length);
            return new InMemory(octets, start + (int) from, (int) (to - from));
        }
    }

    private static final class Slice extends Content {
        private final Content whole;
        private final long from;
        private final long to;

        Slice(Content whole, long from, long to) {
            this.whole = whole;
            this.from = from;
            this.to = to;
        }

        @Override
        public long size() {
            return to - from;
        }

        @Override
        public boolean isHeld() {
            return whole.isHeld();
        }

        @Override
        public InputStream open(long start, long end) throws IOException {
            Objects.checkFromToIndex(start, end, size());
            return whole.open(from + start, from + end);
        }

        @Override
        public Content slice(long start, long end) {
            Objects.checkFromToIndex(start, end, size());
            return new Slice(whole, from + start, from + end);
        }
    }
}
