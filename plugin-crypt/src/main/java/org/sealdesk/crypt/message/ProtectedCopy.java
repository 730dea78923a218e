package org.sealdesk.crypt.message;

import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.message.PlanRequest.PlanRecipient;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.verdict.Technology;

/**
 * One mail ready for the wire.
 *
 * @param recipients whom this copy goes to
 * @param mail RFC 5322 octets
 * @param encryptedTo certificates that can open it; empty if it is only signed
 * @param algorithm for people
 */
public record ProtectedCopy(
        List<PlanRecipient> recipients,
        Content mail,
        ProtectionLevel level,
        Technology technology,
        Optional<StoredCertificate> signer,
        List<StoredCertificate> encryptedTo,
        String algorithm) {

    public ProtectedCopy {
        recipients = List.copyOf(recipients);
        encryptedTo = List.copyOf(encryptedTo);
    }
}
