package org.sealdesk.crypt.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.key.RevocationListFacts;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Turns changes into rows, on a draft. The same changes in the same order give the same rows, which is what makes the
 * journal enough to rebuild everything.
 */
final class ChangeRows {

    private final Draft draft;

    ChangeRows(Draft draft) {
        this.draft = draft;
    }

    void apply(LoggedChange change) {
        if (change instanceof LoggedChange.PutCertificate put) {
            put(put.record(), put.row());
        } else if (change instanceof LoggedChange.PutFacts put) {
            current(put.fingerprint())
                    .map(record -> new StoredRecord(record.certificate(), put.facts()))
                    .ifPresent(record -> put(record, CertificateCodec.encode(record)));
        } else if (change instanceof LoggedChange.DeleteCertificate delete) {
            delete(delete.fingerprint());
        } else if (change instanceof LoggedChange.PutSecret put) {
            putSecret(put.id(), put.row());
        } else if (change instanceof LoggedChange.DeleteSecret delete) {
            deleteSecret(delete.id());
        } else if (change instanceof LoggedChange.PutRevocationList put) {
            RevocationListFacts facts = put.list().facts();
            draft.put(RevocationListCodec.octets(facts.digest()), put.encoded().toArray());
            draft.put(
                    RevocationListCodec.facts(facts.issuerName(), facts.digest()),
                    RevocationListCodec.encode(put.list()));
        } else if (change instanceof LoggedChange.DeleteRevocationList delete) {
            deleteIfThere(RevocationListCodec.facts(delete.issuerName(), delete.digest()));
            deleteIfThere(RevocationListCodec.octets(delete.digest()));
        } else if (change instanceof LoggedChange.PutAuditHead put) {
            draft.put(SmallRows.auditHead(), SmallRows.encode(put.head()));
        } else if (change instanceof LoggedChange.PutUses put) {
            putUses(put.fingerprint(), put.uses());
        }
    }

    /** A damaged record counts as none: what replaces it stands on its own, rows that led to it lead nowhere. */
    private Optional<StoredRecord> current(Fingerprint fingerprint) {
        return draft.find(CertificateKeys.certificate(fingerprint)).flatMap(ChangeRows::decode);
    }

