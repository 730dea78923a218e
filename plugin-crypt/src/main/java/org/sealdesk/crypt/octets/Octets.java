package org.sealdesk.crypt.octets;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** A short run of octets as a value: immutable, equal by content. For identifiers and certificates, not for secrets. */
public final class Octets implements Comparable<Octets> {

    public static final Octets EMPTY = new Octets(new byte[0]);

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final byte[] value;

    private Octets(byte[] value) {
        this.value = value;
    }

    /** Copies the array. */
    public static Octets of(byte[] value) {
        return new Octets(value.clone());
    }

    /** @throws IllegalArgumentException if the text is not hexadecimal */
    public static Octets ofHex(String hex) {
        return new Octets(HexFormat.of().parseHex(hex));
    }

    public int size() {
        return value.length;
    }

    public byte get(int index) {
        return value[index];
    }

    /** A copy. */
    public byte[] toArray() {
        return value.clone();
    }

    public InputStream open() {
        return new ByteArrayInputStream(value);
    }

    public Content asContent() {
        return Content.ofTrusted(value);
    }

    public Octets first(int count) {
        return new Octets(Arrays.copyOf(value, count));
    }

    public Octets last(int count) {
        return new Octets(Arrays.copyOfRange(value, value.length - count, value.length));
    }

    /** Hexadecimal, upper case, no separators. */
    public String hex() {
        return HEX.formatHex(value);
    }

    @Override
    public int compareTo(Octets other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Octets other && Arrays.equals(value, other.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** Size and the first octets; enough for a log line. */
    @Override
    public String toString() {
        return value.length <= 32 ? hex() : first(8).hex() + "… (" + value.length + " octets)";
    }
}
