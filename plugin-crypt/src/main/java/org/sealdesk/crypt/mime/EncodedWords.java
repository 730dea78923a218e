package org.sealdesk.crypt.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Encoded words in header fields (RFC 2047, with the language tag of RFC 2231). */
final class EncodedWords {

    private static final Pattern WORD =
            Pattern.compile("=\\?([!-~&&[^?*]]{1,60}+)(?:\\*[!-~&&[^?]]{0,40}+)?\\?([bBqQ])\\?([!-~&&[^?]]*+)\\?=");

    /** RFC 2047, section 2: 75 characters a word, minus {@code =?UTF-8?B?} and {@code ?=}, as whole base64 groups. */
    private static final int MAX_OCTETS_IN_WORD = 45;

    private EncodedWords() {}

    /** Decodes what can be decoded and leaves the rest as it is. */
    static String decode(String value) {
        if (!value.contains("=?")) {
            return value;
        }
        StringBuilder out = new StringBuilder();
        Run run = new Run(out);
        Matcher m = WORD.matcher(value);
        int last = 0;
        while (m.find()) {
            String between = value.substring(last, m.start());
            Optional<Charset> charset = Charsets.find(m.group(1));
            if (charset.isEmpty()) {
                continue;
            }
            // White space between two encoded words is not shown (RFC 2047, section 6.2).
            if (!run.isOpen() || !between.isBlank()) {
                run.end();
                out.append(between);
            }
            run.add(charset.get(), octets(m.group(2), m.group(3)));
            last = m.end();
        }
        run.end();
        return out.append(value, last, value.length()).toString();
    }

    private static byte[] octets(String encoding, String text) {
        if (encoding.toLowerCase(Locale.ROOT).equals("b")) {
            return Base64Decoder.decode(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int hex = c == '=' && i + 2 < text.length() ? hex(text.charAt(i + 1), text.charAt(i + 2)) : -1;
            if (hex >= 0) {
                out.write(hex);
                i += 2;
            } else {
                out.write(c == '_' ? ' ' : c);
            }
        }
        return out.toByteArray();
    }

    static int hex(int high, int low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h << 4 | l;
    }

    /** ASCII text: unchanged if it is printable and holds nothing that reads as an encoded word, else encoded. */
    static String encode(String text) {
        boolean plain = text.chars().allMatch(c -> c >= 32 && c < 127) && !text.contains("=?");
        if (plain) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        text.codePoints().forEach(c -> {
            byte[] octets = Character.toString(c).getBytes(StandardCharsets.UTF_8);
            if (word.size() + octets.length > MAX_OCTETS_IN_WORD) {
                appendWord(out, word);
            }
            word.writeBytes(octets);
        });
        appendWord(out, word);
        return out.toString();
    }

    private static void appendWord(StringBuilder out, ByteArrayOutputStream word) {
        if (word.size() > 0) {
            out.append(out.length() > 0 ? " " : "")
                    .append("=?UTF-8?B?")
                    .append(Base64.getEncoder().encodeToString(word.toByteArray()))
                    .append("?=");
            word.reset();
        }
    }

    /** Adjacent words of one charset: some senders cut a character in two, so octets are joined before decoding. */
    private static final class Run {
        private final StringBuilder out;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private @Nullable Charset charset;

        Run(StringBuilder out) {
            this.out = out;
        }

        boolean isOpen() {
            return charset != null;
        }

        void add(Charset next, byte[] more) {
            if (charset != null && !charset.equals(next)) {
                end();
            }
            charset = next;
            octets.writeBytes(more);
        }

        void end() {
            if (charset != null) {
                out.append(new String(octets.toByteArray(), charset));
                octets.reset();
                charset = null;
            }
        }
    }
}
