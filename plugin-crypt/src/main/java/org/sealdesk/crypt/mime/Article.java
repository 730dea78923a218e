package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Spill;

/**
 * The mail that replaces the received one in the ticket: header fields of the received mail, content of the payload.
 *
 * @param octets a whole message (RFC 5322)
 * @param stripped names of fields taken away because they look like results of ours
 * @param ignored names of fields inside the payload that were not taken over
 */
public record Article(Content octets, List<String> stripped, List<String> ignored) {

    public Article {
        stripped = List.copyOf(stripped);
        ignored = List.copyOf(ignored);
    }

    /**
     * @param outer header section of the mail as received
     * @param payload root of the cryptographic payload
     */
    public static Article of(Headers outer, MimePart payload, ProtectedHeaders inner, Spill spill) throws IOException {
        List<HeaderField> fields = new ArrayList<>();
        List<String> stripped = new ArrayList<>();
        Optional<HeaderField> subject = inner.fields().first("Subject");
        for (HeaderField field : outer.fields()) {
            boolean replaced = OutgoingMessage.isContent(field)
                    || field.isNamed("MIME-Version")
                    || (field.isNamed("Subject") && subject.isPresent());
            if (ReservedHeaders.isLookAlike(field)) {
                stripped.add(field.name());
            } else if (!replaced) {
                fields.add(field);
            }
        }
        subject.ifPresent(s -> fields.add(new HeaderField("Subject", s.raw())));
        fields.add(HeaderField.of("MIME-Version", "1.0"));
        fields.addAll(payload.headers().only(OutgoingMessage::isContent).fields());
        Content body = HeaderProtection.bodyWithoutLegacyDisplay(payload, spill);
        return new Article(EntityBuilder.entity(fields, body), stripped, inner.ignored());
    }

    /**
     * The received mail without look-alike fields, if it has any.
     *
     * @param root of the mail as received
     */
    public static Optional<Article> withoutLookAlikes(MimePart root) {
        List<String> stripped = root.headers().only(ReservedHeaders::isLookAlike).fields().stream()
                .map(HeaderField::name)
                .toList();
        Headers kept = root.headers().only(f -> !ReservedHeaders.isLookAlike(f));
        return stripped.isEmpty()
                ? Optional.empty()
                : Optional.of(new Article(EntityBuilder.entity(kept.fields(), root.body()), stripped, List.of()));
    }
}
