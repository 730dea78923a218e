package org.sealdesk.crypt.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a journal segment holds, damaged or not.
 *
 * @param first sequence that its head promises; 0 if the head is damaged
 * @param frames whole records, in order
 * @param damage what is wrong between them, for administrators
 * @param goodOctets where the last whole record ends
 * @param tailOctets what follows that and is no record: a change that was never finished, or damage
 */
record SegmentScan(long first, List<Frame> frames, List<Damage> damage, int goodOctets, int tailOctets) {

    /**
     * @param where in the segment: octets, or its head
     * @param at the octet where it begins
     * @param framesBefore whole records before it
     */
    record Damage(String where, String what, int at, int framesBefore) {}

    static SegmentScan of(byte[] segment, StoreId storeId) {
        ByteBuffer in = ByteBuffer.wrap(segment);
        List<Damage> damage = new ArrayList<>();
        long first = checkHead(in, storeId, damage);
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
                damage.add(new Damage(
                        "octets " + at + " to " + (next - 1), String.valueOf(e.getMessage()), at, frames.size()));
                at = next;
            }
        }
        return new SegmentScan(first, frames, damage, good, segment.length - good);
    }

    /**
     * For the newest segment. Records that are written together may reach the disk in any order before it says that they
     * are all there: what stands after a gap in such a group was never finished.
     */
    SegmentScan withoutUnfinished() {
        for (int i = 0; i < damage.size(); i++) {
            Damage gap = damage.get(i);
            if (gap.at() >= SegmentHead.OCTETS && isUnfinished(gap)) {
                int end = goodOctets + tailOctets;
                return new SegmentScan(
                        first, frames.subList(0, gap.framesBefore()), damage.subList(0, i), gap.at(), end - gap.at());
            }
        }
        return this;
    }

    private boolean isUnfinished(Damage gap) {
        long before = gap.framesBefore() == 0
                ? first - 1
                : frames.get(gap.framesBefore() - 1).sequence();
        return before >= frames.get(frames.size() - 1).durable();
    }

    private static long checkHead(ByteBuffer in, StoreId storeId, List<Damage> damage) {
        try {
            SegmentHead head = SegmentHead.decode(in);
            if (!head.storeId().equals(storeId)) {
                damage.add(
                        new Damage("head", "belongs to store " + head.storeId() + ", this is store " + storeId, 0, 0));
            }
            return head.firstSequence();
        } catch (Malformed e) {
            damage.add(new Damage("head", String.valueOf(e.getMessage()), 0, 0));
            return 0;
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
