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
 * @param stripped names of fields taken away because they look like results of ours,
 *     or try to steer the host past a server that would have stopped them
 * @param ignored names of fields inside the payload that were not taken over
 */
public record Article(Content octets, List<String> stripped, List<String> ignored) {

    public Article {
        stripped = List.copyOf(stripped);
        ignored = List.copyOf(ignored);
    }

    /**
     * @param outer root of the mail as received
     * @param payload root of the cryptographic payload
     */
    public static Article of(MimePart outer, MimePart payload, ProtectedHeaders inner, Spill spill) throws IOException {
        Optional<HeaderField> subject = inner.fields().first("Subject");
        List<HeaderField> fields = new ArrayList<>(outer.headers()
                .only(f -> !isForged(outer, f)
                        && !OutgoingMessage.isContent(f)
                        && !f.isNamed("MIME-Version")
                        && !(f.isNamed("Subject") && subject.isPresent()))
                .fields());
        subject.ifPresent(s -> fields.add(new HeaderField("Subject", s.raw())));
        fields.add(HeaderField.of("MIME-Version", "1.0"));
        fields.addAll(payload.headers().only(OutgoingMessage::isContent).fields());
        Content body = HeaderProtection.bodyWithoutLegacyDisplay(payload, spill);
        return new Article(EntityBuilder.entity(fields, body), forged(outer), inner.ignored());
    }

    /** The received mail without forged fields, if it has any. */
    public static Optional<Article> withoutLookAlikes(MimePart root) {
        List<String> stripped = forged(root);
        Headers kept = root.headers().only(f -> !isForged(root, f));
        return stripped.isEmpty()
                ? Optional.empty()
                : Optional.of(new Article(EntityBuilder.entity(kept.fields(), root.body()), stripped, List.of()));
    }

    private static List<String> forged(MimePart root) {
        return root.headers().only(f -> isForged(root, f)).fields().stream()
                .map(HeaderField::name)
                .toList();
    }

    /**
     * A lone CR hides a field from a server that keeps fields for the host out; written anew it would be a field for
     * everybody.
     */
    private static boolean isForged(MimePart root, HeaderField field) {
        return root.has(Defect.BARE_CR) ? ReservedHeaders.isControl(field) : ReservedHeaders.isLookAlike(field);
    }
}
