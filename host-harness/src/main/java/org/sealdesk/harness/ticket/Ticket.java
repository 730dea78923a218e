package org.sealdesk.harness.ticket;

import java.time.Instant;
import java.util.List;

/**
 * A ticket with the ids of its mails, oldest first.
 *
 * @param queue id of the queue it is in
 */
public record Ticket(int number, String title, String queue, Instant created, List<String> mailIds) {

    public Ticket {
        mailIds = List.copyOf(mailIds);
    }

    /** How the ticket is named in a subject. */
    public String tag() {
        return tag(number);
    }

    public static String tag(int number) {
        return "[Ticket#" + number + "]";
    }
}
