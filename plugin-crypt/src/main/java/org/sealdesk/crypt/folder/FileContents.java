package org.sealdesk.crypt.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.sealdesk.crypt.folder.FolderTrouble.Code;
import org.sealdesk.crypt.octets.Octets;

/** Reads a file once, whole, and says whether somebody wrote to it meanwhile. */
final class FileContents {

    private final long maxOctets;

    /** @param maxOctets a larger file is not opened */
    FileContents(long maxOctets) {
        this.maxOctets = maxOctets;
    }

    /** What reading gave. */
    sealed interface Reading {
        record Whole(Octets content) implements Reading {}

        /** Somebody is writing, or has taken it away: look again later. */
        record Moving() implements Reading {}

        record Refused(FolderTrouble trouble) implements Reading {}
    }

    Reading read(Path file, FileStamp expected) {
        if (expected.size() > maxOctets) {
            return new Reading.Refused(new FolderTrouble(
                    Code.TOO_LARGE,
                    file,
                    file + " has " + expected.size() + " octets, at most " + maxOctets
                            + " are read; split it or move it away"));
        }
        try {
            BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
            if (!before.isRegularFile() || !FileStamp.of(before).equals(expected)) {
                return new Reading.Moving();
            }
            Octets content;
            try (InputStream in = Files.newInputStream(file)) {
                content = Octets.of(in.readNBytes(Math.toIntExact(expected.size() + 1)));
            }
            FileStamp after = FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class));
            return after.equals(expected) && content.size() == expected.size()
                    ? new Reading.Whole(content)
                    : new Reading.Moving();
        } catch (IOException e) {
            return Files.exists(file) ? new Reading.Refused(unreadable(file)) : new Reading.Moving();
        }
    }

    private static FolderTrouble unreadable(Path file) {
        return new FolderTrouble(
                Code.UNREADABLE_FILE, file, file + " can't be read; give the system's user the right to read it");
    }
}
