package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.sealdesk.crypt.octets.Content;

/**
 * Text in quoted-printable (RFC 2045, section 6.7). Line ends of any kind become CRLF. What servers treat specially at
 * the beginning of a line (a dot, a dash, "From ") and space at its end are encoded.
 */
final class QuotedPrintableEncoder {

    private static final int MAX_LINE = 76;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final byte[] line = new byte[MAX_LINE + 2];
    private int length;
    /** A space or tab that may turn out to be the last of its line; -1 if there is none. */
    private int pendingBlank = -1;

    private QuotedPrintableEncoder(OutputStream out) {
        this.out = out;
    }

    static void encode(Content text, OutputStream out) throws IOException {
        QuotedPrintableEncoder encoder = new QuotedPrintableEncoder(out);
        try (InputStream in = text.open()) {
            byte[] buffer = new byte[16 * 1024];
            int previous = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    int c = buffer[i] & 0xff;
                    encoder.accept(c, previous);
                    previous = c;
                }
            }
        }
        encoder.finish();
    }

    private void accept(int c, int previous) throws IOException {
        if (c == '\n' && previous == '\r') {
            return;
        }
        if (c == '\r' || c == '\n') {
            finishBlank();
            endLine();
            return;
        }
        if (pendingBlank >= 0) {
            put(pendingBlank);
            pendingBlank = -1;
        }
        if (c == ' ' || c == '\t') {
            pendingBlank = c;
        } else if (c < 32 || c > 126 || c == '=' || isSpecialAtLineStart(c)) {
            putEncoded(c);
        } else {
            put(c);
        }
    }

    private boolean isSpecialAtLineStart(int c) {
        boolean start = length == 0 || length + 1 > MAX_LINE - 1;
        return start && (c == '.' || c == '-' || c == 'F');
    }

    private void finishBlank() throws IOException {
        if (pendingBlank >= 0) {
            putEncoded(pendingBlank);
            pendingBlank = -1;
        }
    }

    private void put(int c) throws IOException {
        makeRoom(1);
        line[length++] = (byte) c;
    }

    private void putEncoded(int c) throws IOException {
        makeRoom(3);
        line[length++] = '=';
        line[length++] = HEX[c >> 4];
        line[length++] = HEX[c & 15];
    }

    /** One column is left for the sign of a soft line break. */
    private void makeRoom(int columns) throws IOException {
        if (length + columns > MAX_LINE - 1) {
            line[length++] = '=';
            endLine();
        }
    }

    private void endLine() throws IOException {
        line[length++] = '\r';
        line[length++] = '\n';
        out.write(line, 0, length);
        length = 0;
    }

    private void finish() throws IOException {
        finishBlank();
        out.write(line, 0, length);
        length = 0;
    }
}
