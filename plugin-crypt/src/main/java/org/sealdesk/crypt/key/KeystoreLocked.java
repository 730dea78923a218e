package org.sealdesk.crypt.key;

/** The store works without its secrets, because the key that seals them is not at hand. */
public final class KeystoreLocked extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param why for administrators, with the next step */
    public KeystoreLocked(String why) {
        super(why);
    }
}
