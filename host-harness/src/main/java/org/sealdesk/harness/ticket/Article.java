package org.sealdesk.harness.ticket;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.Problem;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.Origin;
import org.sealdesk.api.mail.Recipient;
import org.sealdesk.api.mail.Wish;

/**
 * One mail of a ticket, without its octets.
 *
 * @param mailId stable for the article's life; what hooks see
 * @param problems why it was not sent, not checked or held
 * @param outgoing empty for a mail that came in
 */
public record Article(
        String mailId,
        State state,
        Instant at,
        Envelope envelope,
        Headers headers,
        Progress progress,
        List<Problem> problems,
        Optional<Outgoing> outgoing) {

    public Article {
        problems = List.copyOf(problems);
    }

    public enum State {
        /** Incoming: the hooks have seen it. */
        RECEIVED,
        /** Incoming: delivered unchanged; the hooks will be asked again. */
        NOT_CHECKED,
        /** Incoming: in quarantine. */
        HELD,
        /** Outgoing: on its way through hooks and relay; after a crash nobody knows how far it came. */
        SENDING,
        /** Outgoing: will be tried again. */
        DEFERRED,
        SENT,
        /** Outgoing: kept as a draft, with the problems. */
        NOT_SENT,
        /** Outgoing: a draft that a later mail has taken the place of; no longer shown. */
        REPLACED
    }

    /** What people and the threading need of the header section. */
    public record Headers(
            String from, String to, String cc, String subject, String messageId, List<String> references) {
        public Headers {
            references = List.copyOf(references);
        }

        public static final Headers NONE = new Headers("", "", "", "", "", List.of());
    }

    /**
     * @param attempts calls of the hooks so far; counted before the call, so that a crash counts too
     * @param failures failed calls in a row
     * @param nextTry when the host tries by itself again
     */
    public record Progress(int attempts, int failures, Optional<Instant> nextTry) {

        public static final Progress NEW = new Progress(0, 0, Optional.empty());

        public Progress begun() {
            return new Progress(attempts + 1, failures, Optional.empty());
        }

        public Progress failed(Optional<Instant> next) {
            return new Progress(attempts, failures + 1, next);
        }

        public Progress waiting(Instant next) {
            return new Progress(attempts, failures, Optional.of(next));
        }

        public Progress done() {
            return new Progress(attempts, 0, Optional.empty());
        }
    }

    /**
     * @param from addr-spec of the From header
     * @param inReplyTo mail id of the article it answers
     * @param copies what the hooks made of it, once they are through
     */
    public record Outgoing(
            String queue,
            String from,
            Origin origin,
            Optional<String> inReplyTo,
            Optional<Wish> wish,
            List<Copy> copies) {
        public Outgoing {
            copies = List.copyOf(copies);
        }

        public Outgoing withCopies(List<Copy> next) {
            return new Outgoing(queue, from, origin, inReplyTo, wish, next);
        }
    }

    /** One mail on the wire. */
    public record Copy(List<Recipient> recipients, boolean sent) {
        public Copy {
            recipients = List.copyOf(recipients);
        }
    }

    public boolean isIncoming() {
        return outgoing.isEmpty();
    }

    public Article with(State next, Progress progress, List<Problem> problems) {
        return new Article(mailId, next, at, envelope, headers, progress, problems, outgoing);
    }

    public Article with(Headers next) {
        return new Article(mailId, state, at, envelope, next, progress, problems, outgoing);
    }

    public Article with(Outgoing next) {
        return new Article(mailId, state, at, envelope, headers, progress, problems, Optional.of(next));
    }
}
