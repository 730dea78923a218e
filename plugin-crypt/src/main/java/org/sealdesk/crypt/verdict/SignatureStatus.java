package org.sealdesk.crypt.verdict;

/** What one signature is worth for the message, best first; the order is the order of badness. */
public enum SignatureStatus {
    CONFIRMED,
    VALID_UNVERIFIED_KEY,
    NOT_TRUSTED,
    SIGNER_MISMATCH,
    KEY_MISSING,
    KEY_EXPIRED,
    WEAK,
    PARTIAL,
    UNSUPPORTED,
    KEY_REVOKED,
    MALFORMED,
    CONTENT_CHANGED,
    NOT_CHECKED,
    NONE
}
