package org.sealdesk.crypt.verdict;

/** The status of one signature, from its outcome, the author and the trust that policy asks for. */
final class SignatureRule {

    private final Author author;
    private final TrustLevel required;

    SignatureRule(Author author, TrustLevel required) {
        this.author = author;
        this.required = required;
    }

    SignatureStatus statusOf(JudgedSignature judged) {
        SignatureOutcome outcome = judged.outcome();
        if (outcome instanceof SignatureOutcome.Unverifiable) {
            return SignatureStatus.KEY_MISSING;
        }
        if (outcome instanceof SignatureOutcome.Invalid invalid) {
            return ofInvalid(invalid.reason(), outcome.facts().technology());
        }
        return ofValid(judged);
    }

    private static SignatureStatus ofInvalid(SignatureOutcome.Reason reason, Technology technology) {
        return switch (reason) {
            case CONTENT_CHANGED, NOT_FOR_US -> SignatureStatus.CONTENT_CHANGED;
            // In X.509 the issuer says what a key is for; in OpenPGP the signature itself is none without it.
            case NOT_ALLOWED_TO_SIGN, CRITICAL_UNKNOWN ->
                technology == Technology.SMIME ? SignatureStatus.NOT_TRUSTED : SignatureStatus.CONTENT_CHANGED;
            case KEY_EXPIRED, KEY_NOT_YET_VALID, SIGNATURE_EXPIRED -> SignatureStatus.KEY_EXPIRED;
            case KEY_REVOKED -> SignatureStatus.KEY_REVOKED;
            case WEAK -> SignatureStatus.WEAK;
            case MALFORMED -> SignatureStatus.MALFORMED;
            case UNSUPPORTED -> SignatureStatus.UNSUPPORTED;
        };
    }

    private SignatureStatus ofValid(JudgedSignature judged) {
        SignerIdentity signer = judged.outcome().facts().signer().orElse(null);
        if (signer == null) {
            // A valid signature without a signer would be a mistake of an engine; it proves nothing.
            return SignatureStatus.KEY_MISSING;
        }
        if (!(author instanceof Author.Known known) || !signer.addresses().contains(known.address())) {
            return SignatureStatus.SIGNER_MISMATCH;
        }
        if (judged.trust() == TrustLevel.REJECTED) {
            return SignatureStatus.NOT_TRUSTED;
        }
        if (judged.trust().compareTo(required) >= 0) {
            return SignatureStatus.CONFIRMED;
        }
        return signer.technology() == Technology.SMIME
                ? SignatureStatus.NOT_TRUSTED
                : SignatureStatus.VALID_UNVERIFIED_KEY;
    }
}
