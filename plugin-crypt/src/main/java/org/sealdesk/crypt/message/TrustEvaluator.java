package org.sealdesk.crypt.message;

import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.JudgedSignature;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.SignerIdentity;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * How far a signer's certificate is trusted here: what people or its source said of it, raised to CHAINED by a path to
 * an anchor. A rejection is final.
 */
final class TrustEvaluator {

    private final CertificateStore certificates;

    TrustEvaluator(CertificateStore certificates) {
        this.certificates = certificates;
    }

    JudgedSignature judge(SignatureOutcome outcome) {
        return new JudgedSignature(
                outcome, outcome.facts().signer().map(this::trust).orElse(TrustLevel.UNVERIFIED));
    }

    private TrustLevel trust(SignerIdentity signer) {
        TrustLevel known = known(signer.fingerprint());
        if (known == TrustLevel.REJECTED) {
            return known;
        }
        if (signer.chain() instanceof SignerIdentity.Chain.Refused) {
            // A path exists and breaks a rule; only a check of this very certificate outweighs that.
            return known == TrustLevel.CONFIRMED ? known : TrustLevel.UNVERIFIED;
        }
        boolean chained = signer.chain() instanceof SignerIdentity.Chain.Trusted;
        return chained && known.compareTo(TrustLevel.CHAINED) < 0 ? TrustLevel.CHAINED : known;
    }

    private TrustLevel known(String fingerprint) {
        Octets value = Octets.ofHex(fingerprint);
        return certificates.byAnyFingerprint(value).stream()
                .filter(s -> s.certificate().fingerprint().value().equals(value))
                .map(s -> s.facts().role() == CertificateFacts.Role.DISABLED
                        ? TrustLevel.REJECTED
                        : s.facts().trust())
                .findFirst()
                .orElse(TrustLevel.UNVERIFIED);
    }
}
