package org.sealdesk.crypt.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Several sorted runs as one: of equal keys the newest counts, and rows that are gone do not appear. */
final class MergedRows implements Iterator<Row> {

    private final List<Run> newestFirst = new ArrayList<>();
    private @Nullable Row next;

    MergedRows(List<Iterator<Row>> newestFirst) {
        newestFirst.forEach(rows -> this.newestFirst.add(new Run(rows)));
        advance();
    }

    private void advance() {
        do {
            next = take();
        } while (next != null && Row.isGone(next.value()));
    }

    private @Nullable Row take() {
        Row smallest = null;
        for (Run run : newestFirst) {
            Row head = run.head;
            if (head == null) {
                continue;
            }
            int order = smallest == null ? -1 : Row.ORDER.compare(head.key(), smallest.key());
            if (order < 0) {
                smallest = head;
            }
        }
        if (smallest != null) {
            for (Run run : newestFirst) {
                if (run.head != null && Row.ORDER.compare(run.head.key(), smallest.key()) == 0) {
                    run.advance();
                }
            }
        }
        return smallest;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Row next() {
        Row row = next;
        if (row == null) {
            throw new NoSuchElementException();
        }
        advance();
        return row;
    }

    private static final class Run {
        private final Iterator<Row> rows;
        private @Nullable Row head;

        Run(Iterator<Row> rows) {
            this.rows = rows;
            advance();
        }

        void advance() {
            head = rows.hasNext() ? rows.next() : null;
        }
    }
}
