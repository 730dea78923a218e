package org.sealdesk.crypt.store;

import java.security.SecureRandom;
import org.sealdesk.crypt.octets.Octets;

/** Tells one store from another; in the head of each of its files. */
record StoreId(Octets octets) {

    static final int OCTETS = 16;

    StoreId {
        if (octets.size() != OCTETS) {
            throw new IllegalArgumentException("store id has " + octets.size() + " octets, not " + OCTETS);
        }
    }

    static StoreId random(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return new StoreId(Octets.of(octets));
    }

    @Override
    public String toString() {
        return octets.hex();
    }
}
