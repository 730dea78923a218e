package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.sealdesk.crypt.octets.Content;

/**
 * Quoted-printable (RFC 2045, section 6.7) as found in mail: a stray {@code =} stays as it is, space at the end of a
 * line goes, soft line breaks may be CRLF, LF or CR.
 */
final class QuotedPrintableDecoder {

    private static final int BUFFER_OCTETS = 16 * 1024;

    /** More white space than this in one run is content, whatever the standard says: memory stays bounded. */
    private static final int MAX_BLANKS = 8 * 1024;

    private final OutputStream to;
    private final byte[] out;
    private final byte[] blanks;
    private int filled;
    private int blankCount;
    private State state = State.TEXT;
    private int firstDigit;

    private enum State {
        TEXT,
        AFTER_EQUALS,
        AFTER_DIGIT,
        SOFT_BREAK_BLANKS,
        SOFT_BREAK_CR
    }

    private QuotedPrintableDecoder(OutputStream to, int bufferOctets) {
        this.to = to;
        this.out = new byte[bufferOctets];
        this.blanks = new byte[Math.min(bufferOctets, MAX_BLANKS)];
    }

    static void decode(Content encoded, OutputStream to) throws IOException {
        byte[] buffer = new byte[encoded.bufferOctets(BUFFER_OCTETS)];
        QuotedPrintableDecoder decoder = new QuotedPrintableDecoder(to, buffer.length);
        try (InputStream in = encoded.open()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    decoder.accept(buffer[i] & 0xff);
                }
            }
        }
        decoder.finish();
    }

    private void accept(int c) throws IOException {
        switch (state) {
            case TEXT -> acceptText(c);
            case AFTER_EQUALS -> acceptAfterEquals(c);
            case AFTER_DIGIT -> acceptSecondDigit(c);
            case SOFT_BREAK_BLANKS -> {
                if (c == '\n') {
                    state = State.TEXT;
                } else if (c == '\r') {
                    state = State.SOFT_BREAK_CR;
                } else if (c != ' ' && c != '\t') {
                    state = State.TEXT;
                    put('=');
                    acceptText(c);
                }
            }
            case SOFT_BREAK_CR -> {
                state = State.TEXT;
                if (c != '\n') {
                    acceptText(c);
                }
            }
        }
    }

    private void acceptText(int c) throws IOException {
        if (c == ' ' || c == '\t') {
            if (blankCount == blanks.length) {
                putBlanks();
            }
            blanks[blankCount++] = (byte) c;
            return;
        }
        if (c == '\r' || c == '\n') {
            blankCount = 0;
        } else {
            putBlanks();
        }
        if (c == '=') {
            state = State.AFTER_EQUALS;
        } else {
            put(c);
        }
    }

    private void acceptAfterEquals(int c) throws IOException {
        if (c == '\n') {
            state = State.TEXT;
        } else if (c == '\r') {
            state = State.SOFT_BREAK_CR;
        } else if (c == ' ' || c == '\t') {
            state = State.SOFT_BREAK_BLANKS;
        } else if (Character.digit(c, 16) >= 0) {
            state = State.AFTER_DIGIT;
            firstDigit = c;
        } else {
            state = State.TEXT;
            put('=');
            acceptText(c);
        }
    }

    private void acceptSecondDigit(int c) throws IOException {
        state = State.TEXT;
        int octet = EncodedWords.hex(firstDigit, c);
        if (octet >= 0) {
            put(octet);
        } else {
            put('=');
            put(firstDigit);
            acceptText(c);
        }
    }

    private void finish() throws IOException {
        if (state == State.AFTER_DIGIT) {
            put('=');
            put(firstDigit);
        }
        to.write(out, 0, filled);
    }

    private void putBlanks() throws IOException {
        for (int i = 0; i < blankCount; i++) {
            put(blanks[i]);
        }
        blankCount = 0;
    }

    private void put(int c) throws IOException {
        if (filled == out.length) {
            to.write(out, 0, filled);
            filled = 0;
        }
        out[filled++] = (byte) c;
    }
}
