package org.sealdesk.crypt.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Spill;

/**
 * Takes away the copy of header fields that senders put into the text for readers without header protection: lines at
 * the beginning of a part marked {@code hp-legacy-display="1"} (RFC 9788, section 4.10), or a first part of its own in
 * the older scheme. Whatever does not look exactly like that stays.
 */
final class LegacyDisplay {

    /** A text that starts with a header copy and is larger stays as it is. */
    private static final int MAX_TEXT_OCTETS = 4 * 1024 * 1024;

    private static final Pattern FIELD_LINE = Pattern.compile("[A-Za-z][A-Za-z-]{0,40}:[ \\t].*|[ \\t].*");
    private static final Pattern HTML_OPEN = Pattern.compile(
            "<div\\s+class\\s*=\\s*\"header-protection-legacy-display\"\\s*>", Pattern.CASE_INSENSITIVE);
    private static final String HTML_CLOSE = "</div>";

    private final Spill spill;

    LegacyDisplay(Spill spill) {
        this.spill = spill;
    }

    private record Edit(long from, long to, Content replacement) {}

    /** The body of the payload, other octets untouched. */
    Content bodyWithout(MimePart payload) throws IOException {
        List<Edit> edits = new ArrayList<>();
        Optional<Edit> oldPart = oldDisplayPart(payload);
        if (oldPart.isPresent()) {
            edits.add(oldPart.get());
        } else if (payload.type().word("hp").isPresent()) {
            for (MimePart part : payload.all()) {
                markedText(part).ifPresent(edits::add);
            }
        }
        return apply(payload, edits);
    }

    private static Content apply(MimePart payload, List<Edit> edits) {
        List<Content> pieces = new ArrayList<>();
        Content body = payload.body();
        long offset = payload.ranges().bodyStart();
        long at = 0;
        for (Edit edit : edits) {
            pieces.add(body.slice(at, edit.from() - offset));
            pieces.add(edit.replacement());
            at = edit.to() - offset;
        }
        pieces.add(body.slice(at, body.size()));
        return JoinedContent.of(pieces);
    }

    private static Optional<Edit> oldDisplayPart(MimePart payload) {
        boolean old = payload.type().is("multipart", "mixed")
                && payload.type().word("protected-headers").isPresent()
                && payload.children().size() > 1;
        if (!old) {
            return Optional.empty();
        }
        MimePart first = payload.children().get(0);
        boolean display = first.type().word("protected-headers").isPresent()
                && (first.type().is("text", "rfc822-headers") || first.type().is("text", "plain"))
                && first.disposition().filter(d -> d.equals("attachment")).isEmpty();
        long next = payload.children().get(1).ranges().start();
        return display
                ? Optional.of(new Edit(first.ranges().start(), next, Content.of(new byte[0])))
                : Optional.empty();
    }

    private Optional<Edit> markedText(MimePart part) throws IOException {
        boolean marked =
                part.type().word("hp-legacy-display").filter(v -> v.equals("1")).isPresent();
        if (!marked || !part.type().isText() || part.body().size() > MAX_TEXT_OCTETS) {
            return Optional.empty();
        }
        String text = new String(
                BodyDecoder.decoded(part, spill, MAX_TEXT_OCTETS).toArray(MAX_TEXT_OCTETS),
                StandardCharsets.ISO_8859_1);
        Optional<String> without = part.type().subtype().equals("html") ? withoutDiv(text) : withoutLines(text);
        if (without.isEmpty()) {
            return Optional.empty();
        }
        Content encoded = encoded(part.encoding(), JoinedContent.text(without.get()));
        return Optional.of(new Edit(part.ranges().bodyStart(), part.ranges().end(), encoded));
    }

    /** Field lines up to and with the first empty line. */
    private static Optional<String> withoutLines(String text) {
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String line = end < 0 ? text.substring(at) : text.substring(at, end).stripTrailing();
            if (line.isEmpty()) {
                return at == 0 ? Optional.empty() : Optional.of(text.substring(end + 1));
            }
            if (end < 0 || !FIELD_LINE.matcher(line).matches()) {
                return Optional.empty();
            }
            at = end + 1;
        }
        return Optional.empty();
    }

    private static Optional<String> withoutDiv(String html) {
        Matcher open = HTML_OPEN.matcher(html);
        if (!open.find()) {
            return Optional.empty();
        }
        int close = html.indexOf(HTML_CLOSE, open.end());
        return close < 0
                ? Optional.empty()
                : Optional.of(html.substring(0, open.start()) + html.substring(close + HTML_CLOSE.length()));
    }

    private static Content encoded(TransferEncoding encoding, Content decoded) throws IOException {
        return switch (encoding) {
            case BASE64 -> new Base64Content(decoded);
            case QUOTED_PRINTABLE -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                QuotedPrintableEncoder.encode(decoded, out);
                yield Content.ofTrusted(out.toByteArray());
            }
            case SEVEN_BIT, EIGHT_BIT, BINARY, UNKNOWN -> decoded;
        };
    }
}
