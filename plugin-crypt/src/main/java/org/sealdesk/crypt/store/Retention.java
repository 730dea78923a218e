package org.sealdesk.crypt.store;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Deletes generations that newer ones replace, and the journal that even the oldest kept one does not need. */
final class Retention {

    private final StoreFolder folder;
    private final int generationsKept;

    Retention(StoreFolder folder, int generationsKept) {
        this.folder = folder;
        this.generationsKept = generationsKept;
    }

    void run() throws IOException {
        List<GenerationFiles> newestFirst = GenerationFiles.in(folder);
        if (newestFirst.size() < generationsKept) {
            return;
        }
        List<GenerationFiles> old = newestFirst.subList(generationsKept, newestFirst.size());
        for (GenerationFiles files : old) {
            folder.delete(files.manifest());
        }
        folder.sync();
        for (GenerationFiles files : old) {
            folder.delete(files.data());
            folder.delete(files.pages());
        }
        deleteJournalUpTo(newestFirst.get(generationsKept - 1).sequence());
        folder.sync();
    }

    private void deleteJournalUpTo(long sequence) throws IOException {
        List<String> segments = JournalReader.segments(folder);
        for (int i = 0; i + 1 < segments.size(); i++) {
            if (JournalReader.firstSequence(segments.get(i + 1)) > sequence + 1) {
                return;
            }
            folder.delete(segments.get(i));
        }
    }

    /** What a process left that ended while it gave a new generation its names. */
    void deleteNameless() throws IOException {
        Set<String> named = new HashSet<>();
        for (GenerationFiles files : GenerationFiles.in(folder)) {
            named.addAll(List.of(files.manifest(), files.data(), files.pages()));
        }
        for (String name : folder.names(StoreFolder.GENERATION, "")) {
            if (!named.contains(name)) {
                folder.delete(name);
            }
        }
        folder.deleteTemporary();
    }
}
