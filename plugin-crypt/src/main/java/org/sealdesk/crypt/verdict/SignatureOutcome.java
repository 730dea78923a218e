package org.sealdesk.crypt.verdict;

/** What checking one signature gave. It does not say whose mail it is: that takes the author and trust as well. */
public sealed interface SignatureOutcome {

    SignatureFacts facts();

    /**
     * Well formed, by a key that was allowed to sign then and is not expired or revoked now, accepted by the algorithm
     * policy, over these octets.
     */
    record Valid(SignatureFacts facts) implements SignatureOutcome {}

    /**
     * Not to be relied on.
     *
     * @param detail the rule and the values, in English, for the details view; no secret, no mail text
     */
    record Invalid(Reason reason, SignatureFacts facts, String detail) implements SignatureOutcome {}

    /** The certificate that could check it is not here. */
    record Unverifiable(SignatureFacts facts) implements SignatureOutcome {}

    /** Why a signature is invalid. */
    enum Reason {
        /** The digest or the signature value does not fit the octets. */
        CONTENT_CHANGED,
        /** Key flags, key usage, extended key usage or a missing back-signature forbid it. */
        NOT_ALLOWED_TO_SIGN,
        KEY_EXPIRED,
        KEY_NOT_YET_VALID,
        KEY_REVOKED,
        /** The signature itself carries an expiry that has passed. */
        SIGNATURE_EXPIRED,
        /** Made for another recipient (RFC 9580, section 5.2.3.36). */
        NOT_FOR_US,
        /** Digest or key below policy. */
        WEAK,
        /** A critical element nobody here understands. */
        CRITICAL_UNKNOWN,
        /** Not a signature by the rules of its format. */
        MALFORMED,
        UNSUPPORTED
    }
}
