package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The directory of a store: its file names, and writes that survive a loss of power. Used on the store's threads. */
final class StoreFolder {

    static final String JOURNAL = "journal-";
    static final String JOURNAL_END = ".log";
    static final String GENERATION = "generation-";

    static final String QUARANTINE = "quarantine";
    private static final String TEMPORARY_END = ".tmp";

    private final Path directory;
    private final Disk disk;

    private StoreFolder(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    static StoreFolder at(Path directory) throws IOException {
        return at(directory, new FileDisk());
    }

    /** Makes the directory, readable by its owner alone, if it is not there. */
    static StoreFolder at(Path directory, Disk disk) throws IOException {
        Path place = directory.toAbsolutePath();
        if (!Files.isDirectory(place)) {
            disk.createDirectory(place);
            disk.sync(Objects.requireNonNullElse(place.getParent(), place));
        }
        return new StoreFolder(directory, disk);
    }

    Path directory() {
        return directory;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** A file under the name it has until {@link #publish}. */
    Path temporary(String name) {
        return directory.resolve(name + TEMPORARY_END);
    }

    /** Names that begin and end so, in their natural order; numbers in names are of fixed width. */
    List<String> names(String begin, String end) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path path : files) {
                String name = String.valueOf(path.getFileName());
                if (name.startsWith(begin) && name.endsWith(end)) {
                    names.add(name);
                }
            }
        }
        names.sort(null);
        return names;
    }

    static String numbered(String begin, long number, String end) {
        return begin + String.format(Locale.ROOT, "%016x", number) + end;
    }

    /** The number in a name made by {@link #numbered}; -1 if there is none. */
    static long numberIn(String begin, String name, String end) {
        String digits = name.substring(begin.length(), Math.max(begin.length(), name.length() - end.length()));
        return digits.matches("[0-7][0-9a-f]{15}") ? Long.parseLong(digits, 16) : -1;
    }

    /** A new file, open for writing, readable by its owner alone; an old one of that name is replaced. */
    Disk.Output create(Path file) throws IOException {
        return disk.create(file.toAbsolutePath());
    }

    /** Puts a small file in place whole: afterwards there is either the old or the new one. */
    void write(String name, byte[] octets) throws IOException {
        writeNew(temporary(name), octets);
        publish(name);
    }

    private void writeNew(Path file, byte[] octets) throws IOException {
        try (Disk.Output output = create(file)) {
            output.write(ByteBuffer.wrap(octets));
            output.force();
        }
    }

    /** Gives a finished temporary file its name. */
    void publish(String name) throws IOException {
        disk.move(temporary(name).toAbsolutePath(), file(name).toAbsolutePath());
        sync();
    }

    /** Gives a temporary file up. */
    void discard(String name) throws IOException {
        disk.delete(temporary(name).toAbsolutePath());
    }

    void truncate(String name, long octets) throws IOException {
        disk.truncate(file(name).toAbsolutePath(), octets);
    }

    /** Nothing happens if it is not there. */
    void delete(String name) throws IOException {
        disk.delete(file(name).toAbsolutePath());
    }

    /** Makes names durable. */
    void sync() throws IOException {
        disk.sync(directory.toAbsolutePath());
    }

    /**
     * Sets a damaged file aside; nothing damaged is ever deleted.
     *
     * @return its new place
     */
    Path quarantine(String name) throws IOException {
        Path target = quarantined(name);
        disk.move(file(name).toAbsolutePath(), target);
        disk.sync(quarantine());
        sync();
        return target;
    }

    /** Keeps octets that are about to be cut off. */
    Path quarantine(String name, byte[] octets) throws IOException {
        Path target = quarantined(name);
        writeNew(target, octets);
        disk.sync(quarantine());
        return target;
    }

    private Path quarantine() {
        return directory.toAbsolutePath().resolve(QUARANTINE);
    }

    private Path quarantined(String name) throws IOException {
        if (!Files.isDirectory(quarantine())) {
            disk.createDirectory(quarantine());
            sync();
        }
        Path target = quarantine().resolve(name);
        for (int i = 1; Files.exists(target); i++) {
            target = quarantine().resolve(name + "." + i);
        }
        return target;
    }

    /** Of all files in it. */
    long octets() throws IOException {
        long octets = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                octets += octets(file);
            }
        }
        return octets;
    }

    /** Nothing if it went meanwhile. */
    private static long octets(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    long usableOctets() throws IOException {
        return disk.usableOctets(directory.toAbsolutePath());
    }

    /** Removes what an earlier process was writing when it ended. */
    void deleteTemporary() throws IOException {
        for (String name : names("", TEMPORARY_END)) {
            delete(name);
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
