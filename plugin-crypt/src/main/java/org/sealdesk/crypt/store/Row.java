package org.sealdesk.crypt.store;

import java.util.Arrays;
import java.util.Comparator;

/** A key with its value. Keys compare as unsigned octets. Nobody writes into either array. */
@SuppressWarnings("ArrayRecordComponent") // internal carrier, compared by key only
record Row(byte[] key, byte[] value) {

    static final Comparator<byte[]> ORDER = Arrays::compareUnsigned;

    /** The value of a row that is only there or not. */
    static final byte[] NOTHING = {};

    /** Stands in a newer layer for "no longer there, whatever older layers say"; recognised by identity. */
    private static final byte[] GONE = {0};

    static byte[] gone() {
        return GONE;
    }

    static boolean isGone(byte[] value) {
        return value == GONE;
    }
}
