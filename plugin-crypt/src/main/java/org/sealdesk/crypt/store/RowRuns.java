package org.sealdesk.crypt.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes rows in any order, more than the heap has room for, and gives them back sorted: sorted runs in temporary files,
 * merged. One thread.
 */
final class RowRuns implements AutoCloseable {

    private static final String NAME = "index-run-";

    /** What a row costs in memory beside its octets. */
    private static final int ROW_OVERHEAD_OCTETS = 100;

    private static final int GONE = -1;

    private final StoreFolder folder;
    private final long maxOctets;
    private final List<Path> runs = new ArrayList<>();
    private final List<DataInputStream> open = new ArrayList<>();
    private SortedMap<byte[], byte[]> rows = new TreeMap<>(Row.ORDER);
    private long octets;

    /** @param maxOctets of rows in memory */
    RowRuns(StoreFolder folder, long maxOctets) {
        this.folder = folder;
        this.maxOctets = maxOctets;
    }

    /** @param value may be {@link Row#gone()} */
    void add(byte[] key, byte[] value) {
        rows.put(key, value);
        octets += key.length + value.length + ROW_OVERHEAD_OCTETS;
        if (octets >= maxOctets) {
            try {
                spill();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void spill() throws IOException {
        Path run = folder.temporary(NAME + runs.size());
        runs.add(run);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run)))) {
            for (var row : rows.entrySet()) {
                out.writeInt(row.getKey().length);
                out.write(row.getKey());
                boolean gone = Row.isGone(row.getValue());
                out.writeInt(gone ? GONE : row.getValue().length);
                if (!gone) {
                    out.write(row.getValue());
                }
            }
        }
        rows = new TreeMap<>(Row.ORDER);
        octets = 0;
    }

    /** All rows, sorted; no more can be added. Keys that were added twice, in different runs, come twice. */
    Iterator<Row> sorted() throws IOException {
        PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(head -> head.row.key(), Row.ORDER));
        offer(
                heads,
                rows.entrySet().stream()
                        .map(e -> new Row(e.getKey(), e.getValue()))
                        .iterator());
        for (Path run : runs) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(run)));
            open.add(in);
            offer(heads, new Run(in));
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !heads.isEmpty();
            }

            @Override
            public Row next() {
                Head first = heads.remove();
                offer(heads, first.rest);
                return first.row;
            }
        };
    }

    private static void offer(PriorityQueue<Head> heads, Iterator<Row> rest) {
        if (rest.hasNext()) {
            heads.add(new Head(rest.next(), rest));
        }
    }

    private record Head(Row row, Iterator<Row> rest) {}

    @Override
    public void close() throws IOException {
        for (DataInputStream in : open) {
            in.close();
        }
        for (Path run : runs) {
            Files.deleteIfExists(run);
        }
    }

    private static final class Run implements Iterator<Row> {
        private final DataInputStream in;

        Run(DataInputStream in) {
            this.in = in;
        }

        @Override
        public boolean hasNext() {
            try {
                in.mark(1);
                boolean more = in.read() >= 0;
                in.reset();
                return more;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                byte[] key = in.readNBytes(in.readInt());
                int length = in.readInt();
                return new Row(key, length == GONE ? Row.gone() : in.readNBytes(length));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
