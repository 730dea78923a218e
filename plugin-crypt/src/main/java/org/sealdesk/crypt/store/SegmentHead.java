package org.sealdesk.crypt.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.sealdesk.crypt.octets.Octets;

/** The first octets of a journal segment: what it is, in which version, of which store, from which sequence on. */
record SegmentHead(StoreId storeId, long firstSequence) {

    static final int VERSION = 1;
    static final int OCTETS = 8 + 2 + StoreId.OCTETS + 8 + 4;

    private static final byte[] MAGIC = {'S', 'D', 'J', 'O', 'U', 'R', 'N', '\n'};

    byte[] encode() {
        return new OctetWriter(OCTETS)
                .raw(MAGIC)
                .u16(VERSION)
                .raw(storeId.octets().toArray())
                .i64(firstSequence)
                .checksum()
                .toArray();
    }

    static SegmentHead decode(ByteBuffer segment) throws Malformed {
        if (segment.limit() < OCTETS) {
            throw new Malformed("only " + segment.limit() + " octets of a head");
        }
        byte[] head = new byte[OCTETS];
        segment.get(0, head);
        OctetReader in = OctetReader.checked(head);
        if (!Arrays.equals(in.raw(MAGIC.length), MAGIC)) {
            throw new Malformed("not a journal");
        }
        int version = in.u16();
        if (version != VERSION) {
            throw new Malformed("journal of version " + version + ", this program reads " + VERSION);
        }
        return new SegmentHead(new StoreId(Octets.of(in.raw(StoreId.OCTETS))), in.i64());
    }
}
