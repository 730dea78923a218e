package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Spill;

/**
 * Copies the header fields of a mail into what is signed or encrypted (RFC 9788, section 5). The older mark {@code
 * protected-headers="v1"} is set as well, because some readers know only that one.
 */
public final class HeaderProtection {

    /** RFC 9788, section 3.2.1: what stands outside in place of the subject. */
    static final String HIDDEN_SUBJECT = "[...]";

    static final String OUTER = "HP-Outer";

    /** Fields of the way, not of the message: made or checked by servers. */
    private static final Set<String> TRACE = Set.of(
            "received",
            "return-path",
            "delivered-to",
            "dkim-signature",
            "domainkey-signature",
            "authentication-results",
            "arc-seal",
            "arc-message-signature",
            "arc-authentication-results",
            "received-spf",
            "bcc",
            "hp-outer");

    private HeaderProtection() {}

    /**
     * A mail with protected header fields.
     *
     * @param outer what stands outside
     * @param payload the entity to sign or encrypt
     * @param parts the same entity taken apart, if that is known
     */
    public record Protected(Headers outer, Content payload, Optional<MimePart> parts) {

        /** A mail whose header fields stay outside only. */
        public static Protected none(OutgoingMessage message) {
            return new Protected(message.transport(), message.payload());
        }

        private Protected(Headers outer, MimePart payload) {
            this(outer, payload.entity(), Optional.of(payload));
        }
    }

    /** For mail that is only signed: nothing is hidden. */
    public static Protected signed(OutgoingMessage message) {
        Headers inner = protectable(message.transport());
        return within(message.transport(), message.payload(), inner, Headers.NONE, "clear");
    }

    /**
     * For encrypted mail: subject, comments and keywords are readable inside only.
     *
     * @param ticketTag follows the hidden subject outside, so that the answer finds its ticket: {@code [Ticket#1042]}
     * @throws IllegalArgumentException if the tag has a line end
     */
    public static Protected encrypted(OutgoingMessage message, Optional<String> ticketTag) {
        Headers inner = protectable(message.transport());
        String subject = HIDDEN_SUBJECT + ticketTag.map(t -> " " + t).orElse("");
        Headers shown = message.transport().without("Comments").without("Keywords");
        Headers outer = shown.first("Subject").isPresent()
                ? shown.with(HeaderEncoder.safe(HeaderField.of("Subject", subject)))
                : shown;
        List<HeaderField> records = new ArrayList<>();
        for (HeaderField field : protectable(outer).fields()) {
            records.add(new HeaderField(OUTER, " " + field.name() + ":" + field.raw()));
        }
        return within(outer, message.payload(), inner, new Headers(records), "cipher");
    }

    private static Headers protectable(Headers transport) {
        return transport.only(f -> !TRACE.contains(f.key())
                && !f.key().startsWith("resent-")
                && !f.key().equals("mime-version")
                && !OutgoingMessage.isContent(f));
    }

    private static Protected within(Headers outer, MimePart part, Headers inner, Headers outerRecords, String hp) {
        List<HeaderField> fields = new ArrayList<>(HeaderEncoder.safe(inner).fields());
        fields.addAll(outerRecords.fields());
        HeaderField type =
                part.type().with("hp", hp).with("protected-headers", "v1").field();
        fields.addAll(HeaderEncoder.safe(
                        part.headers().only(OutgoingMessage::isContent).with(type))
                .fields());
        return part.under(new Headers(fields))
                .map(p -> new Protected(outer, p))
                .orElseGet(() -> new Protected(outer, EntityBuilder.entity(fields, part.body()), Optional.empty()));
    }

    /**
     * Reads what a payload protects.
     *
     * @param payload root of the cryptographic payload; never any other part
     * @param outer of the message as it came
     */
    public static ProtectedHeaders read(MimePart payload, Headers outer) {
        return new ProtectedHeadersReader(payload, outer).read();
    }

    /**
     * The payload's body without the copy of header fields that is put there for readers that know nothing of header
     * protection (RFC 9788, section 4.10).
     */
    public static Content bodyWithoutLegacyDisplay(MimePart payload, Spill spill) throws IOException {
        return new LegacyDisplay(spill).bodyWithout(payload);
    }
}
