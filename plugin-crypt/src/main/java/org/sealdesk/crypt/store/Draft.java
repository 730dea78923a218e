package org.sealdesk.crypt.store;

import java.util.Iterator;
import java.util.Optional;
import org.sealdesk.crypt.verdict.Technology;

/** A view in the making: takes the rows of a batch one after another and sees them at once. One thread. */
final class Draft {

    private View view;

    Draft(View view) {
        this.view = view;
    }

    View view() {
        return view;
    }

    Optional<byte[]> find(byte[] key) {
        return view.find(key);
    }

    boolean contains(byte[] key) {
        return view.contains(key);
    }

    Iterator<Row> rowsWith(byte[] prefix) {
        return view.rowsWith(prefix);
    }

    void put(byte[] key, byte[] value) {
        replaceDelta(view.delta().with(key, value));
    }

    void delete(byte[] key) {
        boolean older = view.findOlder(key).filter(value -> !Row.isGone(value)).isPresent();
        replaceDelta(older ? view.delta().with(key, Row.gone()) : view.delta().without(key));
    }

    void countCertificates(Technology technology, long more) {
        replaceCounts(view.counts().plusCertificates(technology, more));
    }

    void countOwn(Technology technology, long more) {
        replaceCounts(view.counts().plusOwn(technology, more));
    }

    void countSecrets(long more) {
        replaceCounts(view.counts().plusSecrets(more));
    }

    private void replaceDelta(SortedRows delta) {
        view = new View(delta, view.frozen(), view.base(), view.counts());
    }

    private void replaceCounts(Counts counts) {
        view = new View(view.delta(), view.frozen(), view.base(), counts);
    }
}
