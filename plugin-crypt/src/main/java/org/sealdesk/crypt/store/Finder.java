package org.sealdesk.crypt.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.StoredCertificate;

/** Certificates of one view, read through the index rows that name them. */
final class Finder {

    private final View view;
    private final Consumer<String> onDamage;

    /** @param onDamage gets a text for administrators for each record that cannot be read */
    Finder(View view, Consumer<String> onDamage) {
        this.view = view;
        this.onDamage = onDamage;
    }

    View view() {
        return view;
    }

    Optional<StoredCertificate> byFingerprint(Fingerprint fingerprint) {
        return record(fingerprint)
                .map(record -> new StoredCertificate(record.certificate(), record.facts(), isOwn(fingerprint)));
    }

    Optional<StoredRecord> record(Fingerprint fingerprint) {
        Optional<byte[]> row = view.find(CertificateKeys.certificate(fingerprint));
        try {
            return row.isPresent() ? Optional.of(CertificateCodec.decode(row.get())) : Optional.empty();
        } catch (Malformed e) {
            onDamage.accept("The record of certificate " + fingerprint + " is damaged: " + e.getMessage()
                    + ". Import the certificate again or delete it; all others still work.");
            return Optional.empty();
        }
    }

    boolean isOwn(Fingerprint fingerprint) {
        var technology = fingerprint.kind() == Fingerprint.Kind.X509
                ? org.sealdesk.crypt.verdict.Technology.SMIME
                : org.sealdesk.crypt.verdict.Technology.OPENPGP;
        return view.contains(CertificateKeys.own(technology)
                .raw(CertificateKeys.idOf(fingerprint))
                .toArray());
    }

    /** All that the index rows with a prefix name; keys may be shortened, so each record is asked again. */
    List<StoredCertificate> all(KeyOctets prefix, Predicate<Certificate> really) {
        return some(view.rowsWith(prefix.toArray()), Integer.MAX_VALUE, really);
    }

    List<StoredCertificate> some(Iterator<Row> rows, int max, Predicate<Certificate> really) {
        List<StoredCertificate> found = new ArrayList<>();
        while (found.size() < max && rows.hasNext()) {
            byFingerprint(CertificateKeys.fingerprintIn(rows.next().key()))
                    .filter(stored -> really.test(stored.certificate()))
                    .ifPresent(found::add);
        }
        return found;
    }
}
