package org.sealdesk.crypt.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.key.RevocationListFacts;
import org.sealdesk.crypt.octets.Octets;

/** Compares what a view says about its revocation lists with the lists themselves, both ways. */
final class ListCheck {

    private final View view;
    private final IndexCheck.Flaws flaws;
    private final Set<Octets> described = new HashSet<>();

    ListCheck(View view, IndexCheck.Flaws flaws) {
        this.view = view;
        this.flaws = flaws;
    }

    /** @return how many index rows have their list; the others are for the search for strays */
    long run() {
        long fitting = 0;
        Iterator<Row> rows = view.rowsWith(new KeyOctets(Table.REVOCATION_LIST).toArray());
        while (rows.hasNext()) {
            Row row = rows.next();
            fitting += isStray(view, row.key()) ? 0 : 1;
            described.add(RevocationListCodec.digestIn(row.key()));
            try {
                check(row);
            } catch (Malformed e) {
                flaws.unreadable(Table.REVOCATION_LIST, nameIn(row.key()), String.valueOf(e.getMessage()));
            }
        }
        undescribed();
        return fitting;
    }

    static boolean isStray(View view, byte[] key) {
        return !view.contains(RevocationListCodec.octets(RevocationListCodec.digestIn(key)));
    }

    private void check(Row row) throws Malformed {
        RevocationListFacts facts = RevocationListCodec.decode(row.value()).facts();
        if (!Arrays.equals(RevocationListCodec.facts(facts.issuerName(), facts.digest()), row.key())) {
            throw new Malformed("it is the record of list " + facts.digest().hex());
        }
        Optional<byte[]> list = view.find(RevocationListCodec.octets(facts.digest()));
        if (list.isPresent() && list.get().length != facts.octets()) {
            throw new Malformed("the list of " + facts.issuer() + " has " + list.get().length
                    + " octets, its record says " + facts.octets());
        }
        if (list.isPresent() && !digest(list.get()).equals(facts.digest())) {
            throw new Malformed("the list of " + facts.issuer() + " has the SHA-256 digest "
                    + digest(list.get()).hex() + ", its record says "
                    + facts.digest().hex());
        }
    }

    private void undescribed() {
        Iterator<Row> lists = view.rowsWith(new KeyOctets(Table.REVOCATION_LIST_OCTETS).toArray());
        while (lists.hasNext()) {
            byte[] key = lists.next().key();
            if (!described.contains(Octets.of(Arrays.copyOfRange(key, 1, key.length)))) {
                flaws.unreadable(
                        Table.REVOCATION_LIST_OCTETS,
                        nameIn(key),
                        "no record says whose list it is, so it is not used");
            }
        }
    }

    private static String nameIn(byte[] key) {
        return HexFormat.of().withUpperCase().formatHex(key, Math.min(key.length, 1), key.length);
    }

    private static Octets digest(byte[] list) {
        try {
            return Octets.of(MessageDigest.getInstance("SHA-256").digest(list));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
