package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the journal when a store is opened or healed. A tail that is no record is cut off (and kept aside); damage
 * before it is named, and everything whole around it is still read.
 */
final class JournalReader {

    private final StoreFolder folder;
    private final StoreId storeId;
    private final Consumer<String> findings;
    private Optional<OctetWriter> pieces = Optional.empty();
    private long last;

    JournalReader(StoreFolder folder, StoreId storeId, Consumer<String> findings) {
        this.folder = folder;
        this.storeId = storeId;
        this.findings = findings;
    }

    static List<String> segments(StoreFolder folder) throws IOException {
        return folder.names(StoreFolder.JOURNAL, StoreFolder.JOURNAL_END).stream()
                .filter(name -> firstSequence(name) > 0)
                .toList();
    }

    static long firstSequence(String name) {
        return StoreFolder.numberIn(StoreFolder.JOURNAL, name, StoreFolder.JOURNAL_END);
    }

    /** Of the last record that is there, in a generation or the journal; changes nothing. */
    static long lastSequence(StoreFolder folder, StoreId storeId) throws IOException {
        long last = GenerationFiles.in(folder).stream()
                .mapToLong(GenerationFiles::sequence)
                .findFirst()
                .orElse(0);
        List<String> segments = segments(folder);
        if (!segments.isEmpty()) {
            byte[] newest = Files.readAllBytes(folder.file(segments.get(segments.size() - 1)));
            for (Frame frame : SegmentScan.of(newest, storeId).frames()) {
                last = Math.max(last, frame.sequence());
            }
        }
        return last;
    }

    /**
     * Hands over every batch after a sequence, in order.
     *
     * @param sink gets the octets of whole batches
     */
    Result replay(long after, Sink sink) throws IOException {
        last = after;
        List<String> segments = segments(folder);
        for (int i = 0; i < segments.size(); i++) {
            boolean newest = i == segments.size() - 1;
            if (newest || firstSequence(segments.get(i + 1)) > after + 1) {
                readSegment(segments.get(i), newest, after, sink);
            }
        }
        return new Result(last, pieces.isPresent());
    }

    private void readSegment(String name, boolean newest, long after, Sink sink) throws IOException {
        byte[] octets = Files.readAllBytes(folder.file(name));
        SegmentScan scan = SegmentScan.of(octets, storeId);
        if (newest) {
            scan = scan.withoutUnfinished();
        }
        boolean onlyHead = octets.length <= SegmentHead.OCTETS;
        if (!(newest && onlyHead)) {
            scan.damage()
                    .forEach(d -> findings.accept(
                            "Damage in the journal: " + name + ", " + d.where() + ": " + d.what() + "."));
        }
        for (Frame frame : scan.frames()) {
            if (frame.sequence() > after) {
                take(name, frame, sink);
            }
        }
        if (scan.tailOctets() > 0) {
            tail(name, octets, scan, newest);
        }
    }

    private void take(String name, Frame frame, Sink sink) {
        if (frame.sequence() <= last) {
            findings.accept(name + " repeats record " + frame.sequence() + "; the first one counts.");
            return;
        }
        if (frame.sequence() != last + 1) {
            findings.accept("Records " + (last + 1) + " to " + (frame.sequence() - 1) + " of the journal, before "
                    + name + ", are lost: what they changed is not in the keystore. Compare it with a backup.");
            pieces = Optional.empty();
        }
        last = frame.sequence();
        switch (frame.type()) {
            case BATCH -> {
                pieces = Optional.empty();
                commit(name, frame.sequence(), frame.payload(), sink);
            }
            case FIRST -> pieces = Optional.of(new OctetWriter().raw(frame.payload()));
            case MIDDLE -> continued(name, frame);
            case LAST -> {
                continued(name, frame);
                pieces.ifPresent(whole -> commit(name, frame.sequence(), whole.toArray(), sink));
                pieces = Optional.empty();
            }
            case ABANDON, CLOSED -> pieces = Optional.empty();
        }
    }

    private void continued(String name, Frame frame) {
        if (pieces.isEmpty()) {
            findings.accept("Record " + frame.sequence() + " in " + name
                    + " continues a change whose beginning is lost; the whole change is not in the keystore.");
        }
        pieces.ifPresent(begun -> begun.raw(frame.payload()));
    }

    private void commit(String name, long sequence, byte[] batch, Sink sink) {
        try {
            sink.batch(batch);
        } catch (Malformed e) {
            findings.accept("Record " + sequence + " in " + name + " is not understood: " + e.getMessage()
                    + ". What it changed is not in the keystore. Compare it with a backup.");
        }
    }

    /** Only the newest segment can have been in the middle of a write; elsewhere it is damage and stays as it is. */
    private void tail(String name, byte[] octets, SegmentScan scan, boolean newest) throws IOException {
        if (!newest) {
            findings.accept("Damage in the journal: " + name + ", octets " + scan.goodOctets() + " to the end.");
            return;
        }
        byte[] tail = Arrays.copyOfRange(octets, scan.goodOctets(), octets.length);
        var kept = folder.quarantine(name + ".tail-" + scan.goodOctets(), tail);
        folder.truncate(name, scan.goodOctets());
        findings.accept(tail.length + " octets at the end of " + name
                + " are no whole record, as after a change that was never finished. They were moved to " + kept + ".");
    }

    /** Takes batches. */
    interface Sink {
        void batch(byte[] octets) throws Malformed;
    }

    /**
     * What the journal came to.
     *
     * @param lastSequence of the last record
     * @param unfinished whether it ends within a batch
     */
    record Result(long lastSequence, boolean unfinished) {}
}
