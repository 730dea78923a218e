package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
    private @Nullable FileChannel segment;
    private long synced;
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

    /** Why nothing can be appended any more; empty if it can. */
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
        append(frames, lastSequence);
    }

    void append(Frame.Type type) throws IOException {
        append(List.of(new Frame(lastSequence + 1, type, new byte[0])), lastSequence);
    }

    private void addFrames(List<Frame> frames, byte[] batch) {
        int from = 0;
        do {
            int to = Math.min(batch.length, from + Frame.MAX_PAYLOAD_OCTETS);
            frames.add(new Frame(
                    lastSequence + frames.size() + 1,
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

    private void append(List<Frame> frames, long before) throws IOException {
        FileChannel channel = openSegment();
        long start = synced;
        try {
            for (Frame frame : frames) {
                ByteBuffer octets = ByteBuffer.allocate(frame.octets());
                frame.write(octets);
                StoreFolder.writeFully(channel, octets.flip());
            }
            channel.force(false);
            synced = channel.position();
            lastSequence += frames.size();
        } catch (IOException e) {
            lastSequence = before;
            takeBack(channel, start, e);
            throw e;
        }
    }

    /** What was half written must not be found when the store is opened again: nobody was told that it is there. */
    private void takeBack(FileChannel channel, long start, IOException cause) {
        try {
            channel.truncate(start);
            channel.position(start);
            channel.force(true);
        } catch (IOException e) {
            broken = Optional.of("The journal in " + folder + " cannot be written (" + cause.getMessage()
                    + ") nor put back (" + e.getMessage()
                    + "). Check the disk, then restart the plugin; reading goes on meanwhile.");
        }
    }

    private FileChannel openSegment() throws IOException {
        if (segment != null && synced < MAX_SEGMENT_OCTETS) {
            return segment;
        }
        roll();
        long first = lastSequence + 1;
        FileChannel channel =
                folder.create(folder.file(StoreFolder.numbered(StoreFolder.JOURNAL, first, StoreFolder.JOURNAL_END)));
        try {
            StoreFolder.writeFully(channel, ByteBuffer.wrap(new SegmentHead(storeId, first).encode()));
            channel.force(true);
            folder.sync();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        synced = channel.position();
        segment = channel;
        return channel;
    }

    /** The next append begins a new segment. */
    void roll() throws IOException {
        FileChannel old = segment;
        segment = null;
        if (old != null) {
            old.close();
        }
    }

    /** Says that everything before is whole, if anything was written since the last time. */
    void closeInOrder() throws IOException {
        if (segment != null) {
            append(Frame.Type.CLOSED);
        }
    }

    @Override
    public void close() throws IOException {
        roll();
    }
}
