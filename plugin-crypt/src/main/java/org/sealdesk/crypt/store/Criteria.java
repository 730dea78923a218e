package org.sealdesk.crypt.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.sealdesk.crypt.key.CertificateStore.Filter;
import org.sealdesk.crypt.key.CertificateStore.Query;
import org.sealdesk.crypt.key.CertificateStore.State;
import org.sealdesk.crypt.verdict.Technology;

/**
 * What a query asks for, each as a range of index rows. Whatever matches the query is in every one of the ranges, so the
 * smallest is enough to look through.
 */
final class Criteria {

    /** Fewer than this are looked through sooner than a smaller range is found. */
    private static final int FEW = 500;

    private static final long SECONDS_OF_A_DAY = 86_400;

    private final View view;
    private final Technology technology;
    private final int maxGathered;

    Criteria(View view, Technology technology, int maxGathered) {
        this.view = view;
        this.technology = technology;
        this.maxGathered = maxGathered;
    }

    /** The orders in the smallest range, sorted; empty if all of them are too large to be gathered, or there is none. */
    Optional<NavigableSet<byte[]>> smallest(Query query, List<String> words) {
        Optional<NavigableSet<byte[]>> smallest = Optional.empty();
        for (Range range : ranges(query.filter(), words)) {
            Optional<NavigableSet<byte[]>> gathered = gather(range);
            if (gathered.isPresent()
                    && (smallest.isEmpty()
                            || gathered.get().size() < smallest.get().size())) {
                smallest = gathered;
            }
            if (smallest.isPresent() && smallest.get().size() < FEW) {
                return smallest;
            }
        }
        return smallest;
    }

    private List<Range> ranges(Filter filter, List<String> words) {
        List<Range> ranges = new ArrayList<>();
        filter.trust().ifPresent(trust -> ranges.add(marked(Mark.of(trust))));
        filter.state().ifPresent(state -> ranges.add(of(state, filter.at().getEpochSecond())));
        filter.endingWithin().ifPresent(days -> {
            long at = filter.at().getEpochSecond();
            ranges.add(ending(at + 1, at + days * SECONDS_OF_A_DAY + 1));
        });
        words.forEach(word -> ranges.add(word(word)));
        return ranges;
    }

    private Range word(String word) {
        byte[] prefix = CertificateKeys.word(technology, word).toArray();
        return new Range(List.of(new Slice(prefix, KeyOctets.after(prefix))), CertificateKeys::orderInWord, 0);
    }

    private Range of(State state, long at) {
        return switch (state) {
            case REVOKED -> marked(Mark.REVOKED);
            case WEAK -> marked(Mark.WEAK);
            case PUT_ASIDE -> marked(Mark.RETIRED, Mark.DISABLED);
            case EXPIRED -> ending(Long.MIN_VALUE, at + 1);
            case GOOD -> ending(at + 1, ListRow.NEVER);
            case NOT_YET_VALID ->
                new Range(
                        List.of(new Slice(
                                CertificateKeys.begins(technology, at + 1).toArray(),
                                end(CertificateKeys.begins(technology, ListRow.NEVER)))),
                        CertificateKeys::orderInTime,
                        0);
        };
    }

    private Range marked(Mark... marks) {
        List<Slice> slices = new ArrayList<>();
        long known = 0;
        for (Mark mark : marks) {
            byte[] prefix = CertificateKeys.mark(technology, mark).toArray();
            slices.add(new Slice(prefix, KeyOctets.after(prefix)));
            known += view.counts().marked(technology, mark);
        }
        return new Range(slices, CertificateKeys::orderInMark, known);
    }

    /** @param to exclusive, except that {@link ListRow#NEVER} stands for all the rest */
    private Range ending(long from, long to) {
        byte[] end = to == ListRow.NEVER
                ? end(CertificateKeys.ends(technology, to))
                : CertificateKeys.ends(technology, to).toArray();
        return new Range(
                List.of(new Slice(CertificateKeys.ends(technology, from).toArray(), end)),
                CertificateKeys::orderInTime,
                0);
    }

    private static byte[] end(KeyOctets last) {
        return KeyOctets.after(last.toArray());
    }

    private Optional<NavigableSet<byte[]>> gather(Range range) {
        if (range.known() > maxGathered) {
            return Optional.empty();
        }
        NavigableSet<byte[]> orders = new TreeSet<>(Row.ORDER);
        for (Slice slice : range.slices()) {
            Iterator<Row> rows = view.rows(slice.from(), slice.to());
            while (rows.hasNext()) {
                orders.add(range.order().apply(rows.next().key()));
                if (orders.size() > maxGathered) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(orders);
    }

    /**
     * @param order the place in the list that a key of these rows ends with
     * @param known how many rows there are; 0 if it is not known beforehand
     */
    private record Range(List<Slice> slices, UnaryOperator<byte[]> order, long known) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Slice(byte[] from, byte[] to) {}
}
