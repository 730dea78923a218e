package org.sealdesk.harness.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealdesk.api.mail.Draft;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.Origin;
import org.sealdesk.api.mail.Recipient;
import org.sealdesk.api.mail.Wish;

/**
 * A mail as an agent writes it, fields checked.
 *
 * @param ticket the ticket it belongs to; empty for a new one
 * @param inReplyTo mail id of the article it answers
 * @param confidential whether that article was encrypted
 * @param quote the answered text; left out if it is confidential and the mail is not encrypted
 */
public record Composition(
        Optional<Integer> ticket,
        String queue,
        Mailbox from,
        List<Mailbox> to,
        List<Mailbox> cc,
        List<Mailbox> bcc,
        String subject,
        String text,
        Optional<String> quote,
        List<MailReader.Attachment> attachments,
        Optional<String> inReplyTo,
        boolean confidential,
        Optional<Wish> wish,
        Locale locale) {

    public Composition {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        attachments = List.copyOf(attachments);
    }

    public Draft draft() {
        List<Recipient> all = new ArrayList<>();
        to.forEach(m -> all.add(new Recipient(m.address(), Recipient.Kind.TO)));
        cc.forEach(m -> all.add(new Recipient(m.address(), Recipient.Kind.CC)));
        bcc.forEach(m -> all.add(new Recipient(m.address(), Recipient.Kind.BCC)));
        return new Draft(
                new Envelope(from.address(), all),
                from.address(),
                Optional.of(queue).filter(q -> !q.isEmpty()),
                Origin.AGENT,
                inReplyTo,
                confidential,
                wish);
    }

    public Composition with(Optional<Wish> next) {
        return new Composition(
                ticket,
                queue,
                from,
                to,
                cc,
                bcc,
                subject,
                text,
                quote,
                attachments,
                inReplyTo,
                confidential,
                next,
                locale);
    }

    /** Without what must not be told in clear. */
    public Composition withoutSecrets(String openSubject) {
        return new Composition(
                ticket,
                queue,
                from,
                to,
                cc,
                bcc,
                openSubject,
                text,
                Optional.empty(),
                attachments,
                inReplyTo,
                confidential,
                wish,
                locale);
    }
}
