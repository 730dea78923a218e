package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream into packets (RFC 9580, section 4.2): both header formats, partial lengths and, for data packets of
 * the old format, bodies that end with the stream.
 */
final class PacketReader {

    /** RFC 9580, section 4.2.1.4. */
    private static final int MIN_FIRST_PARTIAL = 512;

    private final InputStream in;
    private @Nullable Body current;

    /** @param in read in pieces of any size; give a buffered one */
    PacketReader(InputStream in) {
        this.in = in;
    }

    /** The next packet; what is left of the one before is skipped. Empty at the end of the stream. */
    Optional<Packet> next() throws IOException {
        if (current != null) {
            current.drain();
        }
        int header = in.read();
        if (header < 0) {
            return Optional.empty();
        }
        if ((header & 0x80) == 0) {
            throw Malformation.grammar("octet " + header + " begins no packet");
        }
        current = (header & 0x40) != 0 ? newFormat(header & 0x3F) : oldFormat(header);
        return Optional.of(new Packet(current.tag, current));
    }

    /** The next packet that means something. */
    Optional<Packet> nextMeaningful() throws IOException {
        Optional<Packet> packet = next();
        while (packet.isPresent() && PacketTag.isIgnored(packet.get().tag())) {
            packet.get().skip();
            packet = next();
        }
        return packet;
    }

    private Body newFormat(int tag) throws IOException {
        Body body = new Body(in, tag);
        body.readLength();
        if (body.partial && body.left < MIN_FIRST_PARTIAL) {
            throw Malformation.grammar("first part of a packet has " + body.left + " octets, fewer than 512");
        }
        return body;
    }

    private Body oldFormat(int header) throws IOException {
        int tag = (header >> 2) & 0x0F;
        Body body = new Body(in, tag);
        switch (header & 3) {
            case 0 -> body.left = body.need();
            case 1 -> body.left = body.number(2);
            case 2 -> body.left = body.number(4);
            default -> {
                if (!PacketTag.holdsData(tag)) {
                    throw Malformation.grammar("packet of type " + tag + " has no length");
                }
                body.left = Long.MAX_VALUE;
                body.toEnd = true;
            }
        }
        return body;
    }

    private static final class Body extends InputStream {
        private final InputStream in;
        private final int tag;
        private long left;
        private boolean partial;
        private boolean toEnd;

        Body(InputStream in, int tag) {
            this.in = in;
            this.tag = tag;
        }

        void readLength() throws IOException {
            int first = need();
            partial = false;
            if (first < 192) {
                left = first;
            } else if (first < 224) {
                left = ((first - 192L) << 8) + need() + 192;
            } else if (first == 255) {
                left = number(4);
            } else {
                if (!PacketTag.holdsData(tag)) {
                    throw Malformation.grammar("packet of type " + tag + " comes in parts");
                }
                left = 1L << (first & 0x1F);
                partial = true;
            }
        }

        long number(int octets) throws IOException {
            long value = 0;
            for (int i = 0; i < octets; i++) {
                value = value << 8 | need();
            }
            return value;
        }

        int need() throws IOException {
            int b = in.read();
            if (b < 0) {
                throw ended();
            }
            return b;
        }

        private Malformation ended() {
            return Malformation.grammar("the octets end within a packet of type " + tag);
        }

        private boolean atEnd() throws IOException {
            while (left == 0 && partial) {
                readLength();
            }
            return left == 0;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            Objects.checkFromIndexSize(off, len, b.length);
            if (len == 0) {
                return 0;
            }
            if (atEnd()) {
                return -1;
            }
            int n = in.read(b, off, (int) Math.min(len, left));
            if (n < 0) {
                if (toEnd) {
                    left = 0;
                    return -1;
                }
                throw ended();
            }
            if (!toEnd) {
                left -= n;
            }
            return n;
        }

        void drain() throws IOException {
            if (atEnd()) {
                return;
            }
            byte[] sink = new byte[8192];
            while (read(sink, 0, sink.length) >= 0) {
                // Nobody wanted it.
            }
        }
    }
}
