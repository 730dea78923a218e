package org.sealdesk.crypt.store;

import java.util.Iterator;
import java.util.Optional;

/** Rows in key order that no longer change. A value may say that the row is {@linkplain Row#isGone gone}. */
interface Layer {

    Optional<byte[]> find(byte[] key);

    /** Rows from {@code from} (inclusive) to {@code to} (exclusive), in order. */
    Iterator<Row> rows(byte[] from, byte[] to);

    boolean isEmpty();
}
