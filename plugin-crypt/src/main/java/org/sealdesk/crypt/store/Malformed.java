package org.sealdesk.crypt.store;

/** Octets that are not what they should be; the message says what and where. */
final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String what) {
        super(what);
    }
}
