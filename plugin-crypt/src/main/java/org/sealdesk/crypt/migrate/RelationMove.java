package org.sealdesk.crypt.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.migrate.MigrationItem.Part;
import org.sealdesk.crypt.migrate.MigrationItem.Result;

/**
 * Takes over which certificates go along with signatures. The old system names them by subject hash and SHA-1; the hash
 * changes with OpenSSL's version, so the fingerprint decides.
 */
final class RelationMove {

    static final String TABLE = "smime_signer_cert_relations";

    private static final Pattern SHA1 = Pattern.compile("(?:[0-9A-Fa-f]{2}:){19}[0-9A-Fa-f]{2}");

    private final Keystore keystore;

    RelationMove(Keystore keystore) {
        this.keystore = keystore;
    }

    List<MigrationItem> move(String dump) {
        List<MigrationItem> items = new ArrayList<>();
        List<TableDump.Row> rows = TableDump.rows(dump, TABLE);
        rows.forEach(row -> items.add(move(row)));
        if (rows.isEmpty()) {
            items.add(failed(
                    "relations", "format.unsupported", "no row of " + TABLE + " was found; export the table as CSV"));
        }
        return items;
    }

    private MigrationItem move(TableDump.Row row) {
        String line = "line " + row.line();
        List<String> fingerprints =
                row.cells().stream().filter(c -> SHA1.matcher(c).matches()).toList();
        Optional<String> signer =
                row.cell("cert_fingerprint").or(() -> fingerprints.stream().findFirst());
        Optional<String> sent = row.cell("ca_fingerprint")
                .or(() -> fingerprints.stream().skip(1).findFirst());
        if (signer.isEmpty()
                || sent.isEmpty()
                || !SHA1.matcher(signer.get()).matches()
                || !SHA1.matcher(sent.get()).matches()) {
            return failed(line, "format.unsupported", line + " names no two certificates by SHA-1 with colons");
        }
        Optional<StoredCertificate> own = find(signer.get());
        Optional<StoredCertificate> related = find(sent.get());
        if (own.isEmpty() || related.isEmpty()) {
            String missing = own.isEmpty() ? signer.get() : sent.get();
            return failed(
                    line,
                    "certificate.missing",
                    "certificate " + missing + " is not here; import it and run this again");
        }
        return put(line, own.get(), related.get().certificate());
    }

    private Optional<StoredCertificate> find(String sha1) {
        return Fingerprint.parse(sha1).stream()
                .flatMap(v -> keystore.byAnyFingerprint(v).stream())
                .filter(c -> c.certificate().x509().isPresent())
                .findFirst();
    }

    private MigrationItem put(String line, StoredCertificate own, Certificate related) {
        Fingerprint fingerprint = related.fingerprint();
        List<String> both = List.of(own.certificate().fingerprint().hex(), fingerprint.hex());
        if (own.certificate().fingerprint().equals(fingerprint)) {
            return failed(line, "relation.self", line + " relates a certificate to itself; it goes along anyway");
        }
        if (own.facts().related().contains(fingerprint)) {
            return MigrationItem.of(Part.RELATION, line, Result.UNCHANGED, "ok", "already here", both);
        }
        List<Fingerprint> all = new ArrayList<>(own.facts().related());
        all.add(fingerprint);
        try {
            keystore.apply(List.of(new Keystore.Change.PutFacts(
                    own.certificate().fingerprint(), own.facts().withRelated(all))));
        } catch (KeystoreUnavailable e) {
            return failed(line, "store.unavailable", "not stored: " + e.getMessage());
        } catch (KeystoreLocked e) {
            throw new IllegalStateException("facts carry no secret", e);
        }
        return MigrationItem.of(
                Part.RELATION,
                line,
                Result.ADDED,
                "ok",
                related.displayName() + " goes along with signatures of "
                        + own.certificate().displayName(),
                both);
    }

    private static MigrationItem failed(String line, String code, String reason) {
        return MigrationItem.of(Part.RELATION, line, Result.FAILED, code, reason, List.of());
    }
}