    private static Optional<StoredRecord> decode(byte[] row) {
        try {
            return Optional.of(CertificateCodec.decode(row));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private void put(StoredRecord record, byte[] row) {
        Certificate certificate = record.certificate();
        boolean own = hasSecret(certificate.secretKeyId());
        byte[] key = CertificateKeys.certificate(certificate.fingerprint());
        Optional<StoredRecord> old = current(certificate.fingerprint());
        boolean existed = draft.contains(key);
        draft.put(key, row);
        replace(old.map(o -> rowsOf(o, own)).orElseGet(() -> new TreeMap<>(Row.ORDER)), rowsOf(record, own));
        if (!existed) {
            draft.countCertificates(certificate.technology(), 1);
            draft.countOwn(certificate.technology(), own ? 1 : 0);
            stopWaiting(certificate.secretKeyId());
        }
    }

    /** Rows that stay as they are cost nothing. */
    private void replace(SortedMap<byte[], byte[]> old, SortedMap<byte[], byte[]> rows) {
        rows.forEach((key, value) -> {
            byte[] before = old.get(key);
            if (before == null || !Arrays.equals(before, value)) {
                putRow(key, value);
            }
        });
        old.keySet().stream().filter(key -> !rows.containsKey(key)).forEach(this::deleteRow);
    }

    private void putRow(byte[] key, byte[] value) {
        if (key[0] == Table.MARK.octet() && !draft.contains(key)) {
            draft.countMark(key, 1);
        }
        draft.put(key, value);
    }

    private void deleteRow(byte[] key) {
        if (key[0] == Table.MARK.octet() && draft.contains(key)) {
            draft.countMark(key, -1);
        }
        draft.delete(key);
    }

    private void delete(Fingerprint fingerprint) {
        byte[] key = CertificateKeys.certificate(fingerprint);
        if (!draft.contains(key)) {
            return;
        }
        Optional<StoredRecord> old = current(fingerprint);
        draft.delete(key);
        deleteIfThere(SmallRows.lastUsed(fingerprint));
        Technology technology = fingerprint.kind() == Fingerprint.Kind.X509 ? Technology.SMIME : Technology.OPENPGP;
        draft.countCertificates(technology, -1);
        if (old.isPresent()) {
            SecretKeyId id = old.get().certificate().secretKeyId();
            boolean own = hasSecret(id);
            rowsOf(old.get(), own).keySet().forEach(this::deleteRow);
            draft.countOwn(technology, own ? -1 : 0);
            waitIfAlone(id);
        }
    }

    private void putSecret(SecretKeyId id, SecretRow row) {
        byte[] key = CertificateKeys.secret(id);
        boolean existed = draft.contains(key);
        draft.put(key, row.encode());
        if (!existed) {
            draft.countSecrets(1);
            for (Certificate certificate : carriers(id)) {
                CertificateKeys.own(certificate).forEach(draft::put);
                draft.countOwn(certificate.technology(), 1);
            }
        }
        waitIfAlone(id);
    }

    private void deleteSecret(SecretKeyId id) {
        byte[] key = CertificateKeys.secret(id);
        if (!draft.contains(key)) {
            return;
        }
        draft.delete(key);
        draft.countSecrets(-1);
        stopWaiting(id);
        for (Certificate certificate : carriers(id)) {
            CertificateKeys.own(certificate).keySet().forEach(draft::delete);
            draft.countOwn(certificate.technology(), -1);
        }
    }

    private void putUses(Fingerprint fingerprint, LastUsed uses) {
        if (draft.contains(CertificateKeys.certificate(fingerprint))) {
            byte[] key = SmallRows.lastUsed(fingerprint);
            LastUsed before = draft.find(key).map(SmallRows::uses).orElse(LastUsed.NEVER);
            draft.put(key, SmallRows.encode(before.and(uses)));
        }
    }

    private void deleteIfThere(byte[] key) {
        if (draft.contains(key)) {
            draft.delete(key);
        }
    }

    private boolean hasSecret(SecretKeyId id) {
        return draft.contains(CertificateKeys.secret(id));
    }

    private void stopWaiting(SecretKeyId id) {
        deleteIfThere(CertificateKeys.waiting(id));
    }

    private void waitIfAlone(SecretKeyId id) {
        if (id.technology() == Technology.SMIME && carriers(id).isEmpty()) {
            since(id)
                    .ifPresent(at -> draft.put(
                            CertificateKeys.waiting(id),
                            new OctetWriter(12).instant(at).toArray()));
        }
    }

    private Optional<Instant> since(SecretKeyId id) {
        return draft.find(CertificateKeys.secret(id)).flatMap(row -> {
            try {
                return Optional.of(SecretRow.decode(row).since());
            } catch (Malformed e) {
                return Optional.empty();
            }
        });
    }

    /** Certificates here that belong to a secret key. */
    private List<Certificate> carriers(SecretKeyId id) {
        List<Certificate> carriers = new ArrayList<>();
        byte[] prefix = id.technology() == Technology.SMIME
                ? CertificateKeys.publicKey(id.value()).toArray()
                : CertificateKeys.anyFingerprint(id.value()).toArray();
        Iterator<Row> rows = draft.rowsWith(prefix);
        while (rows.hasNext()) {
            current(CertificateKeys.fingerprintIn(rows.next().key()))
                    .map(StoredRecord::certificate)
                    .filter(certificate -> certificate.secretKeyId().equals(id))
                    .ifPresent(carriers::add);
        }
        return carriers;
    }

    private static SortedMap<byte[], byte[]> rowsOf(StoredRecord record, boolean own) {
        SortedMap<byte[], byte[]> rows = CertificateKeys.of(record);
        if (own) {
            rows.putAll(CertificateKeys.own(record.certificate()));
        }
        return rows;
    }
}
