package org.sealdesk.crypt.audit;

import java.util.List;
import org.sealdesk.crypt.key.AuditHead;

/**
 * What a look at every entry found.
 *
 * @param entries that could be read
 * @param last the last of them
 * @param problems what was changed, removed, put in another order or cut off, with the numbers of the entries
 * @param notes what is no sign of tampering
 */
public record AuditReport(long entries, AuditHead last, List<String> problems, List<String> notes) {

    public AuditReport {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    public boolean isWhole() {
        return problems.isEmpty();
    }
}
