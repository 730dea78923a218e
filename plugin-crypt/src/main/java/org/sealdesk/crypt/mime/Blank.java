package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.io.InputStream;
import org.sealdesk.crypt.octets.Content;

/** Whether there is anything to read. */
final class Blank {

    private Blank() {}

    static boolean is(Content text) throws IOException {
        try (InputStream in = text.open()) {
            byte[] buffer = new byte[8 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    if (buffer[i] != ' ' && (buffer[i] < '\t' || buffer[i] > '\r')) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
