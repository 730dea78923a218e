package org.sealdesk.crypt.intake;

import java.util.Locale;
import java.util.Optional;

/** What people call a key: 8, 16, 40 or 64 hexadecimal digits, with or without {@code 0x}, spaces and colons. */
final class KeyName {

    private static final int LONG_ID = 16;

    private KeyName() {}

    /** Upper case, no separators; empty if it is no such name. */
    static Optional<String> hex(String text) {
        String hex = text.replaceAll("[\\s:]", "").toUpperCase(Locale.ROOT);
        if (hex.startsWith("0X")) {
            hex = hex.substring(2);
        }
        return hex.matches("([0-9A-F]{8}){1,2}|[0-9A-F]{40}|[0-9A-F]{64}") ? Optional.of(hex) : Optional.empty();
    }

    static Optional<Long> keyId(String text) {
        return hex(text).filter(hex -> hex.length() == LONG_ID).map(hex -> Long.parseUnsignedLong(hex, 16));
    }
}
