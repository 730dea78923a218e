package org.sealdesk.crypt.audit;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.BackupReport;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.RotationReport;
import org.sealdesk.crypt.key.StoreReport;

/** What is done with a keystore as a whole, recorded in one author's name, also when it failed. */
public final class AuditedCare implements KeystoreCare {

    private final KeystoreCare plain;
    private final AuditLog log;
    private final Author author;

    AuditedCare(KeystoreCare plain, AuditLog log, Author author) {
        this.plain = plain;
        this.log = log;
        this.author = author;
    }

    /** The same for another author. */
    public AuditedCare by(Author other) {
        return new AuditedCare(plain, log, other);
    }

    @Override
    public BackupReport backup(Path file, Progress progress) throws KeystoreUnavailable {
        return recorded(
                "store.backup",
                file.toString(),
                () -> plain.backup(file, progress),
                report -> "up to record " + report.sequence() + ", " + report.octets() + " octets");
    }

    @Override
    public Optional<String> unlock() throws KeystoreUnavailable {
        return recorded("store.unlock", "", plain::unlock, locked -> locked.isEmpty() ? "unlocked" : "still locked");
    }

    /** A wrong passphrase is recorded too. */
    @Override
    public Optional<String> unlock(Passphrase passphrase) throws KeystoreUnavailable {
        return recorded(
                "store.unlock",
                "",
                () -> plain.unlock(passphrase),
                locked -> locked.isEmpty() ? "unlocked with a passphrase" : "still locked");
    }

    /** Looking is no deed. */
    @Override
    public Seal seal() throws KeystoreUnavailable {
        return plain.seal();
    }

    @Override
    public void rotateSealingKey(Passphrase passphrase) throws KeystoreUnavailable {
        rotated(() -> plain.rotateSealingKey(passphrase));
    }

    @Override
    public void rotateSealingKey() throws KeystoreUnavailable {
        rotated(plain::rotateSealingKey);
    }

    private interface Rotation {
        void run() throws KeystoreUnavailable;
    }

    private void rotated(Rotation rotation) throws KeystoreUnavailable {
        recorded(
                "store.rotate.kek",
                "",
                () -> {
                    rotation.run();
                    return "a new key seals the data keys";
                },
                what -> what);
    }

    @Override
    public RotationReport rotateDataKey() throws KeystoreUnavailable {
        return recorded(
                "store.rotate.data-key",
                "",
                plain::rotateDataKey,
                report -> report.resealed() + " secret keys sealed anew, " + report.unreadable() + " unreadable");
    }

    @Override
    public StoreReport check(Progress progress) throws KeystoreUnavailable {
        return recorded(
                "store.check",
                "",
                () -> plain.check(progress),
                report -> report.isClean() ? "whole" : report.problems().size() + " problems");
    }

    @Override
    public void reindex() throws KeystoreUnavailable {
        recorded(
                "store.reindex",
                "",
                () -> {
                    plain.reindex();
                    return "index made anew";
                },
                what -> what);
    }

    /** Looking is no deed. */
    @Override
    public State state() throws KeystoreUnavailable {
        return plain.state();
    }

    private interface Work<T> {
        T run() throws KeystoreUnavailable;
    }

    private <T> T recorded(String action, String subject, Work<T> work, Function<T, String> outcome)
            throws KeystoreUnavailable {
        T done;
        try {
            done = work.run();
        } catch (KeystoreUnavailable e) {
            recordFailure(new AuditEvent(action, subject, "", "", "store.unavailable"), e);
            throw e;
        }
        log.record(author, AuditEvent.done(action, subject, "", outcome.apply(done)));
        return done;
    }

    /** Why the work failed is what its caller must hear. */
    private void recordFailure(AuditEvent event, KeystoreUnavailable why) {
        try {
            log.record(author, event);
        } catch (KeystoreUnavailable e) {
            why.addSuppressed(e);
        }
    }
}
