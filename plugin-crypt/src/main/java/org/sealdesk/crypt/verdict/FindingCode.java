package org.sealdesk.crypt.verdict;

/** Stable codes of findings; the name with dashes is what reports and scripts see. */
public enum FindingCode {
    /** The From header does not name exactly one mailbox; the reason. */
    FROM_INVALID(true),
    /** Signer's addresses, author's address. */
    SIG_FROM_MISMATCH(true),
    /** Issuer named by the signature. */
    SIG_KEY_MISSING(true),
    /** Signer's fingerprint. */
    SIG_KEY_UNVERIFIED(false),
    /** Certificate subject or fingerprint, rule. */
    SIG_NOT_TRUSTED(true),
    /** Rule. */
    SIG_INVALID(true),
    /** Signature covers a ciphertext and not the text. */
    SIG_OUTSIDE_ENCRYPTION(false),
    /** A signed-data without any signer. */
    SIG_NO_SIGNER(true),
    /** Several signatures that do not agree. */
    SIG_NOT_UNANIMOUS(true),
    /** A detached signature came with content of its own. */
    CMS_ECONTENT_PRESENT(true),
    /** Kind and part of a layer deeper in the message. */
    ERRANT_LAYER(false),
    /** Only a part is protected; which. */
    PARTIAL(true),
    /** No proof against changes on the way. */
    ENC_NO_INTEGRITY(false),
    /** Why it could not be opened. */
    ENC_FAILED(true),
    /** Names of missing keys. */
    ENC_KEY_MISSING(true),
    ENC_KEY_LOCKED(true),
    /** The keystore is locked; names of the keys that it holds. */
    STORE_LOCKED(true),
    /** The key that opened it has expired or was revoked. */
    ENC_KEY_OLD(false),
    /** Limit, value found, value allowed. */
    LIMIT(true),
    /** What is wrong with the structure. */
    MALFORMED(true),
    /** The file is not a mail. */
    NOT_A_MAIL(true),
    /** Inner and outer header field differ: name, inner, outer. */
    HEADER_MISMATCH(true),
    /** Name of a header that came from outside and was taken away. */
    HEADER_STRIPPED(false),
    /** Signing time; when the mail says that it was written, or when it came. */
    OLD_SIGNATURE(true),
    /** The hook could not finish. */
    NOT_CHECKED(true);

    private final boolean warning;

    FindingCode(boolean warning) {
        this.warning = warning;
    }

    /** True if the reader should stop and think; false if it is good to know. */
    public boolean isWarning() {
        return warning;
    }

    /** {@code SIG_FROM_MISMATCH} as {@code SIG-FROM-MISMATCH}. */
    public String code() {
        return name().replace('_', '-');
    }
}
