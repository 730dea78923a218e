package org.sealdesk.crypt.key;

/** What a key may be used for, as its certificate says. */
public enum Capability {
    CERTIFY,
    SIGN,
    ENCRYPT,
    AUTHENTICATE
}
