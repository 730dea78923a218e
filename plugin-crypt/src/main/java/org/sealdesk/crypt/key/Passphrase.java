package org.sealdesk.crypt.key;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A passphrase that can be wiped. Never prints itself. */
public final class Passphrase implements AutoCloseable {

    private static final int MAX_UTF8_OCTETS = 4;

    private final char[] value;

    private Passphrase(char[] value) {
        this.value = value;
    }

    /** Copies; the caller wipes its own array. */
    public static Passphrase of(char[] value) {
        return new Passphrase(value.clone());
    }

    public static Passphrase ofUtf8(byte[] utf8) {
        CharBuffer chars = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
        char[] value = new char[chars.remaining()];
        chars.get(value);
        Arrays.fill(chars.array(), '\0');
        return new Passphrase(value);
    }

    public Passphrase copy() {
        return of(value);
    }

    /** In UTF-16 units. */
    public int length() {
        return value.length;
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    /** A copy for a library that wipes what it gets; the caller wipes it otherwise. */
    public char[] toChars() {
        return value.clone();
    }

    /** A copy in UTF-8; the caller wipes it. */
    public byte[] toUtf8() {
        ByteBuffer bytes = ByteBuffer.allocate(value.length * MAX_UTF8_OCTETS);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(value), bytes, true);
        byte[] copy = Arrays.copyOf(bytes.array(), bytes.position());
        Arrays.fill(bytes.array(), (byte) 0);
        return copy;
    }

    @Override
    public void close() {
        Arrays.fill(value, '\0');
    }

    @Override
    public String toString() {
        return "Passphrase";
    }
}
