package org.sealdesk.crypt.key;

/** One record of the store is damaged; the message names it. */
public final class KeystoreDamaged extends Exception {
    private static final long serialVersionUID = 1L;

    public KeystoreDamaged(String what) {
        super(what);
    }
}
