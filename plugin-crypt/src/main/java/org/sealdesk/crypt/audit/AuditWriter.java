package org.sealdesk.crypt.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.key.AuditHead;
import org.sealdesk.crypt.key.Author;

/** The end of the log: adds entries, each with the digest of the one before. One thread at a time. */
final class AuditWriter {

    private final AuditLines lines;
    private final InstantSource clock;
    private AuditHead head;

    private AuditWriter(AuditLines lines, InstantSource clock, AuditHead head) {
        this.lines = lines;
        this.clock = clock;
        this.head = head;
    }

    /**
     * Goes on where the log ends. What a process that was killed left unfinished is cut off and kept aside; where entries
     * are gone that the keystore remembers, the next number shows the gap for ever.
     */
    static AuditWriter open(AuditLines lines, InstantSource clock, AuditHead remembered) throws IOException {
        AuditHead last = lastWhole(lines, remembered);
        AuditWriter writer = new AuditWriter(lines, clock, last.sequence() > remembered.sequence() ? last : remembered);
        if (last.sequence() < remembered.sequence()) {
            writer.note(
                    "audit.gap",
                    "entries " + (last.sequence() + 1) + " to " + remembered.sequence() + " are gone from the log");
        } else if (last.sequence() > remembered.sequence()) {
            writer.note(
                    "audit.resumed",
                    "the keystore does not remember entries " + (remembered.sequence() + 1) + " to " + last.sequence()
                            + ": changes of keys in them did not happen, or it was restored from a backup");
        }
        return writer;
    }

    private static AuditHead lastWhole(AuditLines lines, AuditHead remembered) throws IOException {
        List<AuditLines.Segment> segments = lines.segments();
        for (int i = segments.size() - 1; i >= 0; i--) {
            AuditLines.Segment segment = segments.get(i);
            byte[] octets = lines.read(segment);
            AuditHead last = AuditHead.NONE;
            int end = 0;
            for (LineReader.Line line : LineReader.whole(octets)) {
                Optional<AuditEntry> entry = AuditEntry.parse(line.octets());
                if (entry.isPresent()) {
                    last = AuditEntry.head(entry.get().sequence(), line.octets());
                    end = line.end();
                }
            }
            mend(lines, segment, octets, end, last.sequence() >= remembered.sequence());
            if (last.sequence() > 0) {
                return last;
            }
        }
        return AuditHead.NONE;
    }

    /** An end that was acknowledged stays where it is, for people to look at, and the next line begins anew. */
    private static void mend(
            AuditLines lines, AuditLines.Segment segment, byte[] octets, int end, boolean unacknowledged)
            throws IOException {
        if (end == octets.length) {
            return;
        }
        if (unacknowledged) {
            lines.cutTail(segment, end);
        } else if (octets[octets.length - 1] != '\n') {
            lines.append(segment.firstSequence(), new byte[] {'\n'});
        }
    }

    private void note(String action, String what) throws IOException {
        append(Author.SYSTEM, List.of(AuditEvent.done(action, "", "", what)));
    }

    AuditHead head() {
        return head;
    }

    /** @return the entries, durable */
    List<AuditEntry> append(Author author, List<AuditEvent> events) throws IOException {
        List<AuditEntry> entries = new ArrayList<>(events.size());
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        AuditHead end = head;
        for (AuditEvent event : events) {
            AuditEntry entry = new AuditEntry(
                    end.sequence() + 1,
                    clock.instant(),
                    AuditEvent.cut(author.who()),
                    event,
                    AuditEvent.cut(author.reason()),
                    end.sha256());
            byte[] line = entry.line();
            octets.writeBytes(line);
            octets.write('\n');
            end = AuditEntry.head(entry.sequence(), line);
            entries.add(entry);
        }
        lines.append(head.sequence() + 1, octets.toByteArray());
        head = end;
        return entries;
    }
}
