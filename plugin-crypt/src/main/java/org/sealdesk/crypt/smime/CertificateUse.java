package org.sealdesk.crypt.smime;

import java.time.Instant;
import java.util.Optional;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.engine.Usability.Unusable;
import org.sealdesk.crypt.key.Validity;
import org.sealdesk.crypt.policy.AlgorithmPolicy;

/** Whether a certificate may be used for new mail. Whom it belongs to is another question. */
final class CertificateUse {

    private final AlgorithmPolicy policy;
    private final SmimeOptions options;

    CertificateUse(AlgorithmPolicy policy, SmimeOptions options) {
        this.policy = policy;
        this.options = options;
    }

    Usability judge(ParsedCertificate certificate, Usability.Purpose purpose, Instant at) {
        String shown = certificate.shown();
        Validity validity = certificate.certificate().validity();
        if (validity.isOver(at)) {
            return new Unusable(
                    "key.expired",
                    shown + " expired on "
                            + validity.to().map(Instant::toString).orElse("") + ", now it is " + at);
        }
        if (!validity.contains(at)) {
            return new Unusable("key.not-yet", shown + " is valid from " + validity.from() + " on, now it is " + at);
        }
        Optional<String> whyNot = purpose == Usability.Purpose.SIGN
                ? certificate.usages().whyNotSign()
                : certificate.usages().whyNotEncrypt();
        if (whyNot.isPresent()) {
            return new Unusable("key.usage", shown + ": " + whyNot.get());
        }
        return judgeKey(certificate, purpose, shown);
    }

    private Usability judgeKey(ParsedCertificate certificate, Usability.Purpose purpose, String shown) {
        KeyKind kind = certificate.kind();
        boolean strong = purpose == Usability.Purpose.SIGN
                ? policy.acceptsSigningKey(kind.family(), kind.bits())
                : policy.acceptsEncryptionKey(kind.family(), kind.bits());
        if (!strong) {
            return new Unusable("key.weak", shown + ": its key " + kind.label() + " is outside the sizes in use");
        }
        if (kind.weakness().isPresent()) {
            return new Unusable("key.weak", shown + ": " + kind.weakness().get());
        }
        boolean written = purpose == Usability.Purpose.SIGN
                ? SigningMethod.of(certificate, options).isPresent()
                : !kind.family().equals("ML-KEM");
        return written
                ? new Usability.Usable(certificate.certificate().fingerprint(), kind.label())
                : new Unusable("key.unsupported", shown + ": keys of kind " + kind.label() + " are only read here");
    }
}
