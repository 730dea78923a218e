package org.sealdesk.crypt.store;

/**
 * Sizes a durable keystore works with.
 *
 * @param minFreeOctets with less room than this on the disk changes are refused, before the disk is full
 * @param minDeltaOctets fewer octets of changes in memory never make a new generation
 * @param maxDeltaOctets so many do, however large the generation is; also bounds the heap
 * @param deltaPercent between the two: share of the generation's size
 * @param generationsKept at least 2, so that a damaged one has a predecessor
 */
public record StoreSettings(
        long minFreeOctets, long minDeltaOctets, long maxDeltaOctets, int deltaPercent, int generationsKept) {

    private static final long MIB = 1024 * 1024;

    public StoreSettings {
        if (generationsKept < 2) {
            throw new IllegalArgumentException("generationsKept is " + generationsKept + ", at least 2 are needed");
        }
        if (minDeltaOctets < 1 || maxDeltaOctets < minDeltaOctets) {
            throw new IllegalArgumentException(
                    "delta sizes are " + minDeltaOctets + " to " + maxDeltaOctets + ", which is no range");
        }
    }

    /** @param maxHeapOctets as of {@link Runtime#maxMemory()}: a quarter at most goes to changes, half while building */
    public static StoreSettings forHeap(long maxHeapOctets) {
        long maxDelta = Math.max(32 * MIB, Math.min(192 * MIB, maxHeapOctets / 5));
        return new StoreSettings(256 * MIB, 16 * MIB, maxDelta, 25, 2);
    }

    /** Changes in memory from which a new generation is worth its cost. */
    long deltaLimit(long generationOctets) {
        return Math.max(minDeltaOctets, Math.min(maxDeltaOctets, generationOctets / 100 * deltaPercent));
    }
}
