package org.sealdesk.crypt.folder;

import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.sealdesk.crypt.intake.KeyImporter;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.policy.Limits;

/**
 * What a look works with.
 *
 * @param source what certificates are said to come from
 * @param stopped whether the owner is ending; asked before each file
 */
record ScanParts(
        Keystore keystore,
        KeyImporter importer,
        InstantSource clock,
        Limits limits,
        CertificateFacts.Source source,
        FolderEvents events,
        Progress progress,
        BooleanSupplier stopped) {

    boolean isStopped() {
        return stopped.getAsBoolean();
    }

    /** Hears how far a look is. */
    interface Progress {
        void at(int done, int total);
    }
}
