package org.sealdesk.crypt.key;

import java.nio.file.Path;
import java.util.Optional;

/** What administrators do with a keystore as a whole, while it is in use. May be called from any thread. */
public interface KeystoreCare {

    /**
     * Writes the keystore as it is at one moment into one file, still sealed; changes go on meanwhile. The key that
     * seals the secrets is never in it.
     *
     * @param file a new one; it appears under its name when it is whole and on the disk
     * @throws KeystoreUnavailable if the file is there already, cannot be written, or the keystore is damaged beyond
     *     what it can heal; nothing was written then
     */
    BackupReport backup(Path file, Progress progress) throws KeystoreUnavailable;

    /**
     * Asks for the sealing key again, after an administrator provided it.
     *
     * @return why the store is still locked; empty if it is not
     */
    Optional<String> unlock() throws KeystoreUnavailable;

    /**
     * Seals the data keys with a new key in the place of the present one. Secrets stay as they are. Whenever the process
     * ends, the old or the new key opens the store.
     *
     * @throws KeystoreUnavailable if the store is locked, or its key cannot be changed from here
     */
    void rotateSealingKey() throws KeystoreUnavailable;

    /**
     * Seals every secret with a new data key. Old data keys go when nothing on the disk needs them any more. Whenever the
     * process ends, every secret opens.
     *
     * @throws KeystoreUnavailable if the store is locked or cannot be written; what was sealed anew by then stays so
     */
    RotationReport rotateDataKey() throws KeystoreUnavailable;

    /** Hears how far a long work has come, on the thread that does it. */
    interface Progress {

        Progress UNWATCHED = (done, total) -> {};

        void reached(long done, long total);
    }
}
