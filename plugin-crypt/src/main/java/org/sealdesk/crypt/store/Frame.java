package org.sealdesk.crypt.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One record of the journal. On disk: marker, length of the payload, sequence, sequence of the last durable record,
 * type, CRC-32C over those four and the payload, payload. The marker lets a reader find the next record after a damaged
 * one.
 *
 * @param durable sequence of the last record that was known to be on the disk when this one was written: what is missing
 *     after it may never have been finished, what is missing up to it is damage
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier; nobody compares it
record Frame(long sequence, long durable, Type type, byte[] payload) {

    static final int HEAD_OCTETS = 4 + 4 + 8 + 8 + 1 + 4;

    private static final int SEQUENCE_AT = 8;
    private static final int DURABLE_AT = 16;
    private static final int TYPE_AT = 24;
    private static final int CHECKSUM_AT = 25;

    /** More is cut into several frames; a length above this is damage. */
    static final int MAX_PAYLOAD_OCTETS = 1024 * 1024;

    static final int MARKER = 0xA7_53_44_4A;

    /** What a record is for. */
    enum Type {
        /** A whole batch. */
        BATCH(1),
        /** The first piece of a batch that is too long for one record. */
        FIRST(2),
        /** A further piece. */
        MIDDLE(3),
        /** The last piece: now the batch counts. */
        LAST(4),
        /** The pieces before it came from a process that ended; they count for nothing. */
        ABANDON(5),
        /** The store was closed in order: a damaged record before it was whole once. */
        CLOSED(6);

        private final byte code;

        Type(int code) {
            this.code = (byte) code;
        }
    }

    void write(ByteBuffer out) {
        out.putInt(MARKER)
                .putInt(payload.length)
                .putLong(sequence)
                .putLong(durable)
                .put(type.code);
        out.putInt(checksum()).put(payload);
    }

    int octets() {
        return HEAD_OCTETS + payload.length;
    }

    private int checksum() {
        ByteBuffer head = ByteBuffer.allocate(CHECKSUM_AT - 4);
        head.putInt(payload.length)
                .putLong(sequence)
                .putLong(durable)
                .put(type.code)
                .flip();
        CRC32C crc = new CRC32C();
        crc.update(head);
        crc.update(payload);
        return (int) crc.getValue();
    }

    /** The record that begins at {@code at}. */
    static Frame read(ByteBuffer in, int at) throws Malformed {
        if (in.limit() - at < HEAD_OCTETS) {
            throw new Malformed("only " + (in.limit() - at) + " octets of a record");
        }
        if (in.getInt(at) != MARKER) {
            throw new Malformed("no record begins here");
        }
        int length = in.getInt(at + 4);
        if (length < 0 || length > MAX_PAYLOAD_OCTETS || length > in.limit() - at - HEAD_OCTETS) {
            throw new Malformed("record of " + length + " octets, " + (in.limit() - at - HEAD_OCTETS) + " are left");
        }
        byte[] payload = new byte[length];
        in.get(at + HEAD_OCTETS, payload);
        Frame frame = new Frame(
                in.getLong(at + SEQUENCE_AT), in.getLong(at + DURABLE_AT), typeOf(in.get(at + TYPE_AT)), payload);
        if (frame.checksum() != in.getInt(at + CHECKSUM_AT)) {
            throw new Malformed("checksum does not match");
        }
        return frame;
    }

    private static Type typeOf(byte code) throws Malformed {
        for (Type type : Type.values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new Malformed("record of unknown type " + code);
    }
}
