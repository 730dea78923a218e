package org.sealdesk.crypt.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.sealdesk.crypt.octets.Octets;

/** Builds the key of a row: fields one after another, so that the order of the octets is the order of the fields. */
final class KeyOctets {

    /** Long names are found by a digest of this length; the record itself is compared afterwards. */
    private static final int DIGEST_OCTETS = 16;

    private byte[] octets = new byte[64];
    private int size;

    KeyOctets(Table table) {
        octet(table.octet());
    }

    KeyOctets octet(int value) {
        makeRoom(1);
        octets[size++] = (byte) value;
        return this;
    }

    private void makeRoom(int more) {
        if (size + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, size + more));
        }
    }

    KeyOctets raw(byte[] value) {
        makeRoom(value.length);
        System.arraycopy(value, 0, octets, size, value.length);
        size += value.length;
        return this;
    }

    KeyOctets raw(Octets value) {
        return raw(value.toArray());
    }

    KeyOctets number(long value) {
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            octet((int) (value >>> shift));
        }
        return this;
    }

    /** In the order of signed numbers. */
    KeyOctets signed(long value) {
        return number(value ^ Long.MIN_VALUE);
    }

    /** UTF-8; more fields may follow after {@link #end()}. */
    KeyOctets text(String value) {
        return raw(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends a text, which must not contain U+0000; a shorter text comes before its continuations. */
    KeyOctets end() {
        return octet(0);
    }

    KeyOctets digest(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
                sha256.update(part);
            }
            return raw(Arrays.copyOf(sha256.digest(), DIGEST_OCTETS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    byte[] toArray() {
        return Arrays.copyOf(octets, size);
    }

    /** Without the first {@code from} octets. */
    byte[] toArrayFrom(int from) {
        return Arrays.copyOfRange(octets, from, size);
    }

    /** The first key after all keys that begin with {@code prefix}. */
    static byte[] after(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xff) {
                byte[] next = Arrays.copyOf(prefix, i + 1);
                next[i]++;
                return next;
            }
        }
        throw new IllegalArgumentException("no key follows a prefix of octets 0xFF only");
    }
}
