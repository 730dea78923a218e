package org.sealdesk.crypt.store;

import java.util.ArrayList;
import java.util.List;
import org.sealdesk.crypt.key.StoreReport;

/** Collects what a check of the store's files finds. */
final class ProblemList {

    /** A store that is damaged everywhere gives no longer list. */
    private static final int MAX_PROBLEMS = 1_000;

    static final String FROM_BACKUP = "Restore the store from a backup if you miss something";
    static final String FALLS_BACK =
            "The next start sets it aside and uses the one before it with more of the journal;" + " check the disk";
    static final String REINDEX = "Run \"keys reindex\"";

    private final List<StoreReport.Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void add(String file, String where, String what, String advice) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new StoreReport.Problem(file, where, what, advice));
        } else {
            note("There are more than " + MAX_PROBLEMS + " problems; the others are not listed");
        }
    }

    void note(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
    }

    StoreReport report(StoreReport.Contents contents, int generations, long journalRecords) {
        return new StoreReport(contents, generations, journalRecords, problems, notes);
    }
}
