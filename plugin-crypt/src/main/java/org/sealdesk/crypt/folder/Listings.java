package org.sealdesk.crypt.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sealdesk.crypt.folder.FolderTrouble.Code;

/** What lies in all the folders at one moment. */
final class Listings {

    private final FolderMemory memory;
    private final List<FolderListing> listings = new ArrayList<>();

    Listings(FolderMemory memory) {
        this.memory = memory;
    }

    void look(List<WatchedFolder> folders) {
        Set<Path> roots = folders.stream().map(WatchedFolder::path).collect(Collectors.toSet());
        for (WatchedFolder folder : folders) {
            FolderListing listing = FolderListing.of(folder, roots);
            if (isSuspicious(listing)) {
                listing.add(new FolderTrouble(
                        Code.EMPTIED,
                        folder.path(),
                        folder.path()
                                + " is another folder than before and empty; mount the disk it lay on. Its keys stay"
                                + " in use; if they are really gone, retire them on their pages"));
            }
            listings.add(listing);
        }
    }

    /** An empty mount point looks like an empty folder; it is another one, though. */
    private boolean isSuspicious(FolderListing listing) {
        Path folder = listing.folder().path();
        return listing.isComplete()
                && listing.files().isEmpty()
                && (listing.identity().isEmpty() || !listing.identity().equals(memory.identity(folder)))
                && memory.records().values().stream().anyMatch(r -> r.folder().equals(folder));
    }

    List<FolderListing> all() {
        return listings;
    }

    /** What to watch. */
    List<Path> directories() {
        return listings.stream().flatMap(l -> l.directories().stream()).toList();
    }

    List<FolderTrouble> troubles() {
        return listings.stream().flatMap(l -> l.troubles().stream()).toList();
    }

    /** Files that are read one by one, in the order of the folders. */
    List<FileToRead> files() {
        List<FileToRead> files = new ArrayList<>();
        for (FolderListing listing : listings) {
            Path folder = listing.folder().path();
            listing.files()
                    .forEach((path, stamp) -> files.add(new FileToRead(
                            path, folder, stamp, FilePassphrases.modified(path, listing.passphrases()))));
        }
        return files;
    }

    Map<Path, FileStamp> passphraseFiles(FileToRead file) {
        return listings.stream()
                .filter(l -> l.folder().path().equals(file.folder()))
                .findFirst()
                .map(FolderListing::passphrases)
                .orElse(Map.of());
    }

    /** Folders that could be looked at and are not empty are known again later. */
    void rememberFolders() {
        listings.stream()
                .filter(l -> l.isComplete() && !l.files().isEmpty())
                .forEach(l -> memory.identity(l.folder().path(), l.identity()));
    }
}
