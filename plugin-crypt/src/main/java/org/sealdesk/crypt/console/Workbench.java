package org.sealdesk.crypt.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.audit.AuditLog;
import org.sealdesk.crypt.audit.AuditReport;
import org.sealdesk.crypt.engine.CertificateChecker;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.engine.SecretExporter;
import org.sealdesk.crypt.folder.ScanReport;
import org.sealdesk.crypt.folder.WatchedFolder;
import org.sealdesk.crypt.intake.KeyImporter;
import org.sealdesk.crypt.intake.PasswordVault;
import org.sealdesk.crypt.key.BackupReport;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
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

    PasswordVault passwords();

    CertificateChecker checker();

    /** For either technology. */
    SecretExporter exporter();

    MessageOpener opener();

    ProtectionPlanner planner();

    MessageProtector protector();

    InstantSource clock();

    Spill spill();

    /** Empty for a keystore that nobody keeps. */
    default Optional<AuditLog> audit() {
        return Optional.empty();
    }

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
         * @param passphrase what seals them instead, where it does
         * @param newPassphrase what is to seal them after a rotation
         */
        record Place(
                Path directory, Path keyFile, Optional<Passphrase> passphrase, Optional<Passphrase> newPassphrase) {

            Place sealedAnewWith(Passphrase fresh) {
                return new Place(directory, keyFile, passphrase, Optional.of(fresh));
            }
        }

        /** With the keystore in a data directory; a new one if there is none. */
        Workbench at(Place place, InstantSource clock) throws IOException, KeystoreUnavailable;

        /**
         * Reads every file of the keystore in a data directory and changes nothing.
         *
         * @throws KeystoreUnavailable if there is none, or a process has it
         */
        StoreReport inspect(Place place) throws KeystoreUnavailable;

        /**
         * Reads every entry of the audit log in a data directory and changes nothing.
         *
         * @throws KeystoreUnavailable if there is no keystore, or a process has it
         */
        AuditReport verifyAudit(Place place) throws KeystoreUnavailable, IOException;

        /**
         * Builds the index of the keystore in a data directory anew from its records.
         *
         * @throws KeystoreUnavailable if there is none, or a process has it, or the disk is full or broken
         */
        Reindexed reindex(Place place) throws KeystoreUnavailable;

        /**
         * Reads every file in key folders again, for the keystore of a workbench.
         *
         * @param place where that keystore is; empty for the running plugin's or one in memory
         * @param named the folders; empty for those of the running plugin's settings
         * @param passphrases tried on locked files; stay the caller's
         */
        ScanReport rescan(
                Workbench bench, Optional<Place> place, List<WatchedFolder> named, List<Passphrase> passphrases)
                throws IOException;

        /** The same keystore as it is now; changes are forgotten when it is closed, and the other one stays open. */
        Workbench draft(Workbench bench);

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
