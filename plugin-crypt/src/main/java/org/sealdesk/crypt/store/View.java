package org.sealdesk.crypt.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The whole store at one moment, for as long as somebody holds it: the delta that takes the changes, one that is being
 * built into a generation (often empty), and the generation.
 */
record View(SortedRows delta, Layer frozen, Layer base, Counts counts) {

    static final View EMPTY = new View(SortedRows.EMPTY, SortedRows.EMPTY, SortedRows.EMPTY, Counts.ZERO);

    Optional<byte[]> find(byte[] key) {
        Optional<byte[]> found = delta.find(key);
        if (found.isEmpty()) {
            found = findOlder(key);
        }
        return found.filter(value -> !Row.isGone(value));
    }

    boolean contains(byte[] key) {
        return find(key).isPresent();
    }

    /** In the layers below the delta; may be {@linkplain Row#isGone gone}. */
    Optional<byte[]> findOlder(byte[] key) {
        Optional<byte[]> found = frozen.find(key);
        return found.isPresent() ? found : base.find(key);
    }

    Iterator<Row> rows(byte[] from, byte[] to) {
        List<Iterator<Row>> runs = new ArrayList<>(3);
        for (Layer layer : List.of(delta, frozen, base)) {
            if (!layer.isEmpty()) {
                runs.add(layer.rows(from, to));
            }
        }
        return new MergedRows(runs);
    }

    /** All rows whose key begins with {@code prefix}. */
    Iterator<Row> rowsWith(byte[] prefix) {
        return rows(prefix, KeyOctets.after(prefix));
    }

    /** The delta set aside to be built into a generation; changes go to a new, empty one. */
    View freeze() {
        return new View(SortedRows.EMPTY, delta, base, counts);
    }

    /** After the build: the generation holds what was frozen. */
    View rebase(Layer generation) {
        return new View(delta, SortedRows.EMPTY, generation, counts);
    }

    /** The build failed: what was frozen stays in memory, below the delta. */
    View thaw() {
        SortedRows.Edit joined = (frozen instanceof SortedRows rows ? rows : SortedRows.EMPTY).edit();
        Iterator<Row> newer = delta.rows(new byte[0], END);
        while (newer.hasNext()) {
            Row row = newer.next();
            joined.put(row.key(), row.value());
        }
        return new View(joined.rows(), SortedRows.EMPTY, base, counts);
    }

    /** After every key. */
    static final byte[] END = {(byte) 0xff};
}
