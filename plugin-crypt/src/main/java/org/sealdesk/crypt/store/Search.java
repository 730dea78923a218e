package org.sealdesk.crypt.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.sealdesk.crypt.key.CertificateStore.Page;
import org.sealdesk.crypt.key.CertificateStore.Query;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Pages of lists. A place in a list is an order: name and fingerprint of a certificate, so a page begins after the same
 * certificate whatever was added or deleted meanwhile.
 *
 * <p>Words are looked up by the rarest one and the others compared with the words beside the name. If even the rarest is
 * too common to be gathered and sorted, the list itself is walked: then hits are so dense that a page fills soon.
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
    private final int maxGathered;

    Search(Finder finder, Query query) {
        this(finder, query, MAX_GATHERED);
    }

    /** @param maxGathered of the orders under one word */
    Search(Finder finder, Query query, int maxGathered) {
        if (query.size() < 1 || query.size() > MAX_PAGE_SIZE) {
            throw new IllegalArgumentException("page size " + query.size() + " is not 1 to " + MAX_PAGE_SIZE);
        }
        this.finder = finder;
        this.query = query;
        this.words = SearchWords.ofQuery(query.text());
        this.maxGathered = maxGathered;
        this.after = query.after().map(Octets::toArray).orElse(new byte[0]);
    }

    Page<StoredCertificate> page() {
        if (!query.text().isBlank() && words.isEmpty()) {
            return new Page<>(List.of(), 0, Optional.empty());
        }
        if (query.own().equals(Optional.of(true))) {
            return walk(CertificateKeys.ownByName(query.technology()), row -> lookedUp(orderIn(row)));
        }
        Optional<NavigableSet<byte[]>> rarest = rarestWord();
        return rarest.isPresent()
                ? gathered(rarest.get())
                : walk(CertificateKeys.byName(query.technology()), row -> SearchWords.matches(row.value(), words));
    }

    /** The orders under the word with the fewest; empty if all words are too common. */
    private Optional<NavigableSet<byte[]>> rarestWord() {
        return words.stream()
                .map(this::gather)
                .flatMap(Optional::stream)
                .min(Comparator.comparingInt(NavigableSet::size));
    }

    private Optional<NavigableSet<byte[]>> gather(String word) {
        NavigableSet<byte[]> orders = new TreeSet<>(Row.ORDER);
        Iterator<Row> rows = finder.view()
                .rowsWith(CertificateKeys.word(query.technology(), word).toArray());
        while (rows.hasNext()) {
            orders.add(CertificateKeys.orderInWord(rows.next().key()));
            if (orders.size() > maxGathered) {
                return Optional.empty();
            }
        }
        return Optional.of(orders);
    }

    private Page<StoredCertificate> gathered(NavigableSet<byte[]> orders) {
        boolean proved = words.size() == 1 && CertificateKeys.isIndexedWhole(words.get(0));
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

    /** @param hasWords asked only if there are words */
    private Page<StoredCertificate> walk(KeyOctets list, Predicate<Row> hasWords) {
        byte[] prefix = list.toArray();
        boolean counted = words.isEmpty();
        byte[] from = counted ? list.raw(after).toArray() : prefix;
        Iterator<Row> rows = finder.view().rows(from, KeyOctets.after(prefix));
        PageFiller filler = new PageFiller();
        while (rows.hasNext() && !(counted ? filler.isFull() : filler.isDone())) {
            Row row = rows.next();
            if (counted || hasWords.test(row)) {
                filler.offer(orderIn(row));
            }
        }
        return filler.page(counted ? countAll() : filler.matches);
    }

    private static byte[] orderIn(Row row) {
        return CertificateKeys.orderInName(row.key());
    }

    private boolean lookedUp(byte[] order) {
        return words.isEmpty()
                || finder.view()
                        .find(CertificateKeys.byName(query.technology(), order))
                        .filter(encoded -> SearchWords.matches(encoded, words))
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
    }

    private boolean isExcluded(byte[] order) {
        return query.own().equals(Optional.of(false)) && finder.isOwn(CertificateKeys.fingerprintIn(order));
    }
}
