package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Optional;
import org.sealdesk.crypt.octets.Content;

/**
 * Octets as characters.
 *
 * @param unknownCharset the label of the part if nobody knows it; then the text is the best guess
 */
public record DecodedText(String text, Optional<String> unknownCharset) {

    /**
     * @param content after transfer decoding
     * @throws IOException if there are more than {@code maxOctets}, or they cannot be read
     */
    public static DecodedText of(Content content, ContentType type, int maxOctets) throws IOException {
        return of(content.toArray(maxOctets), type);
    }

    static DecodedText of(byte[] octets, ContentType type) {
        Optional<String> label = type.parameter("charset").filter(l -> !l.isBlank());
        Optional<Charset> charset = label.flatMap(Charsets::find);
        if (charset.isEmpty()) {
            return new DecodedText(Charsets.lenient(octets), label);
        }
        // Mail that says it is ASCII or Latin and is UTF-8 is far more frequent than Latin text that is valid UTF-8.
        boolean western = charset.get().equals(Charsets.FALLBACK);
        String text = western ? Charsets.lenient(octets) : new String(octets, charset.get());
        return new DecodedText(text, Optional.empty());
    }
}
