package org.sealdesk.crypt.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a journal segment holds, damaged or not.
 *
 * @param frames whole records, in order
 * @param damage what is wrong between them, for administrators
 * @param goodOctets where the last whole record ends
 * @param tailOctets what follows that and is no record: a change that was never finished, or damage
 */
record SegmentScan(List<Frame> frames, List<Damage> damage, int goodOctets, int tailOctets) {

    /** @param where in the segment: octets, or its head */
    record Damage(String where, String what) {}

    static SegmentScan of(byte[] segment, StoreId storeId) {
        ByteBuffer in = ByteBuffer.wrap(segment);
        List<Damage> damage = new ArrayList<>();
        checkHead(in, storeId, damage);
        List<Frame> frames = new ArrayList<>();
        int at = SegmentHead.OCTETS;
        int good = Math.min(at, segment.length);
        while (at < segment.length) {
            try {
                Frame frame = Frame.read(in, at);
                frames.add(frame);
                at += frame.octets();
                good = at;
            } catch (Malformed e) {
                int next = nextFrame(in, at + 1);
                if (next < 0) {
                    break;
                }
                damage.add(new Damage("octets " + at + " to " + (next - 1), String.valueOf(e.getMessage())));
                at = next;
            }
        }
        return new SegmentScan(frames, damage, good, segment.length - good);
    }

    private static void checkHead(ByteBuffer in, StoreId storeId, List<Damage> damage) {
        try {
            SegmentHead head = SegmentHead.decode(in);
            if (!head.storeId().equals(storeId)) {
                damage.add(new Damage("head", "belongs to store " + head.storeId() + ", this is store " + storeId));
            }
        } catch (Malformed e) {
            damage.add(new Damage("head", String.valueOf(e.getMessage())));
        }
    }

    private static int nextFrame(ByteBuffer in, int from) {
        for (int at = from; at <= in.limit() - Frame.HEAD_OCTETS; at++) {
            if (in.getInt(at) == Frame.MARKER) {
                try {
                    Frame.read(in, at);
                    return at;
                } catch (Malformed e) {
                    // The marker's octets occur in payloads too; search on.
                }
            }
        }
        return -1;
    }
}
