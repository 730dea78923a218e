package org.sealdesk.crypt.verdict;

/** What became of an encryption. */
public enum EncryptionStatus {
    DECRYPTED,
    /** Decrypted, without proof that nobody changed it on the way. */
    DECRYPTED_LEGACY,
    KEY_MISSING,
    KEY_LOCKED,
    DAMAGED,
    REFUSED,
    UNSUPPORTED,
    NOT_CHECKED,
    NONE
}
