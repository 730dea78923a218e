package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.io.InputStream;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Spill;

/** CMS in base64 whose transfer encoding got lost on the way: gateways that rewrite headers forget it. */
final class UnlabelledBase64 {

    /** DER and BER begin with a SEQUENCE, 0x30; in base64 that is always an M. */
    private static final char FIRST_OF_SEQUENCE = 'M';

    private static final int SAMPLE_OCTETS = 64;

    private UnlabelledBase64() {}

    static Content decoded(Content cms, Spill spill, long maxOctets) throws IOException {
        byte[] sample;
        try (InputStream in = cms.open()) {
            sample = in.readNBytes(SAMPLE_OCTETS);
        }
        return isBase64(sample) ? BodyDecoder.decoded(cms, TransferEncoding.BASE64, spill, maxOctets) : cms;
    }

    private static boolean isBase64(byte[] sample) {
        int characters = 0;
        for (byte b : sample) {
            boolean space = b == '\r' || b == '\n' || b == ' ';
            boolean letter = (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9');
            if (!space && !letter && b != '+' && b != '/') {
                return false;
            }
            if (characters == 0 && !space && b != FIRST_OF_SEQUENCE) {
                return false;
            }
            characters += space ? 0 : 1;
        }
        return characters > 4;
    }
}
