package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.Limits;

/**
 * A mail taken apart for sending: header fields of the message, which stay outside, and the entity that is protected.
 *
 * @param transport without Bcc, MIME-Version and Content fields; ASCII
 * @param payload Content fields and body as the host made them; {@link SevenBit} comes before signing
 */
public record OutgoingMessage(Headers transport, MimePart payload) {

    /** Never sent: what they say goes into the envelope or was true on an earlier way only. */
    private static final Set<String> NEVER_SENT = Set.of("bcc", "resent-bcc", "mime-version", "return-path");

    private static final Set<Defect> INJECTION = Set.of(Defect.BARE_CR, Defect.NUL_OCTET, Defect.NO_BLANK_LINE);

    /** What taking apart gave. */
    public sealed interface Split {

        record Ready(OutgoingMessage message) implements Split {}

        /** @param reason the rule and the values, in English */
        record Refused(String reason) implements Split {}
    }

    /** A header section that can be read in two ways is refused: it may be somebody's injected field. */
    public static Split split(Content mail, Limits limits) throws IOException {
        ParseOutcome outcome = MimeParser.parse(mail, limits);
        if (outcome instanceof ParseOutcome.LimitExceeded exceeded) {
            return new Split.Refused("the mail is too large: " + exceeded.detail());
        }
        MimePart root = ((ParseOutcome.Parsed) outcome).root();
        Optional<Defect> injected =
                root.defects().stream().filter(INJECTION::contains).findFirst();
        if (injected.isPresent()) {
            return new Split.Refused("the header section can be read in more than one way: " + injected.get());
        }
        return split(root, limits);
    }

    private static Split split(MimePart root, Limits limits) throws IOException {
        Headers transport =
                HeaderEncoder.safe(root.headers().only(f -> !isContent(f) && !NEVER_SENT.contains(f.key())));
        Headers own = root.headers().only(OutgoingMessage::isContent);
        Headers content = own.first("Content-Type").isPresent() ? own : own.with(textType(root));
        Optional<MimePart> payload = root.under(content);
        if (payload.isPresent()) {
            return new Split.Ready(new OutgoingMessage(transport, payload.get()));
        }
        ParseOutcome outcome = MimeParser.parse(EntityBuilder.entity(content.fields(), root.body()), limits);
        return outcome instanceof ParseOutcome.Parsed parsed
                ? new Split.Ready(new OutgoingMessage(transport, parsed.root()))
                : new Split.Refused("the mail is too large: " + ((ParseOutcome.LimitExceeded) outcome).detail());
    }

    private static HeaderField textType(MimePart root) throws IOException {
        boolean ascii = !Hazard.of(root.body()).contains(Hazard.EIGHT_BIT);
        return ContentType.TEXT_PLAIN
                .with("charset", ascii ? "us-ascii" : "utf-8")
                .field();
    }

    static boolean isContent(HeaderField field) {
        return field.key().startsWith("content-");
    }

    /**
     * The octets of a message.
     *
     * @param transport Bcc, MIME-Version and Content fields in it are left out
     * @param entity its header section becomes the end of the message's
     */
    public static Content message(Headers transport, Content entity) {
        List<HeaderField> fields = new ArrayList<>();
        transport.fields().stream()
                .filter(f -> !isContent(f) && !NEVER_SENT.contains(f.key()))
                .map(HeaderEncoder::safe)
                .forEach(fields::add);
        fields.add(HeaderField.of("MIME-Version", "1.0"));
        return JoinedContent.of(Content.ofTrusted(new Headers(fields).octets()), entity);
    }
}
