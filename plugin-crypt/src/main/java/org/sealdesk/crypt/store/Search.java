package org.sealdesk.crypt.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.sealdesk.crypt.key.CertificateStore.Filter;
import org.sealdesk.crypt.key.CertificateStore.Page;
import org.sealdesk.crypt.key.CertificateStore.Query;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Pages of lists. A place in a list is an order: name and fingerprint of a certificate, so a page begins after the same
 * certificate whatever was added or deleted meanwhile.
 *
 * <p>What is asked for is looked up by its rarest part, a word or a part of the filter, and the others compared with what
 * stands beside the name. If even the rarest is too common to be gathered and sorted, the list itself is walked: then hits
 * are dense, unless common parts exclude each other. So that nobody waits for those, a walk rests after some rows, with a
 * short page.
 */
final class Search {

    static final int MAX_PAGE_SIZE = 1000;

    /** Totals are exact up to here. */
    static final int EXACT_TOTAL = 10_000;

    /** As many orders are gathered and sorted in a few tens of milliseconds. */
    private static final int MAX_GATHERED = 50_000;

    private final Finder finder;
    private final Query query;
    private final List<String> words;
    private final byte[] after;
    private final Limits limits;

    /**
     * @param gathered orders of one part of a query
     * @param lookedUp orders of one part of a query, if each has to be looked up
     * @param walked rows of a list until a rest
     */
    record Limits(int gathered, int lookedUp, int walked) {
        static final Limits DEFAULT = new Limits(MAX_GATHERED, 15_000, 30_000);
    }

    Search(Finder finder, Query query) {
        this(finder, query, Limits.DEFAULT);
    }

    Search(Finder finder, Query query, Limits limits) {
        if (query.size() < 1 || query.size() > MAX_PAGE_SIZE) {
            throw new IllegalArgumentException("page size " + query.size() + " is not 1 to " + MAX_PAGE_SIZE);
        }
        this.finder = finder;
        this.query = query;
        this.words = SearchWords.ofQuery(query.text());
        this.limits = limits;
        this.after = query.after().map(Octets::toArray).orElse(new byte[0]);
    }

    Page<StoredCertificate> page() {
        if (!query.text().isBlank() && words.isEmpty()) {
            return new Page<>(List.of(), 0, Optional.empty());
        }
        if (query.own().equals(Optional.of(true))) {
            return isPlain() ? all(CertificateKeys.ownByName(query.technology())) : own();
        }
        if (isPlain()) {
            return all(CertificateKeys.byName(query.technology()));
        }
        int gathered = isProved() ? limits.gathered() : limits.lookedUp();
        Optional<NavigableSet<byte[]>> rarest =
                new Criteria(finder.view(), query.technology(), gathered).smallest(query, words);
        return rarest.isPresent() ? gathered(rarest.get()) : walk();
    }

    private boolean isPlain() {
        return words.isEmpty() && query.filter().isNone();
    }

    /** A list as it is: its length is known. */
    private Page<StoredCertificate> all(KeyOctets list) {
        byte[] prefix = list.toArray();
        Iterator<Row> rows = finder.view().rows(list.raw(after).toArray(), KeyOctets.after(prefix));
        PageFiller filler = new PageFiller();
        while (rows.hasNext() && !filler.isFull()) {
            filler.offer(orderIn(rows.next()));
        }
        return filler.page(countAll());
    }

    /** Own certificates are few. */
    private Page<StoredCertificate> own() {
        NavigableSet<byte[]> orders = new TreeSet<>(Row.ORDER);
        finder.view()
                .rowsWith(CertificateKeys.ownByName(query.technology()).toArray())
                .forEachRemaining(row -> orders.add(orderIn(row)));
        return gathered(orders);
    }

    private Page<StoredCertificate> gathered(NavigableSet<byte[]> orders) {
        boolean proved = isProved();
        PageFiller filler = new PageFiller();
        for (byte[] order : orders) {
            if (filler.isDone()) {
                break;
            }
            if (proved || lookedUp(order)) {
                filler.offer(order);
            }
        }
        return filler.page(filler.matches);
    }

