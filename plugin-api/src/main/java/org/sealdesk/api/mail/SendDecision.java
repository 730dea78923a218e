package org.sealdesk.api.mail;

import java.time.Duration;
import java.util.List;
import org.sealdesk.api.Problem;

/** What shall happen to an outgoing mail. There is no way to drop one. */
public sealed interface SendDecision {

    /** Goes on as it is. For a mail that wanted protection this is the answer of hooks that do not protect. */
    record Keep() implements SendDecision {}

    /** Goes on as this content, with this report on the sent copy. */
    record Replace(MailContent content, SecurityReport report) implements SendDecision {}

    /**
     * Goes on as several mails. Their recipients together are exactly the envelope's, each once; the host checks.
     */
    record Split(List<Copy> copies) implements SendDecision {
        public Split {
            copies = List.copyOf(copies);
        }

        public record Copy(List<Recipient> recipients, MailContent content, SecurityReport report) {
            public Copy {
                recipients = List.copyOf(recipients);
            }
        }
    }

    /** Is not sent. The host keeps the draft and shows the problems. */
    record Refuse(List<Problem> problems) implements SendDecision {
        public Refuse {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a problem");
            }
        }
    }

    /** Is tried again later, at most for 24 hours; then the host shows it as not sent, with this reason. */
    record Defer(Duration after, Problem why) implements SendDecision {}
}
