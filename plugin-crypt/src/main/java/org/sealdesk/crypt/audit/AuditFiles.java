package org.sealdesk.crypt.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lines in files of a directory that its owner alone reads. The number in a file's name is that of its first entry. */
final class AuditFiles implements AuditLines {

    /** A page of the log reads a segment or two; more would make it slow. */
    private static final long MAX_SEGMENT_OCTETS = 4L * 1024 * 1024;

    private static final String BEGIN = "audit-";
    private static final String END = ".jsonl";
    private static final String ASIDE = ".cut";

    private final Path directory;
    private @Nullable FileChannel channel;

    private AuditFiles(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory if it is not there. */
    static AuditFiles at(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, permissions(directory, "rwx------"));
        }
        return new AuditFiles(directory);
    }

    @Override
    public void append(long firstSequence, byte[] lines) throws IOException {
        FileChannel open = channel(firstSequence);
        long before = open.size();
        try {
            ByteBuffer rest = ByteBuffer.wrap(lines);
            while (rest.hasRemaining()) {
                open.write(rest);
            }
            open.force(false);
        } catch (IOException e) {
            takeBack(open, before, e);
            throw e;
        }
    }

    /** What was not acknowledged must not be there as if it were. */
    private void takeBack(FileChannel open, long before, IOException cause) {
        try {
            open.truncate(before);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private FileChannel channel(long firstSequence) throws IOException {
        if (channel == null) {
            List<Segment> segments = segments();
            if (!segments.isEmpty()) {
                channel = open(segments.get(segments.size() - 1).name());
            }
        }
        FileChannel open = channel;
        if (open != null && open.size() < MAX_SEGMENT_OCTETS) {
            return open;
        }
        close();
        FileChannel next = open(BEGIN + String.format(Locale.ROOT, "%016d", firstSequence) + END);
        sync();
        channel = next;
        return next;
    }

    private FileChannel open(String name) throws IOException {
        return FileChannel.open(
                directory.resolve(name),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                permissions(directory, "rw-------"));
    }

    @Override
    public List<Segment> segments() throws IOException {
        List<Segment> segments = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                segment(String.valueOf(file.getFileName())).ifPresent(segments::add);
            }
        }
        segments.sort(Comparator.comparingLong(Segment::firstSequence));
        return segments;
    }

    private static Optional<Segment> segment(String name) {
        return name.matches(BEGIN + "[0-9]{16}" + END)
                ? Optional.of(
                        new Segment(name, Long.parseLong(name.substring(BEGIN.length(), name.length() - END.length()))))
                : Optional.empty();
    }

    @Override
    public byte[] read(Segment segment) throws IOException {
        return Files.readAllBytes(directory.resolve(segment.name()));
    }

    @Override
    public void cutTail(Segment last, int length) throws IOException {
        byte[] octets = read(last);
        Path aside = directory.resolve(last.name() + ASIDE);
        for (int i = 1; Files.exists(aside); i++) {
            aside = directory.resolve(last.name() + ASIDE + "." + i);
        }
        try (FileChannel kept = open(String.valueOf(aside.getFileName()))) {
            ByteBuffer rest = ByteBuffer.wrap(octets, length, octets.length - length);
            while (rest.hasRemaining()) {
                kept.write(rest);
            }
            kept.force(true);
        }
        try (FileChannel file = FileChannel.open(directory.resolve(last.name()), StandardOpenOption.WRITE)) {
            file.truncate(length);
            file.force(true);
        }
        sync();
    }

    /** Makes names durable. Systems that cannot open a directory keep names in order by themselves. */
    private void sync() throws IOException {
        FileChannel open;
        try {
            open = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            return;
        }
        try (open) {
            open.force(true);
        }
    }

    private static FileAttribute<?>[] permissions(Path place, String permissions) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
