package org.sealdesk.api.mail;

import java.time.Duration;
import org.sealdesk.api.Problem;

/** What shall happen to an incoming mail. Every answer ends in an article; there is no way to drop or bounce one. */
public sealed interface ReceiveDecision {

    /** Goes on as it is, without a report. */
    record Keep() implements ReceiveDecision {}

    /** Goes on as it is, with this report. */
    record Annotate(SecurityReport report) implements ReceiveDecision {}

    /** The article shows this content instead; the host keeps the original for the article's life. */
    record Replace(MailContent content, SecurityReport report) implements ReceiveDecision {}

    /** Kept visible in a quarantine. */
    record Hold(Problem why) implements ReceiveDecision {}

    /** Delivered unchanged now with a report of NOT_CHECKED, and given to the hooks again after the time. */
    record Defer(Duration after, Problem why) implements ReceiveDecision {}
}
