package org.sealdesk.api.mail;

/** Which family of formats. */
public enum Technology {
    /** The plugin chooses by the keys at hand and by policy. */
    AUTOMATIC,
    OPENPGP,
    SMIME
}
