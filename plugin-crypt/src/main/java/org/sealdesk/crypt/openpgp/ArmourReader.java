package org.sealdesk.crypt.openpgp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.sealdesk.crypt.octets.Content;

/**
 * Takes the ASCII armour off (RFC 9580, section 6.2) in one pass. The checksum is not looked at: it protects against
 * nothing that the packets do not protect against better, and may be missing. Before and after the armour there may be
 * white space only.
 */
final class ArmourReader extends InputStream {

    private static final int MAX_HEADERS = 64;
    private static final int MAX_HEADER_OCTETS = 4096;
    private static final int MAX_LEADING_OCTETS = 64 * 1024;
    private static final int MAX_BUFFER_OCTETS = 16 * 1024;
    private static final int BEGINNING_BUFFER_OCTETS = 1024;

    /** The first lines are read octet by octet, what follows goes past this buffer. */
    private static final int HEAD_BUFFER_OCTETS = 256;

    private static final String BEGIN = "-----BEGIN PGP ";
    private static final String END = "-----END PGP ";
    private static final String DASHES = "-----";

    private static final int SPACE = -2;
    private static final int PAD = -3;
    private static final int DASH = -4;
    private static final byte[] VALUES = values();

    private final InputStream in;
    private final String label;
    private final byte[] chunk;
    private int at;
    private int end;
    private final byte[] plain;
    private int plainAt;
    private int plainEnd;
    private int quad;
    private int sextets;
    private boolean finished;

    private ArmourReader(InputStream in, byte[] firstLine, int bufferOctets) throws IOException {
        this.in = in;
        this.chunk = new byte[bufferOctets];
        this.plain = new byte[bufferOctets / 4 * 3 + 3];
        this.label = label(firstLine);
    }

    /** Label of the armour that begins at the first line that is not empty; empty if none begins there. */
    static Optional<String> labelOf(byte[] head) {
        int from = 0;
        while (from < head.length && isSpace(head[from])) {
            from++;
        }
        int to = from;
        while (to < head.length && head[to] != '\n' && head[to] != '\r') {
            to++;
        }
        String line = new String(head, from, to - from, StandardCharsets.ISO_8859_1).stripTrailing();
        return line.startsWith(BEGIN) && line.endsWith(DASHES) && line.length() > BEGIN.length() + DASHES.length()
                ? Optional.of(line.substring(BEGIN.length(), line.length() - DASHES.length()))
                : Optional.empty();
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    /** @throws Malformation if no armour begins there or its headers are wrong */
    static ArmourReader open(Content armour) throws IOException {
        return open(armour, MAX_BUFFER_OCTETS);
    }

    /** As {@link #open}, for those who read the first few packets only: little is decoded ahead. */
    static ArmourReader openBeginning(Content armour) throws IOException {
        return open(armour, BEGINNING_BUFFER_OCTETS);
    }

    private static ArmourReader open(Content armour, int maxBufferOctets) throws IOException {
        return open(new BufferedInputStream(armour.open(), HEAD_BUFFER_OCTETS), armour.bufferOctets(maxBufferOctets));
    }

    private static ArmourReader open(InputStream in, int bufferOctets) throws IOException {
        int leading = 0;
        byte[] line = readLine(in);
        while (isBlank(line)) {
            leading += line.length + 1;
            if (leading > MAX_LEADING_OCTETS) {
                throw armour("too much white space before the armour");
            }
            line = readLine(in);
        }
        ArmourReader reader = new ArmourReader(in, line, bufferOctets);
        reader.skipHeaders();
        return reader;
    }

    private static Malformation armour(String detail) {
        return new Malformation(Malformation.ARMOUR, detail);
    }

    private static String label(byte[] line) throws Malformation {
        return labelOf(line).orElseThrow(() -> armour("no armour header line"));
    }

    /** Such as {@code MESSAGE}, {@code SIGNATURE}, {@code PUBLIC KEY BLOCK}. */
    String label() {
        return label;
    }

    private void skipHeaders() throws IOException {
        for (int i = 0; i <= MAX_HEADERS; i++) {
            byte[] line = readLine(in);
            if (isBlank(line)) {
                return;
            }
            if (new String(line, StandardCharsets.ISO_8859_1).indexOf(':') < 1) {
                throw armour("armour headers and data are not separated by an empty line");
            }
        }
        throw armour("more than " + MAX_HEADERS + " armour headers");
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (!isSpace(b)) {
                return false;
            }
        }
        return true;
    }

