package org.sealdesk.crypt;

import java.nio.file.Path;
import org.sealdesk.crypt.seal.KeyFileKek;
import org.sealdesk.crypt.store.KekSource;

/** Key files as the commands use them, for tests of the store. */
public final class KeyFiles {

    private KeyFiles() {}

    /** Nothing stands behind the file. */
    public static KekSource at(Path file) {
        return new KeyFileKek(file);
    }
}
