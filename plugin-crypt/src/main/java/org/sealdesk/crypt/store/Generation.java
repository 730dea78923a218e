package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/**
 * An immutable MapDB file: one tree with the rows whose values are long, one with all others. Any reader's thread may
 * find in the middle of a lookup that a page is damaged; then {@link GenerationDamaged} says so.
 */
final class Generation implements Layer {

    static final String LONG_ROWS = "long";
    static final String SHORT_ROWS = "short";

    /** Files up to this size are checked whole when opened: it takes a few milliseconds. */
    private static final long CHECKED_AT_OPEN_OCTETS = 16L * 1024 * 1024;

    /** The first key that is no long row. */
    private static final byte[] SHORT_FROM = {(byte) (Table.REVOCATION_LIST_OCTETS.octet() + 1)};

    private final GenerationFiles files;
    private final Manifest manifest;
    private final CheckedVolume volume;
    private final BTreeMap<byte[], byte[]> longRows;
    private final BTreeMap<byte[], byte[]> shortRows;

    private Generation(
            GenerationFiles files,
            Manifest manifest,
            CheckedVolume volume,
            BTreeMap<byte[], byte[]> longRows,
            BTreeMap<byte[], byte[]> shortRows) {
        this.files = files;
        this.manifest = manifest;
        this.volume = volume;
        this.longRows = longRows;
        this.shortRows = shortRows;
    }

    /** @throws GenerationDamaged if a page that was read is not what was written */
    static Generation open(StoreFolder folder, GenerationFiles files, StoreId storeId) throws IOException, Malformed {
        Manifest manifest = Manifest.decode(Files.readAllBytes(folder.file(files.manifest())));
        if (!manifest.storeId().equals(storeId)) {
            throw new Malformed("it belongs to store " + manifest.storeId() + ", this is store " + storeId);
        }
        PageSums sums = PageSums.decode(Files.readAllBytes(folder.file(files.pages())));
        return open(files, manifest, CheckedVolume.open(folder.file(files.data()), sums));
    }

    static Generation open(GenerationFiles files, Manifest manifest, CheckedVolume volume) throws Malformed {
        if (volume.length() != manifest.octets()) {
            throw new Malformed("it has " + volume.length() + " octets, " + manifest.octets() + " were written");
        }
        if (volume.length() <= CHECKED_AT_OPEN_OCTETS) {
            volume.checkAll();
        }
        return guarded(volume, () -> {
            DB db = DBMaker.volumeDB(volume, true).readOnly().make();
            return new Generation(files, manifest, volume, tree(db, LONG_ROWS), tree(db, SHORT_ROWS));
        });
    }

    private static BTreeMap<byte[], byte[]> tree(DB db, String name) {
        return db.treeMap(name, Serializer.BYTE_ARRAY_DELTA2, Serializer.BYTE_ARRAY)
                .open();
    }

    GenerationFiles files() {
        return files;
    }

    Manifest manifest() {
        return manifest;
    }

    /** Checks every page. */
    void check() {
        volume.checkAll();
    }

    @Override
    public Optional<byte[]> find(byte[] key) {
        return guarded(volume, () -> Optional.ofNullable((Table.hasLongValue(key) ? longRows : shortRows).get(key)));
    }

    @Override
    public Iterator<Row> rows(byte[] from, byte[] to) {
        boolean someLong = Row.ORDER.compare(from, SHORT_FROM) < 0;
        boolean someShort = Row.ORDER.compare(to, SHORT_FROM) > 0;
        if (someLong && someShort) {
            return new Joined(rows(longRows, from, SHORT_FROM), rows(shortRows, SHORT_FROM, to));
        }
        return rows(someLong ? longRows : shortRows, from, to);
    }

    private Iterator<Row> rows(BTreeMap<byte[], byte[]> tree, byte[] from, byte[] to) {
        if (Row.ORDER.compare(from, to) >= 0) {
            return Collections.emptyIterator();
        }
        return guarded(volume, () -> new Guarded(volume, tree.entryIterator(from, true, to, false)));
    }

    @Override
    public boolean isEmpty() {
        return manifest.rows() == 0;
    }

    /** MapDB reports what it stumbles over in many ways; all of them mean that the file is damaged. */
    private static <T> T guarded(CheckedVolume volume, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (DBException | IndexOutOfBoundsException | NegativeArraySizeException | AssertionError e) {
            throw new GenerationDamaged(volume.getFile().toPath(), e);
        }
    }

    @Override
    public String toString() {
        return files.data();
    }

    private record Guarded(CheckedVolume volume, Iterator<Map.Entry<byte[], byte[]>> entries) implements Iterator<Row> {

        @Override
        public boolean hasNext() {
            return guarded(volume, entries::hasNext);
        }

        @Override
        public Row next() {
            return guarded(volume, () -> {
                Map.Entry<byte[], byte[]> entry = entries.next();
                return new Row(entry.getKey(), entry.getValue());
            });
        }
    }

    private record Joined(Iterator<Row> first, Iterator<Row> second) implements Iterator<Row> {

        @Override
        public boolean hasNext() {
            return first.hasNext() || second.hasNext();
        }

        @Override
        public Row next() {
            return first.hasNext() ? first.next() : second.next();
        }
    }
}
