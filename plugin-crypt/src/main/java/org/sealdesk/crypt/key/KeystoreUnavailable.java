package org.sealdesk.crypt.key;

/** The store cannot be changed now. Nothing was changed; the message says why and what to do. */
public final class KeystoreUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public KeystoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    public KeystoreUnavailable(String message) {
        super(message);
    }
}
