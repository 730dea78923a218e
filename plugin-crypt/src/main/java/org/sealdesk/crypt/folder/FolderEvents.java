package org.sealdesk.crypt.folder;

import java.nio.file.Path;
import java.util.List;
import org.sealdesk.crypt.intake.ImportedItem;

/** Hears what folders did to the keystore, for the audit log and for mail that waits. Called on the scanning thread. */
public interface FolderEvents {

    /** Where nobody keeps a log. */
    FolderEvents UNHEARD = new FolderEvents() {
        @Override
        public void read(ImportedItem item) {}

        @Override
        public void retired(String fingerprint, Path lastFile) {}

        @Override
        public void restored(String fingerprint) {}

        @Override
        public void changed(List<String> fingerprints) {}
    };

    /** Something in a file was read: added, updated, waiting, known already, or refused. */
    void read(ImportedItem item);

    /**
     * A certificate that came from folders only is in none of them any more.
     *
     * @param lastFile where it was last
     */
    void retired(String fingerprint, Path lastFile);

    /** A certificate that was retired because its files went is back. */
    void restored(String fingerprint);

    /** After all the others, with every certificate that changed. */
    void changed(List<String> fingerprints);
}
