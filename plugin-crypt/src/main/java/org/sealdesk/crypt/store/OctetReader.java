package org.sealdesk.crypt.store;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.sealdesk.crypt.octets.Octets;

/**
 * Reads what {@link OctetWriter} wrote and believes none of it: every length is checked against what is there before
 * anything is allocated.
 */
final class OctetReader {

    private final ByteBuffer octets;

    OctetReader(byte[] octets) {
        this(octets, 0, octets.length);
    }

    OctetReader(byte[] octets, int from, int length) {
        this.octets = ByteBuffer.wrap(octets, from, length);
    }

    /** Over octets that end with their {@linkplain OctetWriter#checksum() checksum}. */
    static OctetReader checked(byte[] octets) throws Malformed {
        int length = octets.length - Integer.BYTES;
        if (length < 0) {
            throw new Malformed("only " + octets.length + " octets");
        }
        CRC32C crc = new CRC32C();
        crc.update(octets, 0, length);
        int stored = ByteBuffer.wrap(octets).getInt(length);
        if (stored != (int) crc.getValue()) {
            throw new Malformed("checksum is " + Integer.toHexString((int) crc.getValue()) + ", stored is "
                    + Integer.toHexString(stored));
        }
        return new OctetReader(octets, 0, length);
    }

    int u8() throws Malformed {
        need(1);
        return octets.get() & 0xff;
    }

    int u16() throws Malformed {
        need(2);
        return octets.getShort() & 0xffff;
    }

    int i32() throws Malformed {
        need(Integer.BYTES);
        return octets.getInt();
    }

    long i64() throws Malformed {
        need(Long.BYTES);
        return octets.getLong();
    }

    byte[] raw(int length) throws Malformed {
        need(length);
        byte[] value = new byte[length];
        octets.get(value);
        return value;
    }

    byte[] block() throws Malformed {
        return raw(i32());
    }

    Octets octets() throws Malformed {
        return Octets.of(block());
    }

    String text() throws Malformed {
        byte[] utf8 = block();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("text at octet " + octets.position() + " is not UTF-8");
        }
    }

    boolean flag() throws Malformed {
        int value = u8();
        if (value > 1) {
            throw new Malformed("flag at octet " + octets.position() + " is " + value);
        }
        return value == 1;
    }

    Instant instant() throws Malformed {
        try {
            return Instant.ofEpochSecond(i64(), i32());
        } catch (DateTimeException | ArithmeticException e) {
            throw new Malformed("time before octet " + octets.position() + " is out of range");
        }
    }

    <T> List<T> list(Item<T> each) throws Malformed {
        int count = i32();
        need(count);
        List<T> values = new ArrayList<>(Math.min(count, 16));
        for (int i = 0; i < count; i++) {
            values.add(each.read(this));
        }
        return values;
    }

    <T> Optional<T> optional(Item<T> item) throws Malformed {
        return flag() ? Optional.of(item.read(this)) : Optional.empty();
    }

    /** What is left, as it is. */
    byte[] rest() {
        byte[] array = octets.array();
        int from = octets.arrayOffset() + octets.position();
        return Arrays.copyOfRange(array, from, from + octets.remaining());
    }

    void end() throws Malformed {
        if (octets.hasRemaining()) {
            throw new Malformed(octets.remaining() + " octets too many");
        }
    }

    private void need(int count) throws Malformed {
        if (count < 0 || count > octets.remaining()) {
            throw new Malformed("at octet " + octets.position() + " " + count + " octets are announced, "
                    + octets.remaining() + " are left");
        }
    }

    /** Reads one value. */
    interface Item<T> {
        T read(OctetReader reader) throws Malformed;
    }
}
