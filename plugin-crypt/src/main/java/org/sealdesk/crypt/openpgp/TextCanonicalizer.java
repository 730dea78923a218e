package org.sealdesk.crypt.openpgp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Makes every line end with CR LF, as text signatures want it (RFC 9580, section 5.2.1.2). A lone CR stays. */
final class TextCanonicalizer extends FilterOutputStream {

    private static final byte[] CRLF = {'\r', '\n'};

    private int last = -1;

    TextCanonicalizer(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        int from = off;
        for (int i = off; i < off + len; i++) {
            if (b[i] == '\n' && last != '\r') {
                out.write(b, from, i - from);
                out.write(CRLF, 0, 2);
                from = i + 1;
            }
            last = b[i];
        }
        out.write(b, from, off + len - from);
    }
}
