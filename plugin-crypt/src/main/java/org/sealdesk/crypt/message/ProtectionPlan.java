package org.sealdesk.crypt.message;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.message.PlanRequest.PlanRecipient;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.verdict.Technology;

/**
 * What will happen to a mail: for each recipient the certificate or why none, for each technology in use the signer or
 * why none. Nothing is sent while {@link #obstacles()} is not empty.
 *
 * @param because where the level comes from
 * @param possible levels that the keys at hand and policy allow
 * @param senders own certificates for the From address, which keep encrypted mail readable for the desk
 * @param technologies those that copies of this mail will be made in; empty for NONE
 */
public record ProtectionPlan(
        ProtectionLevel level,
        Because because,
        Set<ProtectionLevel> possible,
        List<Technology> technologies,
        List<SignerChoice> signers,
        List<StoredCertificate> senders,
        List<RecipientChoice> recipients,
        List<Obstacle> obstacles) {

    public ProtectionPlan {
        possible = Set.copyOf(possible);
        technologies = List.copyOf(technologies);
        signers = List.copyOf(signers);
        senders = List.copyOf(senders);
        recipients = List.copyOf(recipients);
        obstacles = List.copyOf(obstacles);
    }

    /** The certificate that signs in a technology. */
    public Optional<StoredCertificate> signer(Technology technology) {
        return signers.stream()
                .filter(s -> s.technology() == technology)
                .map(SignerChoice::choice)
                .filter(CertificateChoice.Chosen.class::isInstance)
                .map(c -> ((CertificateChoice.Chosen) c).stored())
                .findFirst();
    }

    /** The sender's own certificate in a technology, also when it does not sign. */
    public Optional<StoredCertificate> sender(Technology technology) {
        return senders.stream()
                .filter(s -> s.certificate().technology() == technology)
                .findFirst();
    }

    public record SignerChoice(Technology technology, CertificateChoice choice) {}

    /** @param choice in the technology this recipient's copy is made in */
    public record RecipientChoice(PlanRecipient recipient, Technology technology, CertificateChoice choice) {}

    /**
     * Why the mail cannot be sent as it should be.
     *
     * @param address whom it concerns; empty for the mail as a whole
     * @param detail English, with certificate, rule and values
     */
    public record Obstacle(String code, String address, String detail) {}

    public enum Because {
        CHOSEN_BY_SENDER,
        QUEUE_SETTING,
        GLOBAL_SETTING,
        ANSWERS_ENCRYPTED,
        EVERYBODY_HAS_A_KEY,
        SWITCHED_OFF
    }
}
