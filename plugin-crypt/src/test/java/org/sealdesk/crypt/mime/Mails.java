package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.policy.Limits;

/** Mails written as text in tests. */
final class Mails {

    static final long MAX_OCTETS = Limits.DEFAULT.mailOctets();

    private Mails() {}

    /** Lines of a text block with CRLF, octets as Latin-1. */
    static Content crlf(String text) {
        return octets(text.replace("\n", "\r\n"));
    }

    static Content octets(String text) {
        return Content.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String text(Content content) throws IOException {
        return new String(content.toArray(Integer.MAX_VALUE - 8), StandardCharsets.ISO_8859_1);
    }

    static MimePart parse(Content mail) {
        try {
            ParseOutcome outcome = MimeParser.parse(mail, Limits.DEFAULT);
            assertThat(outcome).isInstanceOf(ParseOutcome.Parsed.class);
            return ((ParseOutcome.Parsed) outcome).root();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MimePart parse(String mail) {
        return parse(crlf(mail));
    }

    static MimePart part(MimePart root, String path) {
        return root.all().stream()
                .filter(p -> p.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    /** Small content stays in memory; nothing is written. */
    static Spill spill() {
        return new Spill(Path.of("unused"), Integer.MAX_VALUE, new SecureRandom());
    }

    static CryptographicStructure structure(MimePart root) throws IOException {
        return CryptographicStructure.of(root, spill(), MAX_OCTETS);
    }
}
