package org.sealdesk.crypt.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.sealdesk.crypt.octets.Content;

/**
 * Base64 (RFC 2045, section 6.8) as found in mail: anything outside the alphabet is skipped, padding may be missing or
 * stand in the middle where encoded pieces were joined, a lone last character is dropped.
 */
final class Base64Decoder {

    private static final byte SKIP = -1;
    private static final byte PAD = -2;
    private static final byte[] VALUES = values();
    private static final int[] FIRST = shifted(18);
    private static final int[] SECOND = shifted(12);
    private static final int[] THIRD = shifted(6);
    private static final int BUFFER_OCTETS = 16 * 1024;
    private static final int MIN_BUFFER_OCTETS = 64;

    private final byte[] out;
    private int filled;
    private int bits;
    private int count;

    private Base64Decoder(int bufferOctets) {
        this.out = new byte[bufferOctets];
    }

    /** The values where they stand in a group of four; whatever is no value is negative there too. */
    private static int[] shifted(int bits) {
        int[] shifted = new int[VALUES.length];
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] = VALUES[i] < 0 ? VALUES[i] : VALUES[i] << bits;
        }
        return shifted;
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, SKIP);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        values['='] = PAD;
        return values;
    }

    static byte[] decode(byte[] encoded) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
        try {
            decode(InputStream.nullInputStream(), encoded, encoded.length, decoded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return decoded.toByteArray();
    }

    static void decode(Content encoded, OutputStream to) throws IOException {
        try (InputStream in = encoded.open()) {
            decode(in, new byte[encoded.bufferOctets(BUFFER_OCTETS)], 0, to);
        }
    }

    private static void decode(InputStream in, byte[] buffer, int present, OutputStream to) throws IOException {
        Base64Decoder decoder = new Base64Decoder(Math.max(MIN_BUFFER_OCTETS, buffer.length / 4 * 3 + 3));
        int n = present;
        while (n >= 0) {
            decoder.accept(buffer, n, to);
            n = in.read(buffer);
        }
        decoder.finishGroup(to);
        decoder.flush(to);
    }

    private void accept(byte[] in, int length, OutputStream to) throws IOException {
        for (int i = 0; i < length; i++) {
            if (count == 0) {
                i = acceptGroups(in, i, length, to);
                if (i == length) {
                    break;
                }
            }
            byte value = VALUES[in[i] & 0xff];
            if (value >= 0) {
                bits = bits << 6 | value;
                if (++count == 4) {
                    put3(to);
                }
            } else if (value == PAD) {
                finishGroup(to);
            }
        }
        flush(to);
    }

    /**
     * Whole groups without anything between, which is what lines are made of.
     *
     * @return where they end
     */
    private int acceptGroups(byte[] in, int from, int length, OutputStream to) throws IOException {
        int i = from;
        while (length - i >= 4) {
            int group =
                    FIRST[in[i] & 0xff] | SECOND[in[i + 1] & 0xff] | THIRD[in[i + 2] & 0xff] | VALUES[in[i + 3] & 0xff];
            if (group < 0) {
                return i;
            }
            makeRoom(to);
            out[filled] = (byte) (group >> 16);
            out[filled + 1] = (byte) (group >> 8);
            out[filled + 2] = (byte) group;
            filled += 3;
            i += 4;
        }
        return i;
    }

    private void put3(OutputStream to) throws IOException {
        makeRoom(to);
        out[filled++] = (byte) (bits >> 16);
        out[filled++] = (byte) (bits >> 8);
        out[filled++] = (byte) bits;
        bits = 0;
        count = 0;
    }

    private void finishGroup(OutputStream to) throws IOException {
        makeRoom(to);
        if (count == 2) {
            out[filled++] = (byte) (bits >> 4);
        } else if (count == 3) {
            out[filled++] = (byte) (bits >> 10);
            out[filled++] = (byte) (bits >> 2);
        }
        bits = 0;
        count = 0;
    }

    private void makeRoom(OutputStream to) throws IOException {
        if (filled + 3 > out.length) {
            flush(to);
        }
    }

    private void flush(OutputStream to) throws IOException {
        to.write(out, 0, filled);
        filled = 0;
    }
}
