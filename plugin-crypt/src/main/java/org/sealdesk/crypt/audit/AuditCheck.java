package org.sealdesk.crypt.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.key.AuditHead;

/**
 * Reads every entry and sees that each follows the one before it as that was written, and that the last one is not older
 * than what the keystore remembers. Changes nothing.
 */
final class AuditCheck {

    /** More problems than these say nothing new. */
    private static final int MAX_PROBLEMS = 200;

    private final AuditLines lines;
    private final AuditHead remembered;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private AuditHead last = AuditHead.NONE;
    private long entries;
    private boolean rememberedSeen;

    /** @param remembered by the keystore */
    AuditCheck(AuditLines lines, AuditHead remembered) {
        this.lines = lines;
        this.remembered = remembered;
    }

    AuditReport run() throws IOException {
        for (AuditLines.Segment segment : lines.segments()) {
            int number = 0;
            for (LineReader.Line line : LineReader.all(lines.read(segment))) {
                number++;
                take(segment, number, line.octets());
            }
        }
        end();
        return new AuditReport(entries, last, problems, notes);
    }

    private void take(AuditLines.Segment segment, int number, byte[] octets) {
        Optional<AuditEntry> parsed = AuditEntry.parse(octets);
        if (parsed.isEmpty()) {
            problem("line " + number + " of " + segment.name() + " is no entry: it was changed or is damaged");
            return;
        }
        AuditEntry entry = parsed.get();
        AuditHead head = AuditEntry.head(entry.sequence(), octets);
        sequence(entry);
        if (entry.sequence() == last.sequence() + 1 && !entry.previous().equals(last.sha256())) {
            problem(
                    last.sequence() == 0
                            ? "entry 1 does not begin the log: it was changed"
                            : "entry " + last.sequence() + " was changed after entry " + entry.sequence()
                                    + " was written, or the link in entry " + entry.sequence() + " was");
        }
        if (entry.sequence() == remembered.sequence()) {
            rememberedSeen = true;
            if (!head.equals(remembered)) {
                problem("entry " + entry.sequence() + " was changed: the keystore remembers another one");
            }
        }
        entries++;
        last = head;
    }

    private void sequence(AuditEntry entry) {
        long expected = last.sequence() + 1;
        if (entry.sequence() > expected) {
            problem("entries " + expected + " to " + (entry.sequence() - 1) + " are missing before entry "
                    + entry.sequence());
        } else if (entry.sequence() < expected) {
            problem("entry " + entry.sequence() + " stands after entry " + last.sequence()
                    + ": entries were put in another order, or twice");
        }
    }

    private void end() {
        if (remembered.sequence() > last.sequence()) {
            problem("entries " + (last.sequence() + 1) + " to " + remembered.sequence()
                    + " were cut off at the end: the keystore remembers entry " + remembered.sequence());
        } else if (remembered.sequence() == 0 && entries > 0) {
            notes.add("the keystore remembers no entry; the end of the log is not proved");
        } else if (remembered.sequence() < last.sequence()) {
            if (!rememberedSeen) {
                problem("entry " + remembered.sequence() + ", which the keystore remembers, is missing");
            }
            notes.add("entries after " + remembered.sequence()
                    + " are newer than what the keystore remembers: the program"
                    + " ended between both, or the keystore was restored from a backup");
        }
    }

    private void problem(String what) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(what);
        }
    }
}
