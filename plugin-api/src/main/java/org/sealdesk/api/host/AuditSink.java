package org.sealdesk.api.host;

import java.time.Instant;
import org.sealdesk.api.ForHosts;

/** The host's audit log. Entries name things and never hold secrets, subjects or mail text. */
@ForHosts
public interface AuditSink {

    void record(Event event);

    /**
     * Who did what to which thing.
     *
     * @param actor user name, or {@code system}
     * @param action such as {@code key.import}, {@code key.delete}, {@code settings.change}
     * @param subject fingerprint, setting name, mail id
     * @param outcome {@code ok} or a problem code
     */
    record Event(Instant at, String actor, String action, String subject, String outcome) {}
}
