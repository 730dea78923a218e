package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Reads every record of the journal and says what is wrong with which; unlike {@link JournalReader} it heals nothing. */
final class JournalCheck {

    private final StoreFolder folder;
    private final StoreId storeId;
    private final ProblemList problems;
    private final long until;
    private long last = -1;
    private long records;
    private Optional<OctetWriter> pieces = Optional.empty();

    /** @param until the last record that counts, where somebody writes on; its segment is closed */
    JournalCheck(StoreFolder folder, StoreId storeId, ProblemList problems, long until) {
        this.until = until;
        this.folder = folder;
        this.storeId = storeId;
        this.problems = problems;
    }

    /** Whole records that were read. */
    long records() {
        return records;
    }

    /**
     * @param base what the newest whole generation holds
     * @param sequence of the last record in it
     * @return with the changes after it
     */
    View run(View base, long sequence) throws IOException {
        List<String> segments = JournalReader.segments(folder).stream()
                .filter(name -> JournalReader.firstSequence(name) <= until)
                .toList();
        long first = segments.isEmpty() ? sequence + 1 : JournalReader.firstSequence(segments.get(0));
        if (first > sequence + 1) {
            problems.add(
                    segments.get(0),
                    "record " + first,
                    "the journal begins here, and the newest whole generation ends with record " + sequence,
                    "The store does not open like this: restore it from a backup");
        }
        View view = base;
        for (int i = 0; i < segments.size(); i++) {
            boolean open = i == segments.size() - 1 && until == Long.MAX_VALUE;
            view = segment(segments.get(i), open ? Position.NEWEST : Position.OLDER, view, sequence);
        }
        return view;
    }

    private enum Position {
        OLDER,
        NEWEST
    }

    private View segment(String name, Position position, View base, long sequence) throws IOException {
        byte[] octets = Files.readAllBytes(folder.file(name));
        if (position == Position.NEWEST && octets.length < SegmentHead.OCTETS) {
            problems.note(name + " has only " + octets.length + " octets, as when its first record was never finished");
            return base;
        }
        SegmentScan scan = SegmentScan.of(octets, storeId);
        if (position == Position.NEWEST) {
            scan = scan.withoutUnfinished();
        }
        scan.damage().forEach(d -> problems.add(name, d.where(), d.what(), ProblemList.FROM_BACKUP));
        checkName(name, octets);
        View view = base;
        for (Frame frame : scan.frames()) {
            view = record(name, frame, view, sequence);
        }
        if (scan.tailOctets() > 0) {
            problems.add(
                    name,
                    "octets " + scan.goodOctets() + " to " + (octets.length - 1),
                    "they are no whole record: "
                            + (position == Position.NEWEST ? "a change that was never finished, or damage" : "damage"),
                    position == Position.NEWEST
                            ? "The next start moves them to the folder quarantine; check that the last change is there"
                            : ProblemList.FROM_BACKUP);
        }
        return view;
    }

    private void checkName(String name, byte[] octets) {
        try {
            long first = SegmentHead.decode(ByteBuffer.wrap(octets)).firstSequence();
            if (first != JournalReader.firstSequence(name)) {
                problems.add(
                        name, "head", "it begins with record " + first + ", its name says another", "Rename it back");
            }
        } catch (Malformed e) {
            // Already among the damage of the segment.
        }
    }

    private View record(String name, Frame frame, View view, long sequence) {
        long expected = last < 0 ? JournalReader.firstSequence(name) : last + 1;
        if (frame.sequence() != expected) {
            String what = frame.sequence() < expected
                    ? "it repeats record " + frame.sequence()
                    : "records " + expected + " to " + (frame.sequence() - 1) + " before it are missing";
            problems.add(name, "record " + frame.sequence(), what, ProblemList.FROM_BACKUP);
            pieces = Optional.empty();
            if (frame.sequence() < expected) {
                return view;
            }
        }
        last = frame.sequence();
        records++;
        return whole(name, frame)
                .map(batch -> batch(name, frame, batch, view, sequence))
                .orElse(view);
    }

    /** The batch that ends with this record. */
    private Optional<byte[]> whole(String name, Frame frame) {
        Optional<OctetWriter> begun = pieces;
        pieces = Optional.empty();
        return switch (frame.type()) {
            case BATCH -> Optional.of(frame.payload());
            case FIRST -> {
                pieces = Optional.of(new OctetWriter().raw(frame.payload()));
                yield Optional.empty();
            }
            case MIDDLE -> {
                pieces = continued(name, frame, begun);
                yield Optional.empty();
            }
            case LAST -> continued(name, frame, begun).map(OctetWriter::toArray);
            case ABANDON, CLOSED -> Optional.empty();
        };
    }

    private Optional<OctetWriter> continued(String name, Frame frame, Optional<OctetWriter> begun) {
        if (begun.isEmpty()) {
            problems.add(
                    name,
                    "record " + frame.sequence(),
                    "it continues a change whose beginning is not there",
                    ProblemList.FROM_BACKUP);
        }
        return begun.map(whole -> whole.raw(frame.payload()));
    }

    private View batch(String name, Frame frame, byte[] batch, View view, long sequence) {
        try {
            List<LoggedChange> changes = ChangeCodec.readBatch(batch);
            return frame.sequence() > sequence ? RowKeystore.withChanges(view, changes) : view;
        } catch (Malformed e) {
            problems.add(
                    name,
                    "record " + frame.sequence(),
                    "its change is not understood: " + e.getMessage(),
                    ProblemList.FROM_BACKUP);
            return view;
        }
    }
}
