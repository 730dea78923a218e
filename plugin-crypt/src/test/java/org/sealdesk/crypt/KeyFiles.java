package org.sealdesk.crypt;

import java.nio.file.Path;
import java.util.Optional;
import org.sealdesk.crypt.store.KekSource;

/** Key files as the commands use them, for tests of the store. */
public final class KeyFiles {

    private KeyFiles() {}

    /** Nothing stands behind the file. */
    public static KekSource at(Path file) {
        return new KeyFileKek(file, new KekSource() {
            @Override
            public Optional<byte[]> load() {
                return Optional.empty();
            }

            @Override
            public void create(byte[] key) {
                throw new IllegalStateException("there is no host");
            }
        });
    }
}
