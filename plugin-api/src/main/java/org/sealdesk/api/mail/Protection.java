package org.sealdesk.api.mail;

/** What shall be done to an outgoing mail. */
public enum Protection {
    NONE,
    SIGN,
    /** Without a signature; only where policy allows it, because the reader cannot tell who wrote it. */
    ENCRYPT,
    SIGN_AND_ENCRYPT;

    public boolean signs() {
        return this == SIGN || this == SIGN_AND_ENCRYPT;
    }

    public boolean encrypts() {
        return this == ENCRYPT || this == SIGN_AND_ENCRYPT;
    }
}
