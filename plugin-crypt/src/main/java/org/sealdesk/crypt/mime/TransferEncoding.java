package org.sealdesk.crypt.mime;

import java.util.Locale;

/** How a body is encoded for transport (RFC 2045, section 6). */
public enum TransferEncoding {
    SEVEN_BIT("7bit"),
    EIGHT_BIT("8bit"),
    BINARY("binary"),
    BASE64("base64"),
    QUOTED_PRINTABLE("quoted-printable"),
    /** A label nobody knows: the octets are taken as they are. */
    UNKNOWN("binary");

    private final String label;

    TransferEncoding(String label) {
        this.label = label;
    }

    static TransferEncoding of(String label) {
        return switch (label.strip().toLowerCase(Locale.ROOT)) {
            case "7bit", "7-bit", "" -> SEVEN_BIT;
            case "8bit", "8-bit" -> EIGHT_BIT;
            case "binary" -> BINARY;
            case "base64" -> BASE64;
            case "quoted-printable" -> QUOTED_PRINTABLE;
            default -> UNKNOWN;
        };
    }

    public String label() {
        return label;
    }

    /** Whether the octets in the mail are the content itself. */
    public boolean isIdentity() {
        return this != BASE64 && this != QUOTED_PRINTABLE;
    }
}
