package org.sealdesk.crypt.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Octets to characters, for labels that are missing, wrong or unknown. */
final class Charsets {

    /** What an unlabelled octet beyond ASCII most often is in mail, if it is not UTF-8. */
    static final Charset FALLBACK = Charset.forName("windows-1252");

    /** Labels seen in mail that Java does not know, or that senders use for their superset. */
    private static final Map<String, String> ALIASES = Map.of(
            "utf8", "UTF-8",
            "unicode-1-1-utf-8", "UTF-8",
            "iso-8859-1", "windows-1252",
            "latin1", "windows-1252",
            "us-ascii", "windows-1252",
            "ascii", "windows-1252",
            "iso-8859-8-i", "ISO-8859-8",
            "gb2312", "GB18030",
            "gbk", "GB18030",
            "ks_c_5601-1987", "x-windows-949");

    private Charsets() {}

    static Optional<Charset> find(String label) {
        String key = label.strip().toLowerCase(Locale.ROOT);
        try {
            Charset charset = Charset.forName(ALIASES.getOrDefault(key, key));
            // UTF-7 and friends hide markup; Java has them only if somebody installed them.
            return key.contains("utf-7") ? Optional.empty() : Optional.of(charset);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<String> strictUtf8(byte[] octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** UTF-8 if the octets are that, else {@link #FALLBACK}. */
    static String lenient(byte[] octets) {
        return strictUtf8(octets).orElseGet(() -> new String(octets, FALLBACK));
    }

    /** Control characters, which move the cursor, hide text or end strings elsewhere, as spaces. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return out.toString();
    }
}
