package org.sealdesk.crypt.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.sealdesk.crypt.mime.ContentType;
import org.sealdesk.crypt.octets.Content;

/** Text that came out of armour in a body has no header of its own; it gets the one its body had. */
final class InlineText {

    private InlineText() {}

    static Content asEntity(Content text, ContentType type) {
        Optional<String> charset = type.parameter("charset").filter(c -> c.matches("[A-Za-z0-9_.:-]{1,40}"));
        String header = "Content-Type: text/plain; charset=" + charset.orElse("utf-8") + "\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n";
        return new Prefixed(header.getBytes(StandardCharsets.US_ASCII), text);
    }

    private static final class Prefixed extends Content {
        private final byte[] prefix;
        private final Content rest;

        Prefixed(byte[] prefix, Content rest) {
            this.prefix = prefix;
            this.rest = rest;
        }

        @Override
        public long size() {
            return prefix.length + rest.size();
        }

        @Override
        public InputStream open(long from, long to) throws IOException {
            Objects.checkFromToIndex(from, to, size());
            int start = (int) Math.min(from, prefix.length);
            int end = (int) Math.min(to, prefix.length);
            InputStream first = new ByteArrayInputStream(prefix, start, end - start);
            long restFrom = Math.max(0, from - prefix.length);
            long restTo = Math.max(restFrom, to - prefix.length);
            return new SequenceInputStream(first, rest.open(restFrom, restTo));
        }
    }
}
