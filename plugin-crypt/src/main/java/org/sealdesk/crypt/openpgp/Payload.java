package org.sealdesk.crypt.openpgp;

import java.util.List;
import org.sealdesk.crypt.octets.Content;

/**
 * What an OpenPGP message holds when encryption and compression are off.
 *
 * @param signatures packet bodies, innermost first
 * @param types signature types that may stand here
 */
record Payload(Content content, List<byte[]> signatures, List<Integer> types) {

    static final int BINARY = 0x00;
    static final int TEXT = 0x01;

    Payload {
        signatures = List.copyOf(signatures);
        types = List.copyOf(types);
    }
}
