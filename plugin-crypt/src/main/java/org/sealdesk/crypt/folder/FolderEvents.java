package org.sealdesk.crypt.folder;

import java.nio.file.Path;
import java.util.List;
import org.sealdesk.crypt.intake.ImportedItem;

/** Hears what folders did to the keystore. Called on the scanning thread. */
public interface FolderEvents {

    /** Where nobody listens. */
    FolderEvents UNHEARD = fingerprints -> {};

    /** Something in a file was read: added, updated, waiting, known already, or refused. */
    default void read(ImportedItem item) {}

    /**
     * A certificate that came from folders only is in none of them any more.
     *
     * @param lastFile where it was last
     */
    default void retired(String fingerprint, Path lastFile) {}

    /** A certificate that was retired because its files went is back. */
    default void restored(String fingerprint) {}

    /** After all the others, with every certificate that changed; mail that waits for one may be tried again. */
    void changed(List<String> fingerprints);
}
