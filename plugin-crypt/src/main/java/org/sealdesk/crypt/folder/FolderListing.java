package org.sealdesk.crypt.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sealdesk.crypt.folder.FolderTrouble.Code;

/**
 * The files in a folder, by name and stamp; none is opened. Links to files are followed, links to folders are not, so no
 * loop is walked. Names that begin with a dot are not looked at.
 */
final class FolderListing {

    /** A look costs some microseconds a file and comes every minute. */
    static final int MAX_FILES = 100_000;

    /** Folders within folders; people sort keys by year or customer, not deeper. */
    static final int MAX_DEPTH = 4;

    /** Beside a key file, its password in clear text: the older systems' habit. */
    static final String PASSPHRASE_ENDING = ".P";

    /** What GnuPG calls its key rings. Everything else in its home is settings, sockets, or a trap. */
    private static final List<String> RINGS = List.of("pubring.gpg", "pubring.kbx", "secring.gpg");

    private static final String SECRET_KEYS = "private-keys-v1.d";
    private static final String KEYBOXD = "public-keys.d/pubring.db";

    private final WatchedFolder folder;
    private final Set<Path> elsewhere;
    private final Map<Path, FileStamp> files = new TreeMap<>();
    private final Map<Path, FileStamp> passphrases = new TreeMap<>();
    private final Map<Path, FileStamp> secrets = new TreeMap<>();
    private final List<Path> directories = new ArrayList<>();
    private final List<FolderTrouble> troubles = new ArrayList<>();
    private String identity = "";

    private FolderListing(WatchedFolder folder, Set<Path> elsewhere) {
        this.folder = folder;
        this.elsewhere = elsewhere;
    }

    /** @param elsewhere folders that are listed on their own */
    static FolderListing of(WatchedFolder folder, Set<Path> elsewhere) {
        FolderListing listing = new FolderListing(folder, elsewhere);
        listing.look();
        return listing;
    }

    private void look() {
        Path path = folder.path();
        Optional<BasicFileAttributes> attributes = attributes(path);
        if (attributes.isEmpty()) {
            trouble(Code.MISSING, path, "is not there; create or mount it, or correct the setting");
            return;
        }
        if (!attributes.get().isDirectory()) {
            trouble(Code.NO_FOLDER, path, "is not a folder; name the folder in the setting");
            return;
        }
        Object key = attributes.get().fileKey();
        identity = key == null ? "" : key.toString();
        if (folder.kind() == WatchedFolder.Kind.GNUPG) {
            rings(path);
        } else {
            walk(path, 1);
        }
    }

    private void rings(Path home) {
        if (!Files.isReadable(home) || !Files.isExecutable(home)) {
            unreadable(home);
            return;
        }
        directories.add(home);
        for (String name : RINGS) {
            attributes(home.resolve(name)).ifPresent(a -> file(home.resolve(name), a));
        }
        if (attributes(home.resolve(KEYBOXD)).isPresent()) {
            trouble(
                    Code.FOREIGN_RING,
                    home.resolve(KEYBOXD),
                    "belongs to GnuPG's keyboxd and is not read; run gpg --export and gpg --export-secret-keys and import"
                            + " what they write");
        }
        Path secrets = home.resolve(SECRET_KEYS);
        if (Files.isDirectory(secrets)) {
            walk(secrets, MAX_DEPTH);
        }
    }

    private void walk(Path directory, int depth) {
        directories.add(directory);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (files.size() + secrets.size() + passphrases.size() >= MAX_FILES) {
                    trouble(
                            Code.TOO_MANY,
                            folder.path(),
                            "has more than " + MAX_FILES
                                    + " files; the rest is not looked at, import it with a command");
                    return;
                }
                if (!entry.getFileName().toString().startsWith(".")) {
                    entry(entry, depth);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            unreadable(directory);
        }
    }

    private void entry(Path entry, int depth) {
        Optional<BasicFileAttributes> own = attributes(entry, LinkOption.NOFOLLOW_LINKS);
        if (own.isEmpty()) {
            // Gone since the folder was read.
            return;
        }
        if (own.get().isDirectory()) {
            folderWithin(entry, depth);
            return;
        }
        Optional<BasicFileAttributes> target = own.get().isSymbolicLink() ? attributes(entry) : own;
        if (target.isEmpty()) {
            trouble(Code.UNREADABLE_FILE, entry, "is a link that leads nowhere; remove or repair it");
        } else if (target.get().isDirectory()) {
            trouble(
                    Code.FOLDER_LINK,
                    entry,
                    "is a link to a folder and is not followed; name that folder in a setting");
        } else {
            file(entry, target.get());
        }
    }

    private void folderWithin(Path entry, int depth) {
        if (elsewhere.contains(entry)) {
            return;
        }
        if (depth >= MAX_DEPTH) {
            trouble(Code.TOO_DEEP, entry, "lies deeper than " + MAX_DEPTH + " folders; move its files up");
        } else {
            walk(entry, depth + 1);
        }
    }

    private void file(Path file, BasicFileAttributes attributes) {
        if (!attributes.isRegularFile()) {
            trouble(Code.NO_FILE, file, "is a pipe, a socket or a device and is not opened; remove it");
            return;
        }
        if (folder.kind() == WatchedFolder.Kind.GNUPG
                && file.startsWith(folder.path().resolve(SECRET_KEYS))) {
            secrets.put(file, FileStamp.of(attributes));
            return;
        }
        boolean passphrase = folder.kind() == WatchedFolder.Kind.FILES
                && file.getFileName().toString().endsWith(PASSPHRASE_ENDING);
        (passphrase ? passphrases : files).put(file, FileStamp.of(attributes));
    }

    private void unreadable(Path directory) {
        trouble(
                Code.UNREADABLE_FOLDER,
                directory,
                "can't be read; give the system's user the right to list it, what was found there before stays");
    }

    private void trouble(Code code, Path path, String what) {
        troubles.add(new FolderTrouble(code, path, path + " " + what));
    }

    private static Optional<BasicFileAttributes> attributes(Path path, LinkOption... options) {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, options));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    WatchedFolder folder() {
        return folder;
    }

    Map<Path, FileStamp> files() {
        return files;
    }

    /** Of a GnuPG home: files of secret numbers, which mean nothing without the ring. */
    Map<Path, FileStamp> secrets() {
        return secrets;
    }

    boolean has(Path file) {
        return files.containsKey(file) || secrets.containsKey(file);
    }

    /** Files of passwords. */
    Map<Path, FileStamp> passphrases() {
        return passphrases;
    }

    /** Folders whose changes matter. */
    List<Path> directories() {
        return directories;
    }

    List<FolderTrouble> troubles() {
        return troubles;
    }

    /** Tells this folder from another one that came to its place; empty if the file system cannot. */
    String identity() {
        return identity;
    }

    void add(FolderTrouble trouble) {
        troubles.add(trouble);
    }

    /** Whether a file that is not in this listing is gone. */
    boolean isComplete() {
        return troubles.stream().noneMatch(FolderTrouble::hidesFiles);
    }
}
