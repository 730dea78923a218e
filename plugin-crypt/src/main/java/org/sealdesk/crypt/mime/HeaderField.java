package org.sealdesk.crypt.mime;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One header field (RFC 5322, section 2.2).
 *
 * @param name as written
 * @param raw everything after the colon, one character for each octet, folded lines joined by CRLF
 */
public record HeaderField(String name, String raw) {

    private static final Pattern UNFOLDABLE = Pattern.compile("\\r(?!\\n)|(?<!\\r)\\n|\\r\\n(?![ \\t])");

    /** @throws IllegalArgumentException if a line of {@code raw} could begin another field */
    public HeaderField {
        if (UNFOLDABLE.matcher(raw).find()) {
            throw new IllegalArgumentException("value of header field " + name + " has a line end that is no folding");
        }
    }

    /**
     * A field of our own making.
     *
     * @param value ASCII, unfolded; other characters only where the caller encoded them
     * @throws IllegalArgumentException if name or value could begin another field
     */
    public static HeaderField of(String name, String value) {
        if (name.isEmpty() || !name.chars().allMatch(HeaderField::isNameOctet)) {
            throw new IllegalArgumentException("header field name is not printable ASCII without colon: length "
                    + name.length() + " for " + value.length() + " characters");
        }
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException("value of header field " + name + " has a CR, LF or NUL");
        }
        return new HeaderField(name, " " + value);
    }

    static boolean isNameOctet(int c) {
        return c > 32 && c < 127 && c != ':';
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
        return raw.replace("\r\n", "");
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
