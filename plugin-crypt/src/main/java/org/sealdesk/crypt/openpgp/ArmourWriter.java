package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Puts ASCII armour around what is written (RFC 9580, section 6.2): no headers, lines of 64 characters that end with CR
 * LF, a checksum because older programs ask for it. Closing ends the armour and leaves the stream below open.
 */
final class ArmourWriter extends OutputStream {

    static final String MESSAGE = "MESSAGE";
    static final String SIGNATURE = "SIGNATURE";

    private static final int LINE_OCTETS = 48;
    private static final int LINE_CHARACTERS = 66;
    private static final int MAX_LINES = 512;

    private final OutputStream out;
    private final String label;
    private final Crc24 crc = new Crc24();
    private final byte[] plain;
    private final byte[] text;
    private int filled;
    private boolean closed;

    /** @param expectedOctets about how many will be written; the buffers are no longer than that needs */
    ArmourWriter(String label, long expectedOctets, OutputStream out) throws IOException {
        this.out = out;
        this.label = label;
        int lines = (int) Math.min(MAX_LINES, expectedOctets / LINE_OCTETS + 1);
        this.plain = new byte[LINE_OCTETS * lines];
        this.text = new byte[LINE_CHARACTERS * lines];
        ascii("-----BEGIN PGP " + label + "-----\r\n\r\n");
    }

    private void ascii(String s) throws IOException {
        out.write(s.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        int from = off;
        int left = len;
        while (left > 0) {
            int n = Math.min(left, plain.length - filled);
            System.arraycopy(b, from, plain, filled, n);
            filled += n;
            from += n;
            left -= n;
            if (filled == plain.length) {
                flushLines();
            }
        }
    }

    private void flushLines() throws IOException {
        crc.update(plain, 0, filled);
        byte[] base64 = Base64.getEncoder().encode(filled == plain.length ? plain : Arrays.copyOf(plain, filled));
        int to = 0;
        for (int from = 0; from < base64.length; from += 64) {
            int n = Math.min(64, base64.length - from);
            System.arraycopy(base64, from, text, to, n);
            text[to + n] = '\r';
            text[to + n + 1] = '\n';
            to += n + 2;
        }
        out.write(text, 0, to);
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        flushLines();
        ascii("=" + Base64.getEncoder().encodeToString(crc.octets()) + "\r\n-----END PGP " + label + "-----\r\n");
    }
}
