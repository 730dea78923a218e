package org.sealdesk.crypt.intake;

import org.sealdesk.crypt.octets.Octets;

/** Puts a packet behind the first one of a run of OpenPGP packets (RFC 9580, section 4.2). */
final class PacketSplice {

    private PacketSplice() {}

    /** @throws IllegalArgumentException if the first packet has no definite length that fits */
    static Octets afterFirst(Octets packets, Octets packet) {
        byte[] all = packets.toArray();
        int end = endOfFirst(all);
        byte[] more = packet.toArray();
        byte[] out = new byte[all.length + more.length];
        System.arraycopy(all, 0, out, 0, end);
        System.arraycopy(more, 0, out, end, more.length);
        System.arraycopy(all, end, out, end + more.length, all.length - end);
        return Octets.of(out);
    }

    private static int endOfFirst(byte[] p) {
        if (p.length < 6 || (p[0] & 0x80) == 0) {
            throw new IllegalArgumentException("no packet header");
        }
        long end = (p[0] & 0x40) != 0 ? endOfNewFormat(p) : endOfOldFormat(p);
        if (end > p.length) {
            throw new IllegalArgumentException("packet is longer than what is there");
        }
        return (int) end;
    }

    private static long endOfNewFormat(byte[] p) {
        int first = p[1] & 0xff;
        if (first < 192) {
            return 2L + first;
        }
        if (first < 224) {
            return 3L + ((first - 192) << 8) + (p[2] & 0xff) + 192;
        }
        if (first == 255) {
            return 6L + number(p, 2, 4);
        }
        throw new IllegalArgumentException("partial length in a key packet");
    }

    private static long endOfOldFormat(byte[] p) {
        int type = p[0] & 3;
        if (type == 3) {
            throw new IllegalArgumentException("indefinite length in a key packet");
        }
        int octets = 1 << type;
        return 1L + octets + number(p, 1, octets);
    }

    private static long number(byte[] p, int from, int octets) {
        long value = 0;
        for (int i = 0; i < octets; i++) {
            value = value << 8 | (p[from + i] & 0xff);
        }
        return value;
    }
}
