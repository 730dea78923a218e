package org.sealdesk.crypt.openpgp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPSignature;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.SignatureFacts;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.SignatureOutcome.Invalid;
import org.sealdesk.crypt.verdict.SignatureOutcome.Reason;
import org.sealdesk.crypt.verdict.SignatureOutcome.Valid;

/**
 * Whether a signature whose value fits the content may count: was its key allowed to sign then, is it still good, is
 * everything strong enough and understood, is it meant for us. The first rule that is broken is the answer.
 */
final class SigningRules {

    /** Clocks differ; a signature may be this much younger than its mail's reception. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(15);

    private final Made made;
    private final OpenContext context;
    private final Optional<Octets> decryptedBy;
    private final Instant now;
    private final Instant signedAt;
    private final Standing then;
    private final String name;

    private SigningRules(Made made, OpenContext context, Optional<Octets> decryptedBy) {
        this.made = made;
        this.context = context;
        this.decryptedBy = decryptedBy;
        this.now = context.at();
        this.signedAt = made.says().created().orElseThrow();
        this.then = made.certificate().standingWhenSigning(made.key(), signedAt, now);
        this.name = "key " + made.key().fingerprint().hex() + " of certificate "
                + made.certificate().fingerprint().hex();
    }

    /** A signature and the key that is proved to have made it. */
    record Made(
            PGPSignature signature,
            Subpackets says,
            EvaluatedCertificate certificate,
            EvaluatedKey key,
            SignatureFacts facts) {}

    /** @param decryptedBy certificate that opened the encryption around the signature, if there was one */
    static SignatureOutcome judge(Made made, OpenContext context, Optional<Octets> decryptedBy) {
        SigningRules rules = new SigningRules(made, context, decryptedBy);
        Optional<Invalid> broken = rules.understood()
                .or(rules::made)
                .or(rules::notRevoked)
                .or(rules::strong)
                .or(rules::allowed)
                .or(rules::notExpired)
                .or(rules::forUs);
        return broken.isPresent() ? broken.get() : new Valid(made.facts());
    }

    private Optional<Invalid> broken(Reason reason, String detail) {
        return Optional.of(new Invalid(reason, made.facts(), detail));
    }

    private Optional<Invalid> understood() {
        return made.says().criticalUnknown().flatMap(why -> broken(Reason.CRITICAL_UNKNOWN, why));
    }

    private Optional<Invalid> made() {
        if (signedAt.isAfter(now.plus(CLOCK_TOLERANCE))) {
            return broken(Reason.KEY_NOT_YET_VALID, "signature is dated " + signedAt + ", judged at " + now);
        }
        Instant from = then.validity().from();
        return signedAt.isBefore(from)
                ? broken(Reason.KEY_NOT_YET_VALID, name + " exists since " + from + ", signature made on " + signedAt)
                : Optional.empty();
    }

    private Optional<Invalid> notRevoked() {
        return then.isRevoked(now) || then.isRevoked(signedAt)
                ? broken(
                        Reason.KEY_REVOKED,
                        name + " is revoked since " + then.revokedAt().orElseThrow())
                : Optional.empty();
    }

    private Optional<Invalid> strong() {
        if (made.key().weakness().isPresent()) {
            return broken(Reason.WEAK, name + " is " + made.key().weakness().get());
        }
        String digest = Algorithms.digest(made.signature().getHashAlgorithm()).orElse("");
        return context.policy().acceptsDataDigest(digest, signedAt)
                ? Optional.empty()
                : broken(Reason.WEAK, "digest " + digest + " is not accepted for a signature of " + signedAt);
    }

    private Optional<Invalid> allowed() {
        if (then.unbound().isPresent()) {
            Objection objection = then.unbound().get();
            Reason reason = switch (objection.kind()) {
                case WEAK -> Reason.WEAK;
                case NOT_YET -> Reason.KEY_NOT_YET_VALID;
                case INVALID -> Reason.NOT_ALLOWED_TO_SIGN;
            };
            return broken(reason, name + ": " + objection.text());
        }
        return then.capabilities().contains(Capability.SIGN)
                ? Optional.empty()
                : broken(Reason.NOT_ALLOWED_TO_SIGN, name + " may " + then.capabilities() + ", not sign");
    }

    private Optional<Invalid> notExpired() {
        Standing today = made.certificate().standing(made.key(), now);
        if (then.validity().isOver(signedAt) || today.validity().isOver(now)) {
            Standing over = today.validity().isOver(now) ? today : then;
            return broken(
                    Reason.KEY_EXPIRED,
                    name + " expired on " + over.validity().to().orElseThrow() + ", signature made on " + signedAt
                            + ", judged at " + now);
        }
        return made.says()
                .expires()
                .filter(end -> !now.isBefore(end))
                .flatMap(end ->
                        broken(Reason.SIGNATURE_EXPIRED, "the signature expired on " + end + ", judged at " + now));
    }

    private Optional<Invalid> forUs() {
        List<Octets> intended = made.says().intendedRecipients();
        boolean us = intended.isEmpty()
                || decryptedBy
                        .map(intended::contains)
                        .orElseGet(() -> intended.stream().anyMatch(this::isOwn));
        return us
                ? Optional.empty()
                : broken(Reason.NOT_FOR_US, "the signature names recipients and we are not among them");
    }

    private boolean isOwn(Octets fingerprint) {
        return (fingerprint.size() == 20 || fingerprint.size() == 32)
                && context.certificates().byAnyFingerprint(fingerprint).stream().anyMatch(StoredCertificate::hasSecret);
    }
}
