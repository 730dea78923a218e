package org.sealdesk.crypt.verdict;

/** The two families of formats. */
public enum Technology {
    /** RFC 9580, in mail by RFC 3156. */
    OPENPGP,
    /** RFC 5652, in mail by RFC 8551. */
    SMIME
}
