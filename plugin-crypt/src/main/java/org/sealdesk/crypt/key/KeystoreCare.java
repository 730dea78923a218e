package org.sealdesk.crypt.key;

import java.nio.file.Path;

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

    /** Hears how far a long work has come, on the thread that does it. */
    interface Progress {

        Progress UNWATCHED = (done, total) -> {};

        void reached(long done, long total);
    }
}
