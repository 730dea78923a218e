package org.sealdesk.crypt.key;

import java.util.Locale;
import java.util.Optional;
import org.sealdesk.crypt.octets.Octets;

/** The full identifier of a certificate or of one of its keys. */
public record Fingerprint(Kind kind, Octets value) {

    public Fingerprint {
        if (value.size() != kind.octets) {
            throw new IllegalArgumentException("fingerprint " + kind + " has " + value.size() + " octets");
        }
    }

    /**
     * Reads 40 or 64 hexadecimal digits, with or without spaces and colons. 40 digits are {@link Kind#PGP_V4} and also
     * what an S/MIME administrator calls a SHA-1 fingerprint; 64 are {@link Kind#X509} or {@link Kind#PGP_V6}.
     *
     * @return the value without a kind; empty if it is none
     */
    public static Optional<Octets> parse(String text) {
        String hex = text.replaceAll("[\\s:]", "").toUpperCase(Locale.ROOT);
        if (hex.startsWith("0X")) {
            hex = hex.substring(2);
        }
        boolean fits = (hex.length() == 40 || hex.length() == 64) && hex.matches("[0-9A-F]+");
        return fits ? Optional.of(Octets.ofHex(hex)) : Optional.empty();
    }

    public static Fingerprint of(Kind kind, byte[] value) {
        return new Fingerprint(kind, Octets.of(value));
    }

    /** 64-bit OpenPGP key id: the low octets of a version 4, the high octets of a version 6 fingerprint (RFC 9580). */
    public long keyId() {
        Octets id = switch (kind) {
            case PGP_V4 -> value.last(8);
            case PGP_V6 -> value.first(8);
            case X509 -> throw new IllegalStateException("an X.509 certificate has no key id");
        };
        return Long.parseUnsignedLong(id.hex(), 16);
    }

    public static String keyIdText(long keyId) {
        return String.format("%016X", keyId);
    }

    /** Hexadecimal, upper case, no separators. */
    public String hex() {
        return value.hex();
    }

    @Override
    public String toString() {
        return hex();
    }

    public enum Kind {
        /** SHA-1, RFC 9580, section 5.5.4.2. */
        PGP_V4(20),
        /** SHA-256, RFC 9580, section 5.5.4.3. */
        PGP_V6(32),
        /** SHA-256 over the DER certificate. */
        X509(32);

        private final int octets;

        Kind(int octets) {
            this.octets = octets;
        }
    }
}