    /** Without its LF. */
    private static byte[] readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        int b = in.read();
        if (b < 0) {
            throw armour("the armour ends before its data");
        }
        while (b >= 0 && b != '\n') {
            if (line.size() >= MAX_HEADER_OCTETS) {
                throw armour("an armour header has more than " + MAX_HEADER_OCTETS + " octets");
            }
            line.write(b);
            b = in.read();
        }
        return line.toByteArray();
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
        while (plainAt == plainEnd) {
            if (finished) {
                return -1;
            }
            decode();
        }
        int n = Math.min(len, plainEnd - plainAt);
        System.arraycopy(plain, plainAt, b, off, n);
        plainAt += n;
        return n;
    }

    private int next() throws IOException {
        if (at == end) {
            end = in.read(chunk, 0, chunk.length);
            at = 0;
            if (end <= 0) {
                end = 0;
                return -1;
            }
        }
        return chunk[at++] & 0xFF;
    }

    private void decode() throws IOException {
        plainAt = 0;
        plainEnd = 0;
        while (plainEnd + 3 <= plain.length) {
            if (sextets == 0) {
                decodeQuads();
                if (plainEnd + 3 > plain.length) {
                    return;
                }
            }
            int c = next();
            if (c < 0) {
                throw armour("the armour has no end line");
            }
            int value = VALUES[c];
            if (value >= 0) {
                quad = quad << 6 | value;
                if (++sextets == 4) {
                    put(3);
                }
            } else if (value == PAD) {
                pad();
                return;
            } else if (value == DASH) {
                if (sextets != 0) {
                    throw armour("the base64 data is cut off");
                }
                finish("-");
                return;
            } else if (value != SPACE) {
                throw armour("octet " + c + " within base64 data");
            }
        }
    }

    /** As many whole groups as lie in the buffer without a line end between; most of the octets go this way. */
    private void decodeQuads() {
        while (end - at >= 4 && plainEnd + 3 <= plain.length) {
            int a = VALUES[chunk[at] & 0xFF];
            int b = VALUES[chunk[at + 1] & 0xFF];
            int c = VALUES[chunk[at + 2] & 0xFF];
            int d = VALUES[chunk[at + 3] & 0xFF];
            if ((a | b | c | d) < 0) {
                return;
            }
            int bits = a << 18 | b << 12 | c << 6 | d;
            plain[plainEnd] = (byte) (bits >> 16);
            plain[plainEnd + 1] = (byte) (bits >> 8);
            plain[plainEnd + 2] = (byte) bits;
            plainEnd += 3;
            at += 4;
        }
    }

    private void put(int octets) {
        int bits = quad << (4 - sextets) * 6;
        for (int i = 0; i < octets; i++) {
            plain[plainEnd++] = (byte) (bits >> 16 - 8 * i);
        }
        quad = 0;
        sextets = 0;
    }

    /** At an equals sign: the padding of the data, or the checksum line. */
    private void pad() throws IOException {
        if (sextets == 1) {
            throw armour("the base64 data is cut off");
        }
        if (sextets == 2 && next() != '=') {
            throw armour("the base64 data is cut off");
        }
        boolean padding = sextets != 0;
        if (padding) {
            put(sextets - 1);
        }
        finish(padding ? "" : "=");
    }

    /** Reads what may follow the data: a checksum line, the end line, white space. */
    private void finish(String begun) throws IOException {
        finished = true;
        String line = begun + restOfLine();
        while (line.isBlank() || line.startsWith("=")) {
            line = restOfLine();
        }
        if (!line.stripTrailing().equals(END + label + DASHES)) {
            throw armour("the armour's end line does not fit its first line");
        }
        for (int c = next(); c >= 0; c = next()) {
            if (VALUES[c] != SPACE) {
                throw armour("text after the armour");
            }
        }
    }

    private String restOfLine() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = next();
        if (c < 0) {
            throw armour("the armour has no end line");
        }
        while (c >= 0 && c != '\n') {
            if (line.length() > MAX_HEADER_OCTETS) {
                throw armour("a line at the end of the armour is too long");
            }
            line.append((char) c);
            c = next();
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        values[' '] = SPACE;
        values['\t'] = SPACE;
        values['\r'] = SPACE;
        values['\n'] = SPACE;
        values['='] = PAD;
        values['-'] = DASH;
        return values;
    }
}
