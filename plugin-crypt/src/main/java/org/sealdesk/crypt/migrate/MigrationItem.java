package org.sealdesk.crypt.migrate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealdesk.crypt.intake.ImportedItem;
import org.sealdesk.crypt.intake.ItemResult;

/**
 * What became, or would become, of one thing of the old system.
 *
 * @param what for people: a file, a key id, a line of a dump, a queue
 * @param code {@code ok}, or a stable name of what is in the way
 * @param reason one sentence in English
 * @param fingerprints of the certificates it is about, hexadecimal
 * @param key everything about a key or certificate
 */
public record MigrationItem(
        Part part,
        String what,
        Result result,
        String code,
        String reason,
        List<String> fingerprints,
        Optional<ImportedItem> key) {

    public MigrationItem {
        fingerprints = List.copyOf(fingerprints);
    }

    public enum Part {
        /** A key or certificate in a file. */
        KEY,
        /** A file as a whole. */
        FILE,
        PASSWORD,
        RELATION,
        QUEUE;

        /** The name in reports and scripts. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Result {
        ADDED,
        UPDATED,
        UNCHANGED,
        WAITING,
        FAILED,
        /** Understood, and for the administrator to set. */
        MANUAL;

        /** The name in reports and scripts. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Result of(ItemResult result) {
            return switch (result) {
                case ADDED -> ADDED;
                case UPDATED -> UPDATED;
                case UNCHANGED -> UNCHANGED;
                case WAITING -> WAITING;
                case FAILED -> FAILED;
            };
        }
    }

    static MigrationItem of(ImportedItem item) {
        return new MigrationItem(
                Part.KEY,
                item.file(),
                Result.of(item.result()),
                item.code(),
                item.reason(),
                item.fingerprint().stream().toList(),
                Optional.of(item));
    }

    static MigrationItem of(Part part, String what, Result result, String code, String reason, List<String> about) {
        return new MigrationItem(part, what, result, code, reason, about, Optional.empty());
    }
}
