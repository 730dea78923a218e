package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Digested;

/** A digest as a stream. */
final class DigestSink extends OutputStream {
    private MessageDigest digest;
    private boolean touched;

    DigestSink(MessageDigest digest) {
        this.digest = digest;
    }

    @Override
    public void write(int b) {
        touched = true;
        digest.update((byte) b);
    }

    @Override
    public void write(byte[] b, int off, int len) {
        touched = true;
        digest.update(b, off, len);
    }

    /** All of a content; if it is the first thing, what was computed over it earlier counts. */
    void feed(Content content) throws IOException {
        if (touched) {
            try (var in = content.open()) {
                in.transferTo(this);
            }
        } else {
            touched = true;
            digest = Digested.feed(content, digest);
        }
    }

    /** Ends it. */
    byte[] digest() {
        return digest.digest();
    }
}
