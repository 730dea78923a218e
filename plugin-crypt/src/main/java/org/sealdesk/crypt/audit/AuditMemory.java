package org.sealdesk.crypt.audit;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** Lines that last as long as a keystore in memory. */
final class AuditMemory implements AuditLines {

    private static final Segment ONLY = new Segment("memory", 1);

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    @Override
    public void append(long firstSequence, byte[] lines) {
        octets.writeBytes(lines);
    }

    @Override
    public List<Segment> segments() {
        return List.of(ONLY);
    }

    @Override
    public void cutTail(Segment last, int length) {
        byte[] kept = Arrays.copyOf(octets.toByteArray(), length);
        octets.reset();
        octets.writeBytes(kept);
    }

    @Override
    public byte[] read(Segment segment) {
        return octets.toByteArray();
    }

    @Override
    public void close() {
        // Memory needs none.
    }
}
