package org.sealdesk.crypt.policy;

/** What is done to an outgoing mail. */
public enum ProtectionLevel {
    NONE,
    SIGN,
    /** Without a signature: the reader cannot tell who wrote it. */
    ENCRYPT,
    SIGN_AND_ENCRYPT;

    public boolean signs() {
        return this == SIGN || this == SIGN_AND_ENCRYPT;
    }

    public boolean encrypts() {
        return this == ENCRYPT || this == SIGN_AND_ENCRYPT;
    }
}
