package org.sealdesk.crypt.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The CRC-32C of every page of a generation's file, so that each can be checked when it is first touched. */
final class PageSums {

    static final int PAGE_SHIFT = 16;
    static final int PAGE_OCTETS = 1 << PAGE_SHIFT;

    private final int[] sums;

    PageSums(int[] sums) {
        this.sums = sums;
    }

    static int pages(long octets) {
        return Math.toIntExact((octets + PAGE_OCTETS - 1) >>> PAGE_SHIFT);
    }

    int pages() {
        return sums.length;
    }

    boolean matches(int page, ByteBuffer octets) {
        return sums[page] == sum(octets);
    }

    static int sum(ByteBuffer octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets);
        return (int) crc.getValue();
    }

    byte[] encode() {
        OctetWriter out = new OctetWriter(sums.length * Integer.BYTES + 8).i32(sums.length);
        for (int sum : sums) {
            out.i32(sum);
        }
        return out.checksum().toArray();
    }

    static PageSums decode(byte[] octets) throws Malformed {
        OctetReader in = OctetReader.checked(octets);
        int count = in.i32();
        if (count < 0 || count != (octets.length - 2 * Integer.BYTES) / Integer.BYTES) {
            throw new Malformed("announces " + count + " pages in " + octets.length + " octets");
        }
        int[] sums = new int[count];
        for (int i = 0; i < count; i++) {
            sums[i] = in.i32();
        }
        in.end();
        return new PageSums(sums);
    }
}
