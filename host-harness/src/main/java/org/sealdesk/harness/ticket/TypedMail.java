package org.sealdesk.harness.ticket;

import java.util.Optional;

/**
 * What an agent typed, field by field, kept beside the mail: a mail that was not sent is edited from here.
 *
 * @param protection empty for whatever the rules say
 * @param replaces the draft that this mail takes the place of
 */
public record TypedMail(
        String queue,
        String to,
        String cc,
        String bcc,
        String subject,
        String text,
        boolean withQuote,
        String protection,
        String technology,
        Optional<String> replaces) {}
