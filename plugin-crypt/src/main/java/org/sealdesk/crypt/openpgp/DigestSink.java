package org.sealdesk.crypt.openpgp;

import java.io.OutputStream;
import java.security.MessageDigest;

/** A digest as a stream. */
final class DigestSink extends OutputStream {
    private final MessageDigest digest;

    DigestSink(MessageDigest digest) {
        this.digest = digest;
    }

    @Override
    public void write(int b) {
        digest.update((byte) b);
    }

    @Override
    public void write(byte[] b, int off, int len) {
        digest.update(b, off, len);
    }
}
