package org.sealdesk.api.mail;

/** What became of an encryption. */
public enum EncryptionState {
    DECRYPTED,
    /** Decrypted, but the format does not protect against changes on the way. */
    DECRYPTED_LEGACY,
    /** For keys that are not here. */
    KEY_MISSING,
    /** The key is here and cannot be used: its password is missing, or the keystore is locked. */
    KEY_LOCKED,
    /** Damaged or altered; nothing of it is shown. */
    DAMAGED,
    /** Not opened, because it is unsafe to. */
    REFUSED,
    UNSUPPORTED,
    NOT_CHECKED,
    NONE
}
