package org.sealdesk.crypt.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.RestoreReport;

/**
 * Puts a backup where a store belongs. It is unpacked beside that place and checked there, file by file, against the
 * manifest; only then two directories change their names. A process that ends between these two leaves what
 * {@link #finish} needs to end the work at the next start.
 */
public final class StoreRestore {

    /** Being unpacked; worthless if nobody works on it. */
    private static final String UNPACKING = ".unpacking";

    /** Whole and checked, and about to take the place. */
    private static final String RESTORED = ".restored";

    private static final String SET_ASIDE = ".before-";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path place;
    private final Disk disk;
    private final InstantSource clock;

    private StoreRestore(Path place, Disk disk, InstantSource clock) {
        this.place = place;
        this.disk = disk;
        this.clock = clock;
    }

    /**
     * @param place the directory of the store
     * @throws KeystoreUnavailable if the file is no whole backup, a store is there or in use, or the disk is full; all
     *     is as before
     */
    public static RestoreReport run(Path file, Path place, RestoreReport.Existing existing, InstantSource clock)
            throws KeystoreUnavailable {
        return run(file, place, new FileDisk(), existing, clock);
    }

    static RestoreReport run(Path file, Path place, Disk disk, RestoreReport.Existing existing, InstantSource clock)
            throws KeystoreUnavailable {
        StoreRestore restore = new StoreRestore(place.toAbsolutePath().normalize(), disk, clock);
        try (BackupFile backup = BackupFile.open(file)) {
            return restore.run(backup, existing);
        } catch (Malformed e) {
            throw new KeystoreUnavailable(
                    "The file " + file + " was not restored: " + e.getMessage()
                            + ". Take another backup; nothing was changed.",
                    e);
        } catch (IOException e) {
            throw new KeystoreUnavailable(
                    "The file " + file + " was not restored: " + e.getMessage() + ". Nothing was changed.", e);
        } catch (KeystoreInUse e) {
            throw new KeystoreUnavailable(String.valueOf(e.getMessage()), e);
        }
    }

    /** Ends a restore that was cut off between its last two steps. Called before a store is opened. */
    static void finish(Path directory, Disk disk) throws IOException {
        Path place = directory.toAbsolutePath().normalize();
        Path restored = beside(place, RESTORED);
        if (!Files.exists(place) && Files.isDirectory(restored)) {
            disk.move(restored, place);
            disk.sync(parent(place));
        }
    }

    private RestoreReport run(BackupFile backup, RestoreReport.Existing existing)
            throws IOException, Malformed, KeystoreInUse, KeystoreUnavailable {
        finish(place, disk);
        boolean occupied = isOccupied();
        if (occupied && existing == RestoreReport.Existing.KEEP) {
            throw new KeystoreUnavailable("There is a keystore in " + place
                    + " already, and a restore replaces none. Give --set-aside to keep it under another name, or"
                    + " another directory with --data.");
        }
        List<String> notes = new ArrayList<>();
        if (occupied) {
            compare(backup.manifest(), notes);
        }
        unpack(backup);
        Optional<Path> aside = occupied ? Optional.of(freeName()) : Optional.empty();
        swap(aside);
        return new RestoreReport(backup.manifest().report(), aside, notes);
    }

    private boolean isOccupied() throws IOException {
        if (!Files.isDirectory(place)) {
            return Files.exists(place);
        }
        try (Stream<Path> inside = Files.list(place)) {
            return inside.findAny().isPresent();
        }
    }

