package org.sealdesk.api.mail;

/** What a signature is worth, best first. */
public enum SignatureState {
    /** Made over the whole message by the author's key, which is trusted enough. */
    CONFIRMED,
    /** Good, by the author's key, which nobody here has checked. */
    VALID_UNVERIFIED_KEY,
    /** Good, but by somebody else than the author. */
    SIGNER_MISMATCH,
    /** Cannot be checked: the signer's certificate is not here. */
    KEY_MISSING,
    /** The key had expired, or was not valid yet. */
    KEY_EXPIRED,
    KEY_REVOKED,
    /** S/MIME: no path to a trust anchor, or a path that is not allowed. */
    NOT_TRUSTED,
    /** An algorithm or key below policy. */
    WEAK,
    /** Covers only a part of the message. */
    PARTIAL,
    /** Does not fit the text. */
    CONTENT_CHANGED,
    MALFORMED,
    UNSUPPORTED,
    NOT_CHECKED,
    NONE
}
