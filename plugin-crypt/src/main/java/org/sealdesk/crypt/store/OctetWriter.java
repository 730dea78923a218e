package org.sealdesk.crypt.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import org.sealdesk.crypt.octets.Octets;

/** Writes values one after another, big-endian; what {@link OctetReader} reads. */
final class OctetWriter {

    private byte[] octets;
    private int size;

    OctetWriter() {
        this(256);
    }

    OctetWriter(int capacity) {
        octets = new byte[capacity];
    }

    OctetWriter u8(int value) {
        makeRoom(1);
        octets[size++] = (byte) value;
        return this;
    }

    OctetWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    OctetWriter i32(int value) {
        return u16(value >>> 16).u16(value);
    }

    OctetWriter i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    OctetWriter raw(byte[] value) {
        makeRoom(value.length);
        System.arraycopy(value, 0, octets, size, value.length);
        size += value.length;
        return this;
    }

    /** With its length before it. */
    OctetWriter block(byte[] value) {
        return i32(value.length).raw(value);
    }

    OctetWriter block(Octets value) {
        return block(value.toArray());
    }

    OctetWriter text(String value) {
        return block(value.getBytes(StandardCharsets.UTF_8));
    }

    OctetWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    OctetWriter instant(Instant value) {
        return i64(value.getEpochSecond()).i32(value.getNano());
    }

    <T> OctetWriter list(Collection<T> values, BiConsumer<OctetWriter, T> each) {
        i32(values.size());
        values.forEach(value -> each.accept(this, value));
        return this;
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // mirrors the records that are written
    <T> OctetWriter optional(Optional<T> value, BiConsumer<OctetWriter, T> write) {
        flag(value.isPresent());
        value.ifPresent(v -> write.accept(this, v));
        return this;
    }

    /** The CRC-32C of everything so far, to be checked by {@link OctetReader#checked}. */
    OctetWriter checksum() {
        CRC32C crc = new CRC32C();
        crc.update(octets, 0, size);
        return i32((int) crc.getValue());
    }

    private void makeRoom(int more) {
        if (size + more > octets.length) {
            byte[] old = octets;
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, size + more));
            Arrays.fill(old, (byte) 0);
        }
    }

    int size() {
        return size;
    }

    byte[] toArray() {
        return Arrays.copyOf(octets, size);
    }

    /** For writers that held a secret. */
    void wipe() {
        Arrays.fill(octets, (byte) 0);
        size = 0;
    }
}
