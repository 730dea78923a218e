package org.sealdesk.crypt.key;

import java.util.List;

/**
 * What a look at every file of a keystore found. Nothing was changed.
 *
 * @param journalRecords whole records in the journal
 * @param problems damage; empty if the store is whole
 * @param notes what was not checked and why, and what lies around
 */
public record StoreReport(
        Contents contents, int generations, long journalRecords, List<Problem> problems, List<String> notes) {

    public StoreReport {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    public boolean isClean() {
        return problems.isEmpty();
    }

    /** What is in a store, as far as it could be read. */
    public record Contents(long openpgp, long smime, long ownOpenpgp, long ownSmime, long secrets) {}

    /**
     * @param file name in the store's directory
     * @param where octets or record, such as {@code octets 120 to 180} or {@code record 17}; empty for the file as a
     *     whole
     * @param what the rule that is broken, with values
     * @param advice what to do
     */
    public record Problem(String file, String where, String what, String advice) {

        @Override
        public String toString() {
            return file + (where.isEmpty() ? "" : ", " + where) + ": " + what + ". " + advice + ".";
        }
    }
}
