package org.sealdesk.api.mail;

import java.util.Optional;

/**
 * A mail that is being written.
 *
 * @param from addr-spec of the From header; chooses the signing key
 * @param queue id of the queue it leaves from; empty if it leaves from none
 * @param inReplyTo id of the incoming mail it answers, as in {@link IncomingMail#id()}
 * @param answersConfidential true if that mail's report was confidential, or the text quotes one that was
 * @param wish empty while nobody has chosen: policy decides
 */
public record Draft(
        Envelope envelope,
        String from,
        Optional<String> queue,
        Origin origin,
        Optional<String> inReplyTo,
        boolean answersConfidential,
        Optional<Wish> wish) {}
