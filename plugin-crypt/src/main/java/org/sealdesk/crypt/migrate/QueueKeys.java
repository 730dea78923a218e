package org.sealdesk.crypt.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.migrate.MigrationItem.Part;
import org.sealdesk.crypt.migrate.MigrationItem.Result;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Which key each queue signed with. Here a queue signs with the key of its address, so there is nothing to write; the
 * report says which key that should be.
 */
final class QueueKeys {

    static final String TABLE = "queue";

    /** {@code PGP::Detached::ID}, {@code PGP::Inline::ID}, {@code SMIME::Detached::FILE}, or without the middle. */
    private static final Pattern VALUE = Pattern.compile("(PGP|SMIME)::(?:(?:Detached|Inline)::)?([^:]+?)(?:::.*)?");

    /** Own keys are few; a desk with more names them by fingerprint. */
    private static final int MAX_OWN_KEYS = 10_000;

    private final Keystore keystore;
    private final Map<String, Set<String>> byFileName;

    /** @param byFileName fingerprints of the S/MIME certificates that belong to a file of the old system */
    QueueKeys(Keystore keystore, Map<String, Set<String>> byFileName) {
        this.keystore = keystore;
        this.byFileName = byFileName;
    }

    List<MigrationItem> map(String dump) {
        List<MigrationItem> items = new ArrayList<>();
        for (TableDump.Row row : TableDump.rows(dump, TABLE)) {
            Optional<String> value = row.cell("default_sign_key")
                    .or(() -> row.cells().stream()
                            .filter(c -> VALUE.matcher(c).matches())
                            .findFirst());
            String queue = name(row);
            value.filter(v -> !v.isBlank() && !v.equals("\\N") && !v.equalsIgnoreCase("null"))
                    .ifPresent(v -> items.add(map(queue, v)));
        }
        return items;
    }

    private static String name(TableDump.Row row) {
        Optional<String> named = row.cell("name").or(() -> row.cell("queue"));
        boolean numbered = row.cells().size() > 2 && row.cells().get(0).matches("\\d+");
        return named.orElseGet(() -> row.cells().get(numbered ? 1 : 0));
    }

    private MigrationItem map(String queue, String value) {
        Matcher m = VALUE.matcher(value);
        if (!m.matches()) {
            return failed(queue, "format.unsupported", "\"" + value + "\" is no signing key of the old system");
        }
        boolean pgp = m.group(1).equals("PGP");
        List<StoredCertificate> found = pgp ? pgp(m.group(2)) : smime(m.group(2));
        List<StoredCertificate> own =
                found.stream().filter(StoredCertificate::hasSecret).toList();
        if (own.isEmpty()) {
            String why = found.isEmpty() ? "no certificate here is" : "the private key is not here of";
            return failed(queue, "key.missing", why + " " + value + "; import it and run this again");
        }
        if (own.size() > 1) {
            return new MigrationItem(
                    Part.QUEUE,
                    queue,
                    Result.FAILED,
                    "key.ambiguous",
                    value + " fits " + own.size() + " keys; choose one and retire the others",
                    own.stream().map(c -> c.certificate().fingerprint().hex()).toList(),
                    Optional.empty());
        }
        StoredCertificate key = own.get(0);
        return MigrationItem.of(
                Part.QUEUE,
                queue,
                Result.MANUAL,
                "ok",
                value + " is " + key.certificate().fingerprint() + " ("
                        + key.certificate().displayName()
                        + "); a queue signs with the key of its address, "
                        + String.join(
                                ", ",
                                key.certificate().addresses().stream()
                                        .map(Object::toString)
                                        .sorted()
                                        .toList())
                        + ": set the queue's protection to \"sign\" and its technology to " + (pgp ? "PGP" : "S/MIME"),
                List.of(key.certificate().fingerprint().hex()));
    }

    private List<StoredCertificate> pgp(String id) {
        String hex = id.toUpperCase(Locale.ROOT).replaceFirst("^0X", "");
        return keystore.own(Technology.OPENPGP, MAX_OWN_KEYS).stream()
                .filter(c -> c.certificate().keys().stream().anyMatch(key -> isCalled(key.fingerprint(), hex)))
                .toList();
    }

    private static boolean isCalled(Fingerprint fingerprint, String hex) {
        return fingerprint.hex().equals(hex)
                || hex.length() >= 8
                        && hex.length() <= 16
                        && Fingerprint.keyIdText(fingerprint.keyId()).endsWith(hex);
    }

    private List<StoredCertificate> smime(String file) {
        return byFileName.getOrDefault(file, Set.of()).stream()
                .flatMap(f -> keystore.byAnyFingerprint(Octets.ofHex(f)).stream())
                .toList();
    }

    private static MigrationItem failed(String queue, String code, String reason) {
        return MigrationItem.of(Part.QUEUE, queue, Result.FAILED, code, reason, List.of());
    }
}
