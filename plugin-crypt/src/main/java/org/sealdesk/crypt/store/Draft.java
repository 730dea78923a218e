package org.sealdesk.crypt.store;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.crypt.verdict.Technology;

/** A view in the making: takes the rows of a batch one after another and sees them at once. One thread. */
final class Draft {

    private final View begun;
    private final SortedRows.Edit delta;
    private Counts counts;

    Draft(View view) {
        this.begun = view;
        this.delta = view.delta().edit();
        this.counts = view.counts();
    }

    View view() {
        return new View(delta.rows(), begun.frozen(), begun.base(), counts);
    }

    Optional<byte[]> find(byte[] key) {
        Optional<byte[]> found = delta.find(key);
        return (found.isPresent() ? found : begun.findOlder(key)).filter(value -> !Row.isGone(value));
    }

    boolean contains(byte[] key) {
        return find(key).isPresent();
    }

    Iterator<Row> rowsWith(byte[] prefix) {
        return view().rowsWith(prefix);
    }

    void put(byte[] key, byte[] value) {
        delta.put(key, value);
    }

    void delete(byte[] key) {
        if (begun.findOlder(key).filter(value -> !Row.isGone(value)).isPresent()) {
            delta.put(key, Row.gone());
        } else {
            delta.remove(key);
        }
    }

    void countCertificates(Technology technology, long more) {
        counts = counts.plusCertificates(technology, more);
    }

    void countOwn(Technology technology, long more) {
        counts = counts.plusOwn(technology, more);
    }

    /** @param key of a row of {@link Table#MARK} */
    void countMark(byte[] key, long more) {
        counts = counts.plusMarks(Map.of(Counts.place(key), more));
    }

    void countSecrets(long more) {
        counts = counts.plusSecrets(more);
    }
}
