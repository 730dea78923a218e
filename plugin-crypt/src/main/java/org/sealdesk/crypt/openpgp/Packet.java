package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.io.InputStream;
import org.sealdesk.crypt.octets.Octets;

/**
 * One packet whose body is read from the stream behind it, once and in order.
 *
 * @param body ends with the packet; reading fails with {@link Malformation} if the input ends first
 */
record Packet(int tag, InputStream body) {

    /** Generous for a key, a signature or a session key; these are read into memory whole. */
    static final int MAX_SMALL_OCTETS = 256 * 1024;

    byte[] readSmall() throws IOException {
        byte[] octets = body.readNBytes(MAX_SMALL_OCTETS + 1);
        if (octets.length > MAX_SMALL_OCTETS) {
            throw Malformation.grammar("packet of type " + tag + " has more than " + MAX_SMALL_OCTETS + " octets");
        }
        return octets;
    }

    void skip() throws IOException {
        byte[] sink = new byte[8192];
        while (body.read(sink) >= 0) {
            // The octets carry no meaning.
        }
    }

    /** A whole packet in the current format (RFC 9580, section 4.2.1). */
    static byte[] encode(int tag, byte[] body) {
        int header = body.length < 192 ? 2 : body.length < 8384 ? 3 : 6;
        byte[] out = new byte[header + body.length];
        out[0] = (byte) (0xC0 | tag);
        if (header == 2) {
            out[1] = (byte) body.length;
        } else if (header == 3) {
            int rest = body.length - 192;
            out[1] = (byte) ((rest >> 8) + 192);
            out[2] = (byte) rest;
        } else {
            out[1] = (byte) 0xFF;
            out[2] = (byte) (body.length >> 24);
            out[3] = (byte) (body.length >> 16);
            out[4] = (byte) (body.length >> 8);
            out[5] = (byte) body.length;
        }
        System.arraycopy(body, 0, out, header, body.length);
        return out;
    }

    static Octets encoded(int tag, byte[] body) {
        return Octets.of(encode(tag, body));
    }
}
