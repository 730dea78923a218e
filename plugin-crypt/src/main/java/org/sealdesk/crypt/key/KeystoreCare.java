package org.sealdesk.crypt.key;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What administrators do with a keystore as a whole, while it is in use. May be called from any thread. */
public interface KeystoreCare {

    /** Of a passphrase that is to seal a keystore: whoever steals the disk can try as many as they like. */
    int MIN_PASSPHRASE_CHARACTERS = 12;

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
     * The same with the passphrase that seals the keystore, or that is to seal a new one. Stays the caller's.
     */
    Optional<String> unlock(Passphrase passphrase) throws KeystoreUnavailable;

    /** How the key that seals stands to the place where it is to be kept; may read files. */
    Seal seal() throws KeystoreUnavailable;

    /**
     * @param opensWithPassphrase whether the keystore is sealed with one now
     * @param wantsPassphrase whether the next key that seals is to come from one
     */
    record Seal(Standing standing, boolean opensWithPassphrase, boolean wantsPassphrase) {
        public enum Standing {
            AS_CHOSEN,
            /** It is at hand, but not where it should be; a rotation puts a new one there. */
            ELSEWHERE,
            /** The keystore would not open with what is at hand. */
            LOST
        }
    }

    /**
     * Seals the data keys with a new key in the place of the present one. Secrets stay as they are. Whenever the process
     * ends, the old or the new key opens the store.
     *
     * @throws KeystoreUnavailable if the store is locked, or its key cannot be changed from here
     */
    void rotateSealingKey() throws KeystoreUnavailable;

    /** The same with a key from a new passphrase, where that is the chosen place. Stays the caller's. */
    void rotateSealingKey(Passphrase passphrase) throws KeystoreUnavailable;

    /**
     * Seals every secret with a new data key. Old data keys go when nothing on the disk needs them any more. Whenever the
     * process ends, every secret opens.
     *
     * @throws KeystoreUnavailable if the store is locked or cannot be written; what was sealed anew by then stays so
     */
    RotationReport rotateDataKey() throws KeystoreUnavailable;

    /**
     * Reads every record and every index row as they are on the disk at one moment, and compares them; changes go on
     * meanwhile, and nothing is changed by this.
     *
     * @throws KeystoreUnavailable if the files cannot be read
     */
    StoreReport check(Progress progress) throws KeystoreUnavailable;

    /**
     * Builds the index anew from the records and uses it.
     *
     * @throws KeystoreUnavailable if it cannot be written; the old one stays in use
     */
    void reindex() throws KeystoreUnavailable;

    /** How the keystore stands, without reading it. */
    State state() throws KeystoreUnavailable;

    /**
     * @param directory where its files are
     * @param octets of its files
     * @param usableOctets that are left on its disk
     * @param readOnlyReason why it takes no changes; empty if it does
     * @param lockedReason why secret keys cannot be used; empty if they can
     * @param findings what was wrong with its files since the start, oldest first
     */
    record State(
            Path directory,
            StoreReport.Contents contents,
            long octets,
            long usableOctets,
            Optional<String> readOnlyReason,
            Optional<String> lockedReason,
            List<String> findings) {
        public State {
            findings = List.copyOf(findings);
        }
    }

    /** Hears how far a long work has come, on the thread that does it. */
    interface Progress {

        Progress UNWATCHED = (done, total) -> {};

        void reached(long done, long total);
    }
}
