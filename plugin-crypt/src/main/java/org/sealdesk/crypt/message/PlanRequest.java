package org.sealdesk.crypt.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.verdict.Technology;

/**
 * What is known of a mail while it is planned.
 *
 * @param from addr-spec of the From header
 * @param recipients everybody of the envelope
 * @param level what the sender chose; empty: policy decides
 * @param technology what the sender chose; empty: the keys at hand decide
 * @param automatic true if no agent wrote it
 * @param answersConfidential true if it answers a mail that came encrypted
 */
public record PlanRequest(
        String from,
        List<PlanRecipient> recipients,
        Optional<ProtectionLevel> level,
        Optional<Technology> technology,
        boolean automatic,
        boolean answersConfidential,
        ProtectionPolicy policy,
        Instant at) {

    public PlanRequest {
        recipients = List.copyOf(recipients);
    }

    /** @param hidden true for Bcc: nobody else may learn of it */
    public record PlanRecipient(String address, boolean hidden) {}
}
