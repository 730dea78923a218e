package org.sealdesk.harness.web;

import java.util.Optional;

/** The compose form as it stands: raw fields, to draw it again. */
public record ComposeForm(
        String ticket,
        String inReplyTo,
        String queue,
        String to,
        String cc,
        String bcc,
        String subject,
        String text,
        Optional<String> quote,
        boolean withQuote,
        boolean confidential,
        String protection,
        String technology) {

    ComposeForm withProtection(String next) {
        return new ComposeForm(
                ticket, inReplyTo, queue, to, cc, bcc, subject, text, quote, withQuote, confidential, next, technology);
    }
}
