package org.sealdesk.crypt.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sealdesk.crypt.message.PlanRequest.PlanRecipient;
import org.sealdesk.crypt.mime.Addressees;
import org.sealdesk.crypt.mime.MimeParser;
import org.sealdesk.crypt.mime.ParseOutcome;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.Limits;

/**
 * The envelope of an outgoing mail as its own headers tell it, for callers that have no other.
 *
 * @param from addr-spec; empty if there is none
 */
public record OutgoingHeaders(String from, List<PlanRecipient> recipients) {

    public OutgoingHeaders {
        recipients = List.copyOf(recipients);
    }

    /** @throws IOException if the mail cannot be read */
    public static OutgoingHeaders of(Content mail) throws IOException {
        if (!(MimeParser.parse(mail, Limits.DEFAULT) instanceof ParseOutcome.Parsed parsed)) {
            return new OutgoingHeaders("", List.of());
        }
        Addressees named = Addressees.of(parsed.root().headers());
        List<PlanRecipient> recipients = new ArrayList<>();
        named.to().forEach(a -> recipients.add(new PlanRecipient(a, false)));
        named.cc().forEach(a -> recipients.add(new PlanRecipient(a, false)));
        named.bcc().forEach(a -> recipients.add(new PlanRecipient(a, true)));
        return new OutgoingHeaders(named.from().stream().findFirst().orElse(""), recipients);
    }
}