    /** Nobody may have the store that goes; what it has more than the backup is said. */
    private void compare(BackupManifest manifest, List<String> notes) throws IOException, KeystoreInUse {
        StoreFolder folder = StoreFolder.at(place);
        StoreLock.Shared lock = StoreLock.share(folder);
        try {
            StoreId id = StoreFormat.read(folder, (name, what) -> {});
            if (!id.equals(manifest.storeId())) {
                notes.add("The keystore that was here is another one (store " + id + ", the backup is of "
                        + manifest.storeId() + ").");
                return;
            }
            long sequence = JournalReader.lastSequence(folder, id);
            if (sequence > manifest.sequence()) {
                notes.add("The keystore that was here is newer: it had " + (sequence - manifest.sequence())
                        + " records after record " + manifest.sequence()
                        + ", where the backup ends. What they changed, deleted keys and withdrawn trust too, is not in"
                        + " the keystore now.");
            }
        } catch (IOException e) {
            notes.add("The keystore that was here could not be compared with the backup: " + e.getMessage() + ".");
        } finally {
            lock.close();
        }
    }

    private void unpack(BackupFile backup) throws IOException, Malformed {
        BackupManifest manifest = backup.manifest();
        Path unpacking = beside(place, UNPACKING);
        deleteTree(unpacking);
        deleteTree(beside(place, RESTORED));
        StoreFolder folder = StoreFolder.at(unpacking, disk);
        try {
            long usable = folder.usableOctets();
            if (usable < manifest.octets()) {
                throw new IOException("the backup needs " + manifest.octets() + " octets, the disk of "
                        + place.getParent() + " has " + usable + " left. Free some space");
            }
            for (BackupManifest.Item item : manifest.items()) {
                unpack(backup, item, folder);
            }
            check(folder, manifest);
            copy(folder, StoreFormat.NAME, StoreFormat.COPY);
            copy(folder, RingFile.NAME, RingFile.COPY);
            folder.sync();
            disk.move(unpacking, beside(place, RESTORED));
            disk.sync(parent(place));
        } catch (IOException | Malformed | RuntimeException e) {
            deleteTree(unpacking);
            throw e;
        }
    }

    private static void unpack(BackupFile backup, BackupManifest.Item item, StoreFolder folder)
            throws IOException, Malformed {
        try (Disk.Output file = folder.create(folder.file(item.name()))) {
            OutputStream out = file.stream();
            backup.unpack(item, out);
            out.flush();
            file.force();
        }
    }

    /** The files are those of the backup; now that they are a store, and the one that the manifest names. */
    private static void check(StoreFolder folder, BackupManifest manifest) throws IOException, Malformed {
        StoreId id = StoreFormat.read(folder, (name, what) -> {});
        if (!id.equals(manifest.storeId())) {
            throw new Malformed("it names store " + manifest.storeId() + ", its files are of store " + id);
        }
        try {
            for (GenerationFiles files : GenerationFiles.in(folder)) {
                Generation.open(folder, files, id);
            }
        } catch (GenerationDamaged e) {
            throw new Malformed(String.valueOf(e.getMessage()));
        }
    }

    /** What a store keeps twice is in a backup once. */
    private static void copy(StoreFolder folder, String name, String copy) throws IOException {
        if (Files.exists(folder.file(name))) {
            folder.write(copy, Files.readAllBytes(folder.file(name)));
        }
    }

    private Path freeName() {
        String stamp = STAMP.format(clock.instant());
        Path aside = beside(place, SET_ASIDE + stamp);
        for (int i = 1; Files.exists(aside); i++) {
            aside = beside(place, SET_ASIDE + stamp + "." + i);
        }
        return aside;
    }

    private void swap(Optional<Path> aside) throws IOException {
        if (aside.isPresent()) {
            disk.move(place, aside.get());
        } else {
            disk.delete(place);
        }
        finish(place, disk);
    }

    private static Path beside(Path place, String end) {
        return place.resolveSibling(place.getFileName() + end);
    }

    private static Path parent(Path place) {
        return Objects.requireNonNullElse(place.getParent(), place);
    }

    private void deleteTree(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> inside = Files.list(directory)) {
            for (Path file : inside.toList()) {
                disk.delete(file);
            }
        }
        disk.delete(directory);
    }
}
