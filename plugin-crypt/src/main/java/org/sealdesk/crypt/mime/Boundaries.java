package org.sealdesk.crypt.mime;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Boundaries that occur nowhere else: 120 random bits, and {@code =_}, which no encoded body contains. */
public final class Boundaries {

    private static final int RANDOM_OCTETS = 15;

    private final RandomGenerator random;

    /** @param random equal streams give equal boundaries */
    public Boundaries(RandomGenerator random) {
        this.random = random;
    }

    public String next() {
        byte[] octets = new byte[RANDOM_OCTETS];
        random.nextBytes(octets);
        return "=_" + HexFormat.of().formatHex(octets);
    }
}
