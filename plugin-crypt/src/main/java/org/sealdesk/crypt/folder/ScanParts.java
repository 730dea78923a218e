package org.sealdesk.crypt.folder;

import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.sealdesk.crypt.intake.KeyImporter;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.policy.Limits;

/**
 * What a look works with.
 *
 * @param importer records what it does as that of {@code who}
 * @param source what certificates are said to come from
 * @param stopped whether the owner is ending; asked before each file
 */
record ScanParts(
        Keystore keystore,
        KeyImporter importer,
        String who,
        InstantSource clock,
        Limits limits,
        CertificateFacts.Source source,
        FolderEvents events,
        Progress progress,
        BooleanSupplier stopped) {

    static ScanParts of(
            KeyFolders.Target target, CertificateFacts.Source source, Progress progress, BooleanSupplier stopped) {
        Author author = new Author(target.who(), "key.import", "found in a key folder");
        return new ScanParts(
                target.keystore(),
                target.importer().by(author),
                target.who(),
                target.clock(),
                target.limits(),
                source,
                target.events(),
                progress,
                stopped);
    }

    /** The keystore for what becomes of a certificate whose files go and come. */
    Keystore keystoreFor(String action, String reason) {
        return keystore.by(new Author(who, action, reason));
    }

    boolean isStopped() {
        return stopped.getAsBoolean();
    }

    /** Hears how far a look is. */
    interface Progress {
        void at(int done, int total);
    }
}
