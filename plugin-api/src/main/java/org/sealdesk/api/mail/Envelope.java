package org.sealdesk.api.mail;

import java.util.List;

/**
 * What SMTP says: the return path and who gets a copy.
 *
 * @param from addr-spec of the return path; empty for the null path
 * @param recipients in the order of the headers
 */
public record Envelope(String from, List<Recipient> recipients) {

    public Envelope {
        recipients = List.copyOf(recipients);
    }
}
