package org.sealdesk.crypt.audit;

import java.io.IOException;
import java.util.List;

/** Where the lines are. Segments follow each other; only the last one grows. */
interface AuditLines {

    /** Adds whole lines; they are durable when this returns. After a failure none of them is there. */
    void append(long firstSequence, byte[] lines) throws IOException;

    /** Oldest first. */
    List<Segment> segments() throws IOException;

    /**
     * Takes an unfinished end off the last segment and keeps it aside.
     *
     * @param length that remains
     */
    void cutTail(Segment last, int length) throws IOException;

    /** @param firstSequence of the entry it was begun with */
    record Segment(String name, long firstSequence) {}

    byte[] read(Segment segment) throws IOException;

    void close() throws IOException;
}
