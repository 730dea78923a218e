package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Appends to the journal, in segments. Only on the store's writer thread: an interrupted thread closes a channel. */
final class JournalWriter implements AutoCloseable {

    /** A segment is read whole when the store opens. */
    private static final int MAX_SEGMENT_OCTETS = 32 * 1024 * 1024;

    private final StoreFolder folder;
    private final StoreId storeId;
    private long lastSequence;
    private Disk.@Nullable Output segment;
    private long segmentOctets;
    private Optional<String> broken = Optional.empty();

    /** @param lastSequence of everything in the journal so far; the next segment begins after it */
    JournalWriter(StoreFolder folder, StoreId storeId, long lastSequence) {
        this.folder = folder;
        this.storeId = storeId;
        this.lastSequence = lastSequence;
    }

    long lastSequence() {
        return lastSequence;
    }

    /** Why nothing can be appended; empty if something can, as far as is known. */
    Optional<String> broken() {
        return broken;
    }

    /**
     * Appends batches, each as one, and makes them durable together.
     *
     * @throws IOException if that failed; the journal is as before, or {@link #broken()} says why it is not
     */
    void append(List<byte[]> batches) throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (byte[] batch : batches) {
            addFrames(frames, batch);
        }
        write(frames);
    }

    void append(Frame.Type type) throws IOException {
        write(List.of(new Frame(lastSequence + 1, lastSequence, type, new byte[0])));
    }

    private void addFrames(List<Frame> frames, byte[] batch) {
        int from = 0;
        do {
            int to = Math.min(batch.length, from + Frame.MAX_PAYLOAD_OCTETS);
            frames.add(new Frame(
                    lastSequence + frames.size() + 1,
                    lastSequence,
                    typeOf(from == 0, to == batch.length),
                    Arrays.copyOfRange(batch, from, to)));
            from = to;
        } while (from < batch.length);
    }

    private static Frame.Type typeOf(boolean first, boolean last) {
        if (first) {
            return last ? Frame.Type.BATCH : Frame.Type.FIRST;
        }
        return last ? Frame.Type.LAST : Frame.Type.MIDDLE;
    }

    private void write(List<Frame> frames) throws IOException {
        mend();
        Disk.Output output = openSegment();
        long octets = 0;
        try {
            for (Frame frame : frames) {
                ByteBuffer record = ByteBuffer.allocate(frame.octets());
                frame.write(record);
                output.write(record.flip());
                octets += frame.octets();
            }
            output.force();
        } catch (IOException e) {
            takeBack(output, e);
            throw e;
        }
        segmentOctets += octets;
        lastSequence += frames.size();
    }

    /** What was half written must not be found when the store is opened again: nobody was told that it is there. */
    private void takeBack(Disk.Output output, IOException cause) {
        try {
            output.truncate(segmentOctets);
            output.force();
        } catch (IOException e) {
            broken = Optional.of("The journal in " + folder + " cannot be written (" + cause.getMessage()
                    + ") nor put back (" + e.getMessage()
                    + "). Check the disk; changes are tried again as soon as it works, and reading goes on meanwhile.");
        }
    }

    /** Once the disk works again, what could not be taken back then is taken back now. */
    void mend() throws IOException {
        if (broken.isPresent() && segment != null) {
            segment.truncate(segmentOctets);
            segment.force();
            broken = Optional.empty();
        }
    }

    private Disk.Output openSegment() throws IOException {
        if (segment != null && segmentOctets < MAX_SEGMENT_OCTETS) {
            return segment;
        }
        roll();
        long first = lastSequence + 1;
        Disk.Output output =
                folder.create(folder.file(StoreFolder.numbered(StoreFolder.JOURNAL, first, StoreFolder.JOURNAL_END)));
        try {
            byte[] head = new SegmentHead(storeId, first).encode();
            output.write(ByteBuffer.wrap(head));
            output.force();
            folder.sync();
            segmentOctets = head.length;
        } catch (IOException e) {
            output.close();
            throw e;
        }
        segment = output;
        return output;
    }

    /** The next append begins a new segment. The old one ends with what is durable, or goes on. */
    void roll() throws IOException {
        mend();
        close();
    }

    /** Says that everything before is whole, if anything was written since the last time. */
    void closeInOrder() throws IOException {
        if (segment != null) {
            append(Frame.Type.CLOSED);
        }
    }

    @Override
    public void close() throws IOException {
        Disk.Output old = segment;
        segment = null;
        if (old != null) {
            old.close();
        }
    }
}
