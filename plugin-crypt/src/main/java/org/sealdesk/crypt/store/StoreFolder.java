package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The directory of a store: its file names, and writes that survive a loss of power. Used on the store's threads. */
final class StoreFolder {

    static final String JOURNAL = "journal-";
    static final String JOURNAL_END = ".log";
    static final String GENERATION = "generation-";

    static final String QUARANTINE = "quarantine";
    private static final String TEMPORARY_END = ".tmp";

    private final Path directory;

    private StoreFolder(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory, readable by its owner alone, if it is not there. */
    static StoreFolder at(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, attributes(directory.toAbsolutePath(), "rwx------"));
        }
        return new StoreFolder(directory);
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
    FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE),
                attributes(directory.toAbsolutePath(), "rw-------"));
    }

    private static FileAttribute<?>[] attributes(Path place, String permissions) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** For a file that somebody else created. */
    void makePrivate(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** Puts a small file in place whole: afterwards there is either the old or the new one. */
    void write(String name, byte[] octets) throws IOException {
        try (FileChannel channel = create(temporary(name))) {
            writeFully(channel, ByteBuffer.wrap(octets));
            channel.force(true);
        }
        publish(name);
    }

    /** Gives a finished temporary file its name. */
    void publish(String name) throws IOException {
        Files.move(temporary(name), file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync();
    }

    /** Makes names durable. Systems that cannot open a directory keep names in order by themselves. */
    void sync() throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    static void writeFully(FileChannel channel, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    /**
     * Sets a damaged file aside; nothing damaged is ever deleted.
     *
     * @return its new place
     */
    Path quarantine(String name) throws IOException {
        Path target = quarantined(name);
        Files.move(file(name), target);
        sync();
        return target;
    }

    /** Keeps octets that are about to be cut off. */
    Path quarantine(String name, byte[] octets) throws IOException {
        Path target = quarantined(name);
        try (FileChannel channel = create(target)) {
            writeFully(channel, ByteBuffer.wrap(octets));
            channel.force(true);
        }
        return target;
    }

    private Path quarantined(String name) throws IOException {
        Path folder = directory.resolve(QUARANTINE);
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, attributes(directory.toAbsolutePath(), "rwx------"));
        }
        Path target = folder.resolve(name);
        for (int i = 1; Files.exists(target); i++) {
            target = folder.resolve(name + "." + i);
        }
        return target;
    }

    long usableOctets() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** Removes what an earlier process was writing when it ended. */
    void deleteTemporary() throws IOException {
        for (String name : names("", TEMPORARY_END)) {
            Files.deleteIfExists(file(name));
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
