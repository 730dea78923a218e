package org.sealdesk.crypt.store;

import java.nio.file.Path;

/** Another process, or another instance in this one, has the store. */
public final class KeystoreInUse extends Exception {
    private static final long serialVersionUID = 1L;

    KeystoreInUse(Path directory, String by) {
        super("The keystore in " + directory + " is in use by " + by
                + ". One process at a time may open it: stop the other one, or give this one a directory of its own.");
    }
}
