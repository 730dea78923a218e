package org.sealdesk.crypt.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings a store up from its files: the newest generation that is whole, then every change in the journal after it. A
 * damaged generation is set aside and the one before it takes its place, with more of the journal; nothing is lost.
 */
final class Recovery {

    private final StoreFolder folder;
    private final StoreId storeId;
    private final Consumer<String> findings;
    private boolean someSetAside;

    Recovery(StoreFolder folder, StoreId storeId, Consumer<String> findings) {
        this.folder = folder;
        this.storeId = storeId;
        this.findings = findings;
    }

    /** @throws IOException also if the files that are left cannot hold everything; the message says what to do */
    Recovered recover() throws IOException {
        while (true) {
            Optional<Generation> generation = newestGeneration();
            try {
                return replay(generation);
            } catch (GenerationDamaged e) {
                setAside(generation.orElseThrow(() -> e).files(), String.valueOf(e.getMessage()));
            }
        }
    }

    private Optional<Generation> newestGeneration() throws IOException {
        for (GenerationFiles files : GenerationFiles.in(folder)) {
            try {
                return Optional.of(Generation.open(folder, files, storeId));
            } catch (Malformed | GenerationDamaged | IOException e) {
                setAside(files, String.valueOf(e.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** The manifest goes first: without it the generation does not exist any more. */
    void setAside(GenerationFiles files, String why) throws IOException {
        someSetAside = true;
        folder.quarantine(files.manifest());
        for (String name : List.of(files.data(), files.pages())) {
            try {
                folder.quarantine(name);
            } catch (IOException e) {
                findings.accept(folder.file(name) + " could not be moved to quarantine: " + e.getMessage() + ".");
            }
        }
        findings.accept("Generation " + files.data() + " is damaged and was set aside: " + why
                + ". The keystore uses the one before it and the journal since then. Check the disk.");
    }

    private Recovered replay(Optional<Generation> generation) throws IOException {
        View base = generation
                .map(g -> new View(
                        SortedRows.EMPTY, SortedRows.EMPTY, g, g.manifest().counts()))
                .orElse(View.EMPTY);
        long sequence = generation.map(g -> g.manifest().sequence()).orElse(0L);
        requireJournalFrom(sequence + 1);
        List<View> views = new ArrayList<>(List.of(base));
        JournalReader.Result result = new JournalReader(folder, storeId, findings)
                .replay(sequence, batch -> views.set(0, changed(views.get(0), batch)));
        return new Recovered(views.get(0), generation, result.lastSequence(), result.unfinished());
    }

    private static View changed(View view, byte[] batch) throws Malformed {
        return RowKeystore.withChanges(view, ChangeCodec.readBatch(batch));
    }

    /** A store that begins in the middle of its journal would look empty and be believed. */
    private void requireJournalFrom(long sequence) throws IOException {
        List<String> segments = JournalReader.segments(folder);
        long first = segments.isEmpty() ? sequence : JournalReader.firstSequence(segments.get(0));
        boolean nothingLeft = segments.isEmpty() && sequence == 1 && someSetAside;
        if (first > sequence || nothingLeft) {
            throw new IOException("no whole generation is left in " + folder + " and its journal begins only at record "
                    + first + ". Restore the directory from a backup; damaged files are in its folder quarantine");
        }
    }

    /**
     * A store that is up.
     *
     * @param generation empty while there is none
     * @param lastSequence in the journal
     * @param unfinished whether the journal ends within a batch
     */
    record Recovered(View view, Optional<Generation> generation, long lastSequence, boolean unfinished) {}
}