    /** Whether the rows of a word prove that all is as asked, without a look at each certificate. */
    private boolean isProved() {
        return query.filter().isNone()
                && words.size() == 1
                && !query.own().equals(Optional.of(true))
                && CertificateKeys.isIndexedWhole(words.get(0));
    }

    /** Counts from the beginning of the list as far as it goes, so that all pages of a short list say the same. */
    private Page<StoredCertificate> walk() {
        KeyOctets list = CertificateKeys.byName(query.technology());
        byte[] prefix = list.toArray();
        PageFiller filler = new PageFiller();
        byte[] reached = walk(prefix, prefix, filler);
        boolean rests = reached.length > 0 && !filler.isFull();
        if (rests && Row.ORDER.compare(reached, after) <= 0) {
            reached = walk(list.raw(after).toArray(), prefix, filler);
            rests = reached.length > 0 && !filler.isFull();
        }
        return rests ? filler.rest(reached) : filler.page(total(filler.matches));
    }

    /** @return the last order that was looked at if there are more; empty if the list is at its end */
    private byte[] walk(byte[] from, byte[] prefix, PageFiller filler) {
        Iterator<Row> rows = finder.view().rows(from, KeyOctets.after(prefix));
        byte[] last = {};
        for (int walked = 0; rows.hasNext(); walked++) {
            if (walked >= limits.walked() || filler.isDone()) {
                return last;
            }
            Row row = rows.next();
            last = orderIn(row);
            if (ListRow.matches(row.value(), words, query.filter())) {
                filler.offer(last);
            }
        }
        return new byte[0];
    }

    /** What one mark alone says is counted. */
    private long total(long matches) {
        Filter filter = query.filter();
        boolean oneTrust = words.isEmpty()
                && query.own().isEmpty()
                && filter.state().isEmpty()
                && filter.endingWithin().isEmpty()
                && filter.trust().isPresent();
        return oneTrust
                ? finder.view()
                        .counts()
                        .marked(query.technology(), Mark.of(filter.trust().get()))
                : matches;
    }

    private static byte[] orderIn(Row row) {
        return CertificateKeys.orderInName(row.key());
    }

    private boolean lookedUp(byte[] order) {
        return finder.view()
                .find(CertificateKeys.byName(query.technology(), order))
                .filter(row -> ListRow.matches(row, words, query.filter()))
                .isPresent();
    }

    private long countAll() {
        Technology technology = query.technology();
        var counts = finder.view().counts();
        return query.own()
                .map(own -> own ? counts.own(technology) : counts.certificates(technology) - counts.own(technology))
                .orElse(counts.certificates(technology));
    }

    /** Takes orders in order, counts those that match and keeps the ones that belong on the page. */
    private final class PageFiller {
        private final List<StoredCertificate> items = new ArrayList<>();
        private byte[] last = after;
        private boolean more;
        private long matches;

        void offer(byte[] order) {
            if (isDone() || isExcluded(order)) {
                return;
            }
            matches++;
            if (Row.ORDER.compare(order, after) <= 0) {
                return;
            }
            if (items.size() == query.size()) {
                more = true;
                return;
            }
            finder.byFingerprint(CertificateKeys.fingerprintIn(order)).ifPresent(items::add);
            last = order;
        }

        /** Whether it is known that another page follows. */
        boolean isFull() {
            return more;
        }

        boolean isDone() {
            return more && matches >= EXACT_TOTAL;
        }

        Page<StoredCertificate> page(long total) {
            return new Page<>(items, total, more ? Optional.of(Octets.of(last)) : Optional.empty());
        }

        /** A short page; the next one goes on behind what was looked at. */
        Page<StoredCertificate> rest(byte[] reached) {
            return new Page<>(items, total(matches), Optional.of(Octets.of(reached)));
        }
    }

    private boolean isExcluded(byte[] order) {
        return query.own().equals(Optional.of(false)) && finder.isOwn(CertificateKeys.fingerprintIn(order));
    }
}
