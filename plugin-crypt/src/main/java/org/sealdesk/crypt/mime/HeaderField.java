package org.sealdesk.crypt.mime;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One header field (RFC 5322, section 2.2).
 *
 * @param name as written
 * @param raw everything after the colon, one character for each octet, folded lines joined by CRLF
 */
public record HeaderField(String name, String raw) {

    /** @throws IllegalArgumentException if a line of {@code raw} could begin another field */
    public HeaderField {
        if (!isFolding(raw)) {
            throw new IllegalArgumentException("value of header field " + name + " has a line end that is no folding");
        }
    }

    /** Whether each line end is a CRLF that a space or a tab follows. */
    private static boolean isFolding(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\n') {
                return false;
            }
            if (c == '\r') {
                boolean folds = i + 2 < raw.length() && raw.charAt(i + 1) == '\n' && isBlank(raw.charAt(i + 2));
                if (!folds) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /**
     * A field of our own making.
     *
     * @param value ASCII, unfolded; other characters only where the caller encoded them
     * @throws IllegalArgumentException if name or value could begin another field
     */
    public static HeaderField of(String name, String value) {
        if (!isName(name)) {
            throw new IllegalArgumentException("header field name is not printable ASCII without colon: length "
                    + name.length() + " for " + value.length() + " characters");
        }
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException("value of header field " + name + " has a CR, LF or NUL");
        }
        return new HeaderField(name, " " + value);
    }

    /** RFC 5322, section 2.2: printable ASCII without the colon. */
    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= 32 || c >= 127 || c == ':') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Name in lower case: field names are compared without case. */
    public String key() {
        return name.toLowerCase(Locale.ROOT);
    }

    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Unfolded and trimmed; octets beyond ASCII as UTF-8 if they are that, else as Windows-1252. */
    public String value() {
        return Charsets.lenient(unfolded().getBytes(StandardCharsets.ISO_8859_1))
                .strip();
    }

    /** For people: encoded words (RFC 2047) decoded, control characters as spaces. */
    public String text() {
        return Charsets.printable(EncodedWords.decode(value()));
    }

    /** Unfolded, one character for each octet. */
    String unfolded() {
        return raw.indexOf('\r') < 0 ? raw : raw.replace("\r\n", "");
    }

    /** Whether a control character other than tab and line folding is inside. */
    boolean hasControlCharacter() {
        return unfolded().chars().anyMatch(c -> (c < 32 && c != '\t') || c == 127);
    }

    /** The field's lines with CRLF at the end. */
    String octets() {
        return name + ":" + raw + "\r\n";
    }
}
