package org.sealdesk.crypt.store;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealdesk.crypt.key.StoreReport;
import org.sealdesk.crypt.verdict.Technology;

/**
 * How many there are, kept along with every change because counting them would be a scan.
 *
 * @param marks by technology and mark, as {@link #place} says; those that nothing has are missing
 */
record Counts(long openpgp, long smime, long ownOpenpgp, long ownSmime, long secrets, SortedMap<Integer, Long> marks) {

    static final Counts ZERO = new Counts(0, 0, 0, 0, 0, new TreeMap<>());

    private static final int MARKS = 256;

    Counts {
        marks = new TreeMap<>(marks);
        marks.values().removeIf(count -> count == 0);
    }

    StoreReport.Contents contents() {
        return new StoreReport.Contents(openpgp, smime, ownOpenpgp, ownSmime, secrets);
    }

    long certificates(Technology technology) {
        return technology == Technology.OPENPGP ? openpgp : smime;
    }

    long own(Technology technology) {
        return technology == Technology.OPENPGP ? ownOpenpgp : ownSmime;
    }

    long marked(Technology technology, Mark mark) {
        return marks.getOrDefault(Codes.TECHNOLOGY.of(technology) * MARKS + mark.octet(), 0L);
    }

    /** Where the rows of a key of {@link Table#MARK} are counted. */
    static int place(byte[] key) {
        return key[1] * MARKS + key[2];
    }

    Counts plusCertificates(Technology technology, long more) {
        return technology == Technology.OPENPGP
                ? new Counts(openpgp + more, smime, ownOpenpgp, ownSmime, secrets, marks)
                : new Counts(openpgp, smime + more, ownOpenpgp, ownSmime, secrets, marks);
    }

    Counts plusOwn(Technology technology, long more) {
        return technology == Technology.OPENPGP
                ? new Counts(openpgp, smime, ownOpenpgp + more, ownSmime, secrets, marks)
                : new Counts(openpgp, smime, ownOpenpgp, ownSmime + more, secrets, marks);
    }

    Counts plusSecrets(long more) {
        return new Counts(openpgp, smime, ownOpenpgp, ownSmime, secrets + more, marks);
    }

    Counts plusMarks(Map<Integer, Long> more) {
        SortedMap<Integer, Long> sum = new TreeMap<>(marks);
        more.forEach((place, count) -> sum.merge(place, count, Long::sum));
        return new Counts(openpgp, smime, ownOpenpgp, ownSmime, secrets, sum);
    }
}
