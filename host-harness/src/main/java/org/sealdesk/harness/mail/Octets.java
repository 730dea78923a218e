package org.sealdesk.harness.mail;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Octets as a value. */
public final class Octets {

    private final byte[] octets;

    private Octets(byte[] octets) {
        this.octets = octets;
    }

    public static Octets of(byte[] octets) {
        return new Octets(octets.clone());
    }

    public int length() {
        return octets.length;
    }

    public byte[] toArray() {
        return octets.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Octets o && Arrays.equals(octets, o.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "Octets[" + octets.length + "]";
    }
}
