package org.sealdesk.crypt.mime;

import java.net.IDN;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sealdesk.crypt.mime.MailboxList.Token;

/** Makes header fields safe for transport: ASCII, no control characters, lines that nobody needs to fold. */
final class HeaderEncoder {

    /** RFC 5322, section 2.1.1. */
    private static final int FOLD_AT = 76;

    /** RFC 5322, section 2.1.1, allows 998; servers on the way put something before or behind. */
    private static final int MAX_LINE_CHARACTERS = 900;

    private static final Pattern SAFE = Pattern.compile("(?:[\\x20-\\x7e\\t]|\\r\\n[ \\t])*+");
    private static final Pattern BLANK_AT_LINE_END = Pattern.compile("(?<![ \\t])[ \\t]++(?=\\r\\n|$)");
    private static final Set<String> PARAMETERIZED = Set.of("content-type", "content-disposition");
    private static final Set<String> ADDRESSES = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "sender",
            "reply-to",
            "resent-from",
            "resent-to",
            "resent-cc",
            "resent-sender",
            "disposition-notification-to",
            "mail-followup-to",
            "mail-reply-to");

    private HeaderEncoder() {}

    static Headers safe(Headers headers) {
        return new Headers(headers.fields().stream().map(HeaderEncoder::safe).toList());
    }

    static HeaderField safe(HeaderField field) {
        if (isPlainLine(field.raw()) && field.raw().length() + field.name().length() < MAX_LINE_CHARACTERS) {
            return field;
        }
        String trimmed = BLANK_AT_LINE_END.matcher(field.raw()).replaceAll("");
        boolean safe = SAFE.matcher(field.raw()).matches()
                && trimmed.lines()
                        .allMatch(l -> !l.isBlank() && l.length() + field.name().length() < MAX_LINE_CHARACTERS);
        if (safe || field.raw().isBlank()) {
            return new HeaderField(field.name(), safe ? trimmed : " ");
        }
        if (PARAMETERIZED.contains(field.key())) {
            ParameterizedValue value = ParameterizedValue.parse(field.value());
            return ParameterWriter.field(
                    field.name(), value.value(), value.parameters().values());
        }
        String value = Charsets.printable(field.value());
        String ascii = ADDRESSES.contains(field.key()) ? addresses(value) : unstructured(value);
        return folded(field.name(), ascii);
    }

    /** One line of printable ASCII that ends with a word, as almost all fields are: it can stay. */
    private static boolean isPlainLine(String raw) {
        if (raw.isEmpty() || raw.charAt(raw.length() - 1) == ' ') {
            return false;
        }
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) < ' ' || raw.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Words that are ASCII stay readable; the rest is encoded as one run, or spaces would get lost. */
    private static String unstructured(String value) {
        return isAscii(value) ? value : EncodedWords.encode(value);
    }

    /** Only names are encoded (RFC 2047, section 5); neighbours as one run, or the space between them would get lost. */
    private static String addresses(String value) {
        Optional<List<Token>> tokens = new MailboxList.Tokens(value).read();
        if (tokens.isEmpty()) {
            return value.replaceAll("[^ -~]", "?");
        }
        StringBuilder out = new StringBuilder();
        StringBuilder run = new StringBuilder();
        boolean afterSign = false;
        for (Token t : tokens.get()) {
            boolean name = !afterSign
                    && (t.kind() == MailboxList.Kind.ATOM || t.kind() == MailboxList.Kind.QUOTED)
                    && !isAscii(t.text());
            if (name) {
                run.append(run.length() == 0 ? "" : " ").append(t.unquoted());
            } else {
                endRun(out, run);
                out.append(t.spaced() && out.length() > 0 ? " " : "").append(afterSign ? asciiDomain(t) : written(t));
            }
            afterSign = t.is('@');
        }
        endRun(out, run);
        return out.toString();
    }

    private static void endRun(StringBuilder out, StringBuilder run) {
        if (run.length() > 0) {
            out.append(out.length() > 0 ? " " : "").append(EncodedWords.encode(run.toString()));
            run.setLength(0);
            // What follows is another token, as an encoded word needs.
            out.append(' ');
        }
    }

    private static String written(Token t) {
        if (t.kind() != MailboxList.Kind.COMMENT) {
            return t.text();
        }
        return "(" + (isAscii(t.text()) ? t.text() : EncodedWords.encode(t.text())) + ")";
    }

    /** A local part beyond ASCII has no other form (RFC 6532); a domain has one. */
    private static String asciiDomain(Token t) {
        try {
            return isAscii(t.text()) ? t.text() : IDN.toASCII(t.text());
        } catch (IllegalArgumentException e) {
            return t.text();
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 127);
    }

    /** Folds at spaces; a word that is longer than a line stays whole. */
    static HeaderField folded(String name, String value) {
        StringBuilder out = new StringBuilder();
        int column = name.length() + 1;
        for (String word : value.strip().split("[ \\t]+")) {
            boolean fold = column + 1 + word.length() > FOLD_AT && out.length() > 0;
            out.append(fold ? "\r\n " : " ").append(word);
            column = fold ? 1 + word.length() : column + 1 + word.length();
        }
        return new HeaderField(name, out.toString());
    }
}
