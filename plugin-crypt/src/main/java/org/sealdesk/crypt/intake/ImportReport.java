package org.sealdesk.crypt.intake;

import java.util.List;
import java.util.Set;

/** What became of everything in the files, in the order found. Each file has at least one item. */
public record ImportReport(List<ImportedItem> items) {

    private static final Set<String> PASSWORD_CODES = Set.of("password.needed", "password.wrong");

    public ImportReport {
        items = List.copyOf(items);
    }

    static ImportReport joined(List<ImportReport> parts) {
        return new ImportReport(
                parts.stream().flatMap(part -> part.items().stream()).toList());
    }

    public long count(ItemResult result) {
        return items.stream().filter(item -> item.result() == result).count();
    }

    /** Whether another password could bring more. */
    public boolean wantsPassword() {
        return items.stream().anyMatch(item -> PASSWORD_CODES.contains(item.code()));
    }

    /** Fingerprints of certificates whose record changed. */
    public List<String> changedFingerprints() {
        return items.stream()
                .filter(item -> item.result() == ItemResult.ADDED || item.result() == ItemResult.UPDATED)
                .flatMap(item -> item.fingerprint().stream())
                .distinct()
                .toList();
    }
}
