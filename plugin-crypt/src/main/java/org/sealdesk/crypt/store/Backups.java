package org.sealdesk.crypt.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import org.sealdesk.crypt.key.BackupReport;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;

/**
 * Makes backups of a store in use. The writer thread only freezes the files; they are read on the caller's thread, so
 * changes never wait for a backup.
 */
final class Backups {

    /** More than a store has generations: each try heals one, or the journal. */
    private static final int MAX_TRIES = 4;

    private final StoreThread writer;
    private final Ledger ledger;
    private final Disk disk;
    private final InstantSource clock;
    private final Healing healing;

    /** Mends what a backup stumbled over. */
    interface Healing {
        void generation(Layer damaged, GenerationDamaged damage);

        void journal() throws KeystoreUnavailable;
    }

    Backups(StoreThread writer, Ledger ledger, Disk disk, InstantSource clock, Healing healing) {
        this.writer = writer;
        this.ledger = ledger;
        this.disk = disk;
        this.clock = clock;
        this.healing = healing;
    }

    BackupReport write(Path file, KeystoreCare.Progress progress) throws KeystoreUnavailable {
        Path target = file.toAbsolutePath().normalize();
        Path parent = target.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new KeystoreUnavailable("The backup " + file + " cannot be written: there is no folder "
                    + (parent == null ? target : parent) + ". Make it first.");
        }
        if (Files.exists(target)) {
            throw new KeystoreUnavailable("The file " + file
                    + " is there already, and a backup replaces nothing. Name another file, or move that one away.");
        }
        String why = "";
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Snapshot snapshot = snapshot(file);
            try {
                return write(StoreFolder.at(parent, disk), String.valueOf(target.getFileName()), snapshot, progress);
            } catch (GenerationDamaged e) {
                why = String.valueOf(e.getMessage());
                healing.generation(snapshot.base(), e);
            } catch (Malformed e) {
                why = "the journal is damaged: " + e.getMessage();
                healing.journal();
            } catch (IOException e) {
                throw failed(file, String.valueOf(e.getMessage()), e);
            } finally {
                var unused = writer.submit(() -> {
                    ledger.release();
                    return null;
                });
            }
        }
        throw new KeystoreUnavailable("The backup " + file + " was not made: " + why + ". Run keys fsck.");
    }

    private Snapshot snapshot(Path file) throws KeystoreUnavailable {
        try {
            return Waiting.on(writer.submit(ledger::snapshot));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw failed(file, String.valueOf(cause.getMessage()), cause);
        }
    }

    private static KeystoreUnavailable failed(Path file, String why, Throwable cause) {
        return new KeystoreUnavailable(
                "The backup " + file + " was not made: " + why + ". The keystore is as before.", cause);
    }

    private BackupReport write(StoreFolder folder, String name, Snapshot snapshot, KeystoreCare.Progress progress)
            throws IOException, Malformed {
        try (Disk.Output file = folder.create(folder.temporary(name))) {
            OutputStream out = file.stream();
            BackupManifest manifest = new BackupWriter(snapshot, clock.instant(), progress).write(out);
            out.flush();
            file.force();
            folder.publish(name);
            return manifest.report();
        } catch (IOException | Malformed | RuntimeException e) {
            folder.discard(name);
            throw e;
        }
    }
}
