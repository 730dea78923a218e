package org.sealdesk.crypt.store;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Compares the index rows of a view with its records, both ways: every row that a record asks for is there, and no other
 * is. Reads everything once, and once more only if there is a row too many.
 */
final class IndexCheck {

    /** The first key of an index row. */
    private static final byte[] INDEX_FROM = {Table.ANY_FINGERPRINT.octet()};

    private final View view;
    private final Flaws flaws;
    private final Map<Integer, Long> marks = new HashMap<>();
    private Counts counts = Counts.ZERO;
    private long fitting;

    /** Gets what is wrong. */
    interface Flaws {

        void unreadable(Table table, String name, String why);

        /** An index row that its record asks for and that is not there, or has another value. */
        void missing(byte[] key, byte[] value);

        /** An index row that no record asks for. */
        void stray(byte[] key);

        /** A secret key whose record is whole; its seal was not tried. */
        void secret(SecretKeyId id, SecretRow row);
    }

    IndexCheck(View view, Flaws flaws) {
        this.view = view;
        this.flaws = flaws;
    }

    /** @return what the records come to */
    Counts run() {
        certificates();
        counts = counts.plusMarks(marks);
        secrets();
        fitting += new ListCheck(view, flaws).run();
        long rows = 0;
        Iterator<Row> index = view.rows(INDEX_FROM, View.END);
        while (index.hasNext()) {
            index.next();
            rows++;
        }
        if (rows != fitting) {
            strays();
        }
        return counts;
    }

    private void certificates() {
        Iterator<Row> rows = view.rowsWith(new KeyOctets(Table.CERTIFICATE).toArray());
        while (rows.hasNext()) {
            Row row = rows.next();
            try {
                StoredRecord record = CertificateCodec.decode(row.value());
                Certificate certificate = record.certificate();
                if (!Arrays.equals(CertificateKeys.certificate(certificate.fingerprint()), row.key())) {
                    throw new Malformed("it is the record of " + certificate.fingerprint());
                }
                boolean own = isOwn(certificate);
                counts = counts.plusCertificates(certificate.technology(), 1)
                        .plusOwn(certificate.technology(), own ? 1 : 0);
                SortedMap<byte[], byte[]> expected = expected(record, own);
                expected.forEach(this::require);
                expected.keySet().stream()
                        .filter(key -> key[0] == Table.MARK.octet())
                        .forEach(key -> marks.merge(Counts.place(key), 1L, Long::sum));
            } catch (Malformed e) {
                flaws.unreadable(Table.CERTIFICATE, nameIn(row.key()), String.valueOf(e.getMessage()));
            }
        }
    }

    private boolean isOwn(Certificate certificate) {
        return view.contains(CertificateKeys.secret(certificate.secretKeyId()));
    }

    private static SortedMap<byte[], byte[]> expected(StoredRecord record, boolean own) {
        SortedMap<byte[], byte[]> rows = CertificateKeys.of(record);
        if (own) {
            rows.putAll(CertificateKeys.own(record.certificate()));
        }
        return rows;
    }

    private void require(byte[] key, byte[] value) {
        Optional<byte[]> found = view.find(key);
        fitting += found.isPresent() ? 1 : 0;
        if (found.isEmpty() || !Arrays.equals(found.get(), value)) {
            flaws.missing(key, value);
        }
    }

    private void secrets() {
        Iterator<Row> rows = view.rowsWith(new KeyOctets(Table.SECRET).toArray());
        while (rows.hasNext()) {
            Row row = rows.next();
            counts = counts.plusSecrets(1);
            try {
                SecretRow secret = SecretRow.decode(row.value());
                SecretKeyId id = CertificateKeys.secretKeyIdIn(row.key());
                if (waits(id)) {
                    byte[] since = new OctetWriter(12).instant(secret.since()).toArray();
                    require(CertificateKeys.waiting(id), since);
                }
                flaws.secret(id, secret);
            } catch (Malformed | RuntimeException e) {
                flaws.unreadable(Table.SECRET, nameIn(row.key()), String.valueOf(e.getMessage()));
            }
        }
    }

    /** A secret S/MIME key that no certificate carries. */
    private boolean waits(SecretKeyId id) {
        if (id.technology() != Technology.SMIME) {
            return false;
        }
        Iterator<Row> carriers =
                view.rowsWith(CertificateKeys.publicKey(id.value()).toArray());
        while (carriers.hasNext()) {
            Fingerprint carrier = CertificateKeys.fingerprintIn(carriers.next().key());
            if (record(carrier)
                    .filter(r -> r.certificate().secretKeyId().equals(id))
                    .isPresent()) {
                return false;
            }
        }
        return true;
    }

    private Optional<StoredRecord> record(Fingerprint fingerprint) {
        Optional<byte[]> row = view.find(CertificateKeys.certificate(fingerprint));
        try {
            return row.isPresent() ? Optional.of(CertificateCodec.decode(row.get())) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private void strays() {
        Iterator<Row> index = view.rows(INDEX_FROM, View.END);
        while (index.hasNext()) {
            byte[] key = index.next().key();
            if (isStray(key)) {
                flaws.stray(key);
            }
        }
    }

    /** Rows of a record that cannot be read are left alone: the record is the problem. */
    private boolean isStray(byte[] key) {
        try {
            if (key[0] == Table.REVOCATION_LIST.octet()) {
                return ListCheck.isStray(view, key);
            }
            if (key[0] == Table.WAITING.octet()) {
                SecretKeyId id = CertificateKeys.secretKeyIdIn(key);
                return !view.contains(CertificateKeys.secret(id)) || !waits(id);
            }
            Fingerprint fingerprint = CertificateKeys.fingerprintIn(key);
            if (!view.contains(CertificateKeys.certificate(fingerprint))) {
                return true;
            }
            return record(fingerprint)
                    .map(r -> !expected(r, isOwn(r.certificate())).containsKey(key))
                    .orElse(false);
        } catch (RuntimeException e) {
            // A key that is not even made like one.
            return true;
        }
    }

    private static String nameIn(byte[] key) {
        return java.util.HexFormat.of().withUpperCase().formatHex(key, Math.min(key.length, 1), key.length);
    }

    /**
     * The view with index rows that fit its records. Records that cannot be read stay as they are.
     *
     * @return its counts are those of the records
     */
    static View repaired(View view) {
        Draft draft = new Draft(view);
        Counts counts = new IndexCheck(view, new Repair(draft)).run();
        View repaired = draft.view();
        return new View(repaired.delta(), repaired.frozen(), repaired.base(), counts);
    }

    private record Repair(Draft draft) implements Flaws {
        @Override
        public void unreadable(Table table, String name, String why) {
            // Only an import or a backup brings it back.
        }

        @Override
        public void missing(byte[] key, byte[] value) {
            draft.put(key, value);
        }

        @Override
        public void stray(byte[] key) {
            draft.delete(key);
        }

        @Override
        public void secret(SecretKeyId id, SecretRow row) {
            // Its index rows were checked with those of its certificates.
        }
    }
}
