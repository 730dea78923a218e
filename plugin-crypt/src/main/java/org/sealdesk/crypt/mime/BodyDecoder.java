package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.octets.SpillBuffer;

/** Takes the transfer encoding off a body. Damaged encodings give what can be read. */
public final class BodyDecoder {

    private BodyDecoder() {}

    /**
     * The content of a part.
     *
     * @param maxOctets of what comes out
     * @throws SpillBuffer.TooManyOctets if there would be more
     */
    public static Content decoded(MimePart part, Spill spill, long maxOctets) throws IOException {
        return decoded(part.body(), part.encoding(), spill, maxOctets);
    }

    static Content decoded(Content body, TransferEncoding encoding, Spill spill, long maxOctets) throws IOException {
        if (encoding.isIdentity() && body.size() <= maxOctets) {
            return body;
        }
        SpillBuffer buffer = spill.newBuffer(maxOctets, body.size());
        try (buffer) {
            decodeTo(body, encoding, buffer);
        } catch (IOException e) {
            buffer.discard();
            throw e;
        }
        return buffer.content();
    }

    static void decodeTo(Content body, TransferEncoding encoding, OutputStream to) throws IOException {
        switch (encoding) {
            case BASE64 -> Base64Decoder.decode(body, to);
            case QUOTED_PRINTABLE -> QuotedPrintableDecoder.decode(body, to);
            case SEVEN_BIT, EIGHT_BIT, BINARY, UNKNOWN -> {
                try (InputStream in = body.open()) {
                    in.transferTo(to);
                }
            }
        }
    }
}
