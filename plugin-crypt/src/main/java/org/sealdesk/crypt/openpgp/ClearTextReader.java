package org.sealdesk.crypt.openpgp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.octets.SpillBuffer;
import org.sealdesk.crypt.policy.Limits;

/**
 * Reads clear-signed text (RFC 9580, section 7), strictly: no armour header but Hash, no unescaped dash, nothing around
 * it. The payload is the text exactly as the signature sees it: CR LF line ends, no white space before them.
 */
final class ClearTextReader {

    static final String LABEL = "SIGNED MESSAGE";

    private static final String SIGNATURE_LINE = "-----BEGIN PGP SIGNATURE-----";
    private static final int MAX_HEADERS = 16;
    private static final int MAX_SIGNATURE_OCTETS = 1024 * 1024;

    private final Limits limits;
    private final Spill spill;
    private boolean first = true;

    ClearTextReader(Limits limits, Spill spill) {
        this.limits = limits;
        this.spill = spill;
    }

    Payload read(Content content) throws IOException {
        SpillBuffer text = spill.newBuffer(limits.inflatedOctets());
        try (InputStream in = new BufferedInputStream(content.open(), 64 * 1024)) {
            skipHeaders(in);
            copyText(in, text);
            text.close();
            return new Payload(text.content(), signatures(in), List.of(Payload.TEXT));
        } catch (IOException e) {
            text.discard();
            throw e;
        }
    }

    private static Malformation wrong(String detail) {
        return new Malformation(Malformation.ARMOUR, detail);
    }

    private void skipHeaders(InputStream in) throws IOException {
        String line = header(in);
        while (line.isBlank()) {
            line = header(in);
        }
        // The first line itself was looked at by the caller.
        line = header(in);
        for (int i = 0; !line.isEmpty(); i++) {
            if (i >= MAX_HEADERS) {
                throw wrong("more than " + MAX_HEADERS + " headers");
            }
            if (!line.matches("Hash: ?[A-Za-z0-9-]+( ?, ?[A-Za-z0-9-]+)*")) {
                throw wrong("a header other than Hash before clear-signed text");
            }
            line = header(in);
        }
    }

    private String header(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        if (!readLine(in, line, limits.lineOctets())) {
            throw wrong("the clear-signed text ends within its headers");
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** The line without its LF; false at the end of the input. */
    private static boolean readLine(InputStream in, ByteArrayOutputStream line, int maxOctets) throws IOException {
        line.reset();
        int b = in.read();
        if (b < 0) {
            return false;
        }
        while (b >= 0 && b != '\n') {
            if (line.size() >= maxOctets) {
                throw wrong("a line has more than " + maxOctets + " octets");
            }
            line.write(b);
            b = in.read();
        }
        return true;
    }

    private void copyText(InputStream in, SpillBuffer text) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        int maxOctets = (int) Math.min(Integer.MAX_VALUE - 16L, limits.mailOctets());
        while (readLine(in, line, maxOctets)) {
            byte[] octets = line.toByteArray();
            if (octets.length > 0 && octets[0] == '-' && !isEscaped(octets)) {
                if (isSignatureLine(octets)) {
                    return;
                }
                throw wrong("a line of the clear-signed text begins with a dash that is not escaped");
            }
            write(octets, text);
        }
        throw wrong("clear-signed text without a signature");
    }

    private static boolean isEscaped(byte[] line) {
        return line.length > 1 && line[1] == ' ';
    }

    private static boolean isSignatureLine(byte[] line) {
        return new String(line, StandardCharsets.ISO_8859_1).stripTrailing().equals(SIGNATURE_LINE);
    }

    /** The line end before the signature belongs to the armour, so each one is written with the line after it. */
    private void write(byte[] line, SpillBuffer text) throws IOException {
        if (!first) {
            text.write('\r');
            text.write('\n');
        }
        first = false;
        int from = line.length > 0 && line[0] == '-' ? 2 : 0;
        int to = line.length;
        while (to > from && (line[to - 1] == ' ' || line[to - 1] == '\t' || line[to - 1] == '\r')) {
            to--;
        }
        text.write(line, from, to - from);
    }

    private List<byte[]> signatures(InputStream in) throws IOException {
        ByteArrayOutputStream armour = new ByteArrayOutputStream();
        armour.writeBytes((SIGNATURE_LINE + "\n").getBytes(StandardCharsets.US_ASCII));
        armour.writeBytes(in.readNBytes(MAX_SIGNATURE_OCTETS + 1));
        if (armour.size() > SIGNATURE_LINE.length() + 1 + MAX_SIGNATURE_OCTETS) {
            throw wrong("the signature has more than " + MAX_SIGNATURE_OCTETS + " octets");
        }
        return SignatureList.read(ArmourReader.open(Content.ofTrusted(armour.toByteArray())), limits);
    }
}
