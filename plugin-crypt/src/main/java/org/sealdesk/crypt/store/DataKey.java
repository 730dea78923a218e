package org.sealdesk.crypt.store;

import java.time.Instant;
import java.util.Arrays;
import org.sealdesk.crypt.octets.Octets;

/** A key that seals secrets. Only its wrapped form is ever on disk. */
final class DataKey implements AutoCloseable {

    private final int id;
    private final Instant created;
    private final Octets wrapped;
    private final byte[] key;

    /** Takes {@code key} over and wipes it when closed. */
    DataKey(int id, Instant created, Octets wrapped, byte[] key) {
        this.id = id;
        this.created = created;
        this.wrapped = wrapped;
        this.key = key;
    }

    int id() {
        return id;
    }

    Instant created() {
        return created;
    }

    Octets wrapped() {
        return wrapped;
    }

    /** The octets themselves, not a copy. */
    byte[] key() {
        return key;
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }

    @Override
    public String toString() {
        return "DataKey[" + id + "]";
    }
}
