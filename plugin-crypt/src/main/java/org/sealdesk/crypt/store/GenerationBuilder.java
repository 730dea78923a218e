package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.zip.CRC32C;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;
import org.sealdesk.crypt.octets.Octets;

/**
 * Writes a generation: all rows of a view in one sorted pass into a new MapDB file, then reads every row back from the
 * closed file and compares, and only then gives the files their names. Runs for as long as a minute per million
 * certificates, beside readers and changes.
 */
final class GenerationBuilder {

    private static final int COPY_OCTETS = PageSums.PAGE_OCTETS;

    private final StoreFolder folder;
    private final StoreId storeId;

    GenerationBuilder(StoreFolder folder, StoreId storeId) {
        this.folder = folder;
        this.storeId = storeId;
    }

    /**
     * @param view its delta is empty
     * @param sequence of the last change in the view
     * @throws IOException if the disk fails, or what was read back is not what was written
     */
    Generation build(View view, long sequence) throws IOException {
        return build(view.rows(new byte[0], View.END), view.counts(), sequence);
    }

    /**
     * @param rows all of them, in order
     * @param sequence of the last change in them
     */
    Generation build(Iterator<Row> rows, Counts counts, long sequence) throws IOException {
        GenerationFiles files = new GenerationFiles(sequence);
        Path data = folder.temporary(files.data());
        Tally written = write(data, rows);
        Sums sums = sums(data);
        Manifest manifest =
                new Manifest(storeId, sequence, Files.size(data), sums.sha256(), written.rows, counts, Manifest.INDEX);
        try {
            verify(Generation.open(files, manifest, CheckedVolume.open(data, sums.pages())), written);
            return publish(files, manifest, sums.pages());
        } catch (Malformed | GenerationDamaged e) {
            throw new IOException("the new generation cannot be read back: " + e.getMessage(), e);
        }
    }

    /** A fault of the disk beneath written memory is an {@link InternalError}. */
    private Tally write(Path data, Iterator<Row> rows) throws IOException {
        try (Disk.Output output = folder.create(data)) {
            GenerationVolume volume = new GenerationVolume(data, output);
            Tally tally = write(volume, rows);
            volume.sync();
            return tally;
        } catch (DBException | InternalError e) {
            throw new IOException("building " + data + " failed: " + e.getMessage(), e);
        }
    }

    private static Tally write(GenerationVolume volume, Iterator<Row> rows) {
        Tally tally = new Tally();
        try (DB db = DBMaker.volumeDB(volume, false).make()) {
            Iterator<Row> rest = rows;
            var longRows = db.treeMap(Generation.LONG_ROWS, Serializer.BYTE_ARRAY_DELTA2, Serializer.BYTE_ARRAY)
                    .valuesOutsideNodesEnable()
                    .createFromSink();
            Row row = null;
            while (rest.hasNext()) {
                row = rest.next();
                if (!Table.hasLongValue(row.key())) {
                    break;
                }
                tally.add(row);
                longRows.put(row.key(), row.value());
                row = null;
            }
            longRows.create();
            var shortRows = db.treeMap(Generation.SHORT_ROWS, Serializer.BYTE_ARRAY_DELTA2, Serializer.BYTE_ARRAY)
                    .createFromSink();
            while (row != null) {
                tally.add(row);
                shortRows.put(row.key(), row.value());
                row = rest.hasNext() ? rest.next() : null;
            }
            shortRows.create();
        }
        return tally;
    }

    /** One pass over the file as readers will find it. */
    private static Sums sums(Path data) throws IOException {
        try (FileChannel channel = FileChannel.open(data, StandardOpenOption.READ)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            int[] sums = new int[PageSums.pages(channel.size())];
            ByteBuffer page = ByteBuffer.allocateDirect(COPY_OCTETS);
            for (int i = 0; i < sums.length; i++) {
                page.clear();
                while (page.hasRemaining() && channel.read(page) >= 0) {
                    // Reads until the page is full or the file ends.
                }
                page.flip();
                sha256.update(page.duplicate());
                sums[i] = PageSums.sum(page);
            }
            return new Sums(new PageSums(sums), Octets.of(sha256.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this Java has no SHA-256", e);
        }
    }

    private static void verify(Generation generation, Tally written) throws IOException {
        Tally read = new Tally();
        generation.rows(new byte[0], View.END).forEachRemaining(read::add);
        if (!read.equalTo(written)) {
            throw new IOException(generation + " was read back with " + read.rows + " rows where " + written.rows
                    + " were written, or with other octets in them");
        }
    }

    private Generation publish(GenerationFiles files, Manifest manifest, PageSums pages) throws IOException, Malformed {
        folder.publish(files.data());
        folder.write(files.pages(), pages.encode());
        folder.write(files.manifest(), manifest.encode());
        return Generation.open(folder, files, storeId);
    }

    private record Sums(PageSums pages, Octets sha256) {}

    /** Counts rows, sums them up, and sees that they ascend. */
    private static final class Tally {
        private final CRC32C sum = new CRC32C();
        private byte[] last = {};
        private long rows;

        void add(Row row) {
            if (Row.ORDER.compare(last, row.key()) >= 0) {
                throw new IllegalStateException("rows are not in order after row " + rows);
            }
            last = row.key();
            rows++;
            sum.update(ByteBuffer.allocate(8)
                    .putInt(row.key().length)
                    .putInt(row.value().length)
                    .flip());
            sum.update(row.key());
            sum.update(row.value());
        }

        boolean equalTo(Tally other) {
            return rows == other.rows && sum.getValue() == other.sum.getValue();
        }
    }
}
