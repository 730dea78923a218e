package org.sealdesk.crypt.folder;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which files went, and which certificates are in no file any more. Nothing is forgotten before it was acted on. */
final class Vanishing {

    private final FolderMemory memory;
    private final Map<String, Path> lost = new HashMap<>();
    private final Set<Path> gone = new TreeSet<>();

    Vanishing(FolderMemory memory) {
        this.memory = memory;
    }

    /** A file was read again and may bring less than before. */
    void changed(FileRecord before, FileRecord now) {
        before.certificates().stream()
                .filter(c -> !now.certificates().contains(c))
                .forEach(c -> lost.put(c, now.path()));
    }

    /** What a listing does not show, unless the listing itself may hide it or says why. */
    List<FileRecord> missing(FolderListing listing) {
        if (!listing.isComplete()) {
            return List.of();
        }
        Set<Path> inTrouble =
                listing.troubles().stream().map(FolderTrouble::path).collect(Collectors.toSet());
        return memory.records().values().stream()
                .filter(record -> record.folder().equals(listing.folder().path()))
                .filter(record -> !listing.has(record.path()) && !inTrouble.contains(record.path()))
                .toList();
    }

    void gone(FileRecord record) {
        gone.add(record.path());
        record.certificates().forEach(c -> lost.put(c, record.path()));
    }

    /** Certificates that are in no file now, with where they were last. */
    Map<String, Path> lost() {
        Map<String, Path> nowhere = new HashMap<>(lost);
        nowhere.keySet().removeAll(present());
        return nowhere;
    }

    /** Certificates that are in a file. */
    Set<String> present() {
        Set<String> present = new HashSet<>();
        memory.records().forEach((path, record) -> {
            if (!gone.contains(path)) {
                present.addAll(record.certificates());
            }
        });
        return present;
    }

    /**
     * Forgets the files that went, and those of folders that no setting names any more; of these nothing is known to have
     * gone.
     */
    void forget(Set<Path> named) {
        gone.forEach(memory::forget);
        List.copyOf(memory.records().values()).stream()
                .filter(record -> !named.contains(record.folder()))
                .forEach(record -> memory.forget(record.path()));
    }
}
