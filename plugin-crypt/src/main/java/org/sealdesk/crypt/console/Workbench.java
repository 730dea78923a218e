package org.sealdesk.crypt.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.engine.CertificateChecker;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.engine.SecretExporter;
import org.sealdesk.crypt.intake.KeyImporter;
import org.sealdesk.crypt.key.BackupReport;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.RestoreReport;
import org.sealdesk.crypt.key.RotationReport;
import org.sealdesk.crypt.key.StoreReport;
import org.sealdesk.crypt.message.MessageOpener;
import org.sealdesk.crypt.message.MessageProtector;
import org.sealdesk.crypt.message.ProtectionPlanner;
import org.sealdesk.crypt.octets.Spill;

/** A keystore and everything that works with it, for the length of one command or one request. */
public interface Workbench extends AutoCloseable {

    Keystore keystore();

    /** One for each technology. */
    List<KeyReader> readers();

    KeyImporter importer();

    CertificateChecker checker();

    /** For either technology. */
    SecretExporter exporter();

    MessageOpener opener();

    ProtectionPlanner planner();

    MessageProtector protector();

    InstantSource clock();

    Spill spill();

    @Override
    void close() throws IOException;

    /** What was in a store before and after its index was built anew. */
    record Reindexed(StoreReport.Contents before, StoreReport.Contents after, List<String> findings) {
        public Reindexed {
            findings = List.copyOf(findings);
        }
    }

    /** Makes workbenches. */
    interface Source {

        /** With an empty keystore in memory and engines of its own, so that nothing passes from one to the next. */
        Workbench inMemory(InstantSource clock);

        /**
         * Where a keystore is.
         *
         * @param directory the plugin's data directory
         * @param keyFile what seals the secret keys therein; made with a new keystore, never within the directory
         */
        record Place(Path directory, Path keyFile) {}

        /** With the keystore in a data directory; a new one if there is none. */
        Workbench at(Place place, InstantSource clock) throws IOException, KeystoreUnavailable;

        /**
         * Reads every file of the keystore in a data directory and changes nothing.
         *
         * @throws KeystoreUnavailable if there is none, or a process has it
         */
        StoreReport inspect(Place place) throws KeystoreUnavailable;

        /**
         * Builds the index of the keystore in a data directory anew from its records.
         *
         * @throws KeystoreUnavailable if there is none, or a process has it, or the disk is full or broken
         */
        Reindexed reindex(Place place) throws KeystoreUnavailable;

        /**
         * Writes the keystore in a data directory into one new file.
         *
         * @throws KeystoreUnavailable if there is none, or a process has it, or the file cannot be written
         */
        BackupReport backup(Place place, Path file) throws KeystoreUnavailable;

        /**
         * Makes the keystore in a data directory from a backup.
         *
         * @throws KeystoreUnavailable if the file is no whole backup, or a keystore is there; all is as before
         */
        RestoreReport restore(Path file, Place place, RestoreReport.Existing existing) throws KeystoreUnavailable;

        /**
         * Seals the data keys of the keystore in a data directory with a new key.
         *
         * @throws KeystoreUnavailable if there is none, or it is locked, or its key cannot be changed from here
         */
        void rotateSealingKey(Place place) throws KeystoreUnavailable;

        /** @throws KeystoreUnavailable if there is none, or it is locked, or it cannot be written */
        RotationReport rotateDataKey(Place place) throws KeystoreUnavailable;

        /** The keystore of the running plugin as a whole; empty if none is running that is on a disk. */
        Optional<KeystoreCare> care();

        /** With the keystore of the running plugin; closing it leaves that open. Empty if none is running. */
        Optional<Workbench> live();

        InstantSource clock();
    }
}
