package org.sealdesk.crypt.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.octets.Octets;

/**
 * The files that hold a store at one moment: a generation, the journal since then up to a record, the data keys. They
 * never change again, and stay while the ledger knows that somebody reads them.
 *
 * @param base what the generation's damage is told by
 */
record Snapshot(StoreId storeId, long sequence, Counts counts, Layer base, List<Part> parts) {

    Snapshot {
        parts = List.copyOf(parts);
    }

    /**
     * One file.
     *
     * @param octets its length at that moment
     * @param sha256 what its octets must come to, where that is known
     */
    record Part(String name, long octets, Optional<Octets> sha256, Origin origin) {

        static Part of(String name, byte[] content) {
            byte[] copy = content.clone();
            return new Part(name, copy.length, Optional.empty(), () -> new ByteArrayInputStream(copy));
        }

        boolean isJournal() {
            return name.startsWith(StoreFolder.JOURNAL);
        }
    }

    /** Where the octets of a file come from. */
    interface Origin {
        InputStream open() throws IOException;
    }

    long octets() {
        return parts.stream().mapToLong(Part::octets).sum();
    }

    /**
     * On the store's writer thread, after the journal's segment was closed.
     *
     * @throws GenerationDamaged if the small files of the generation are not whole
     * @throws IOException also if the data keys are damaged: a backup without them would be worth nothing
     */
    static Snapshot of(StoreFolder folder, StoreId storeId, View view, long sequence) throws IOException {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.of(StoreFormat.NAME, StoreFormat.encode(storeId)));
        addKeys(parts, folder, view.counts().secrets());
        long after = 0;
        if (view.base() instanceof Generation generation) {
            addGeneration(parts, folder, generation);
            after = generation.manifest().sequence();
        }
        addJournal(parts, folder, after);
        return new Snapshot(storeId, sequence, view.counts(), view.base(), parts);
    }

    private static void addKeys(List<Part> parts, StoreFolder folder, long secrets) throws IOException {
        try {
            Optional<RingFile> ring = RingFile.read(folder, text -> {});
            if (ring.isEmpty() && secrets > 0) {
                throw new IOException("the file of data keys " + folder.file(RingFile.NAME) + " is missing, and "
                        + secrets + " secret keys need it. Put it back first");
            }
            ring.ifPresent(whole -> parts.add(Part.of(RingFile.NAME, whole.encode())));
        } catch (Malformed e) {
            throw new IOException(
                    "the file of data keys " + folder.file(RingFile.NAME) + " and its copy are damaged ("
                            + e.getMessage() + "). Put back one from an older backup first",
                    e);
        }
    }

    private static void addGeneration(List<Part> parts, StoreFolder folder, Generation generation) {
        GenerationFiles files = generation.files();
        Manifest manifest = generation.manifest();
        Path data = folder.file(files.data());
        try {
            byte[] pages = Files.readAllBytes(folder.file(files.pages()));
            PageSums.decode(pages);
            parts.add(Part.of(files.manifest(), manifest.encode()));
            parts.add(Part.of(files.pages(), pages));
        } catch (IOException | Malformed e) {
            throw new GenerationDamaged(data, e);
        }
        parts.add(new Part(
                files.data(), manifest.octets(), Optional.of(manifest.sha256()), () -> Files.newInputStream(data)));
    }

    private static void addJournal(List<Part> parts, StoreFolder folder, long after) throws IOException {
        List<String> segments = JournalReader.segments(folder);
        for (int i = 0; i < segments.size(); i++) {
            boolean last = i == segments.size() - 1;
            if (last || JournalReader.firstSequence(segments.get(i + 1)) > after + 1) {
                Path file = folder.file(segments.get(i));
                parts.add(new Part(
                        segments.get(i), Files.size(file), Optional.empty(), () -> Files.newInputStream(file)));
            }
        }
    }
}
