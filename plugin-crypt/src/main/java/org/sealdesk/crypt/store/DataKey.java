package org.sealdesk.crypt.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;

/** A key that seals secrets. Only its wrapped form is ever on disk. */
final class DataKey implements AutoCloseable {

    private final int id;
    private final Instant created;
    private final byte[] key;

    /** Takes {@code key} over and wipes it when closed. */
    DataKey(int id, Instant created, byte[] key) {
        this.id = id;
        this.created = created;
        this.key = key;
    }

    static DataKey random(int id, Instant created, SecureRandom random) {
        byte[] key = new byte[AesGcm.KEY_OCTETS];
        random.nextBytes(key);
        return new DataKey(id, created, key);
    }

    int id() {
        return id;
    }

    Instant created() {
        return created;
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
