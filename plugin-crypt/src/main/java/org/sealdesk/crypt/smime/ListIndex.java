package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.TBSCertList;

/** Where the entries of a revocation list are: one number for each, sorted, eight octets of memory an entry. */
final class ListIndex {

    private static final int HASH_SHIFT = 32;
    private static final int MAX_KNOWN = 1_000;

    /** Judges the extensions of an entry; lists repeat the same few over and over. */
    interface ExtensionRule {
        Optional<String> whyNot(Extensions extensions);
    }

    private final byte[] der;
    /** Hash of the serial number above, place of the entry below. */
    private final long[] sorted;

    private final int[] inOrder;

    private ListIndex(byte[] der, long[] sorted, int[] inOrder) {
        this.der = der;
        this.sorted = sorted;
        this.inOrder = inOrder;
    }

    /** @throws IOException if an entry is damaged, or breaks the rule */
    static ListIndex of(ListOctets list, ExtensionRule rule) throws IOException {
        byte[] der = list.der();
        long[] found = new long[count(list)];
        int[] inOrder = new int[found.length];
        Set<ByteBuffer> known = new HashSet<>();
        int n = 0;
        if (list.entries().isPresent()) {
            ListOctets.Field all = list.entries().get();
            for (int at = all.content(); at < all.end(); ) {
                ListOctets.Field entry = ListOctets.field(der, at, all.end());
                ListOctets.Field serial = ListOctets.field(der, entry.content(), entry.end());
                ListOctets.Field date = ListOctets.field(der, serial.end(), entry.end());
                if (date.end() < entry.end()) {
                    check(ByteBuffer.wrap(der, date.end(), entry.end() - date.end()), known, rule);
                }
                inOrder[n] = at;
                found[n++] = (long) hash(der, serial.content(), serial.end()) << HASH_SHIFT | at;
                at = entry.end();
            }
        }
        Arrays.sort(found);
        return new ListIndex(der, found, inOrder);
    }

    static int count(ListOctets list) throws IOException {
        int n = 0;
        if (list.entries().isPresent()) {
            ListOctets.Field all = list.entries().get();
            for (int at = all.content(); at < all.end(); n++) {
                at = ListOctets.field(list.der(), at, all.end()).end();
            }
        }
        return n;
    }

    private static void check(ByteBuffer octets, Set<ByteBuffer> known, ExtensionRule rule) throws IOException {
        if (known.contains(octets)) {
            return;
        }
        byte[] copy = new byte[octets.remaining()];
        octets.duplicate().get(copy);
        Optional<String> why;
        try {
            why = rule.whyNot(Extensions.getInstance(ASN1Primitive.fromByteArray(copy)));
        } catch (RuntimeException e) {
            throw new IOException("is damaged", e);
        }
        if (why.isPresent()) {
            throw new IOException("has an entry that " + why.get());
        }
        if (known.size() < MAX_KNOWN) {
            known.add(ByteBuffer.wrap(copy));
        }
    }

    private static int hash(byte[] octets, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + octets[i];
        }
        return hash;
    }

    /** The first entry with a serial number, wherever it is. */
    Optional<TBSCertList.CRLEntry> find(BigInteger serial) throws IOException {
        byte[] wanted = serial.toByteArray();
        long hash = (long) hash(wanted, 0, wanted.length) << HASH_SHIFT;
        int at = Arrays.binarySearch(sorted, hash);
        for (int i = at < 0 ? -at - 1 : at; i < sorted.length && sorted[i] >> HASH_SHIFT == hash >> HASH_SHIFT; i++) {
            int place = (int) sorted[i];
            ListOctets.Field entry = ListOctets.field(der, place, der.length);
            ListOctets.Field field = ListOctets.field(der, entry.content(), entry.end());
            if (Arrays.equals(der, field.content(), field.end(), wanted, 0, wanted.length)) {
                return Optional.of(entry(place));
            }
        }
        return Optional.empty();
    }

    int size() {
        return inOrder.length;
    }

    /** @param i from 0, in the order of the list */
    TBSCertList.CRLEntry get(int i) throws IOException {
        return entry(inOrder[i]);
    }

    private TBSCertList.CRLEntry entry(int place) throws IOException {
        ListOctets.Field entry = ListOctets.field(der, place, der.length);
        try {
            return TBSCertList.CRLEntry.getInstance(
                    ASN1Primitive.fromByteArray(Arrays.copyOfRange(der, place, entry.end())));
        } catch (RuntimeException e) {
            throw new IOException("is damaged", e);
        }
    }
}
