package org.sealdesk.crypt.store;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.octets.Octets;

/** Wraps the data keys of one store with the key that seals them, and unwraps them. */
record KeyWrap(StoreId storeId, SecureRandom random) {

    /** Whether a ring was wrapped with this key. */
    boolean fits(byte[] kek, RingFile ring) {
        return kek.length == AesGcm.KEY_OCTETS
                && AesGcm.open(kek, checkPlace(), ring.check().toArray()).isPresent();
    }

    RingFile wrap(SealingKey sealing, List<DataKey> keys) {
        byte[] kek = sealing.octets();
        List<RingFile.Wrapped> wrapped = new ArrayList<>();
        for (DataKey key : keys) {
            wrapped.add(new RingFile.Wrapped(
                    key.id(), key.created(), Octets.of(AesGcm.seal(kek, keyPlace(key.id()), key.key(), random))));
        }
        return new RingFile(
                storeId, sealing.kdf(), Octets.of(AesGcm.seal(kek, checkPlace(), new byte[0], random)), wrapped);
    }

    /** @throws Malformed if one of them is damaged; it says which */
    List<DataKey> unwrap(byte[] kek, RingFile ring) throws Malformed {
        List<DataKey> keys = new ArrayList<>();
        for (RingFile.Wrapped wrapped : ring.keys()) {
            Optional<byte[]> key =
                    AesGcm.open(kek, keyPlace(wrapped.id()), wrapped.wrapped().toArray());
            if (key.isEmpty()) {
                keys.forEach(DataKey::close);
                throw new Malformed("data key " + wrapped.id() + " is damaged");
            }
            keys.add(new DataKey(wrapped.id(), wrapped.created(), key.get()));
        }
        return keys;
    }

    private byte[] checkPlace() {
        return new OctetWriter().raw(storeId.octets().toArray()).text("check").toArray();
    }

    private byte[] keyPlace(int id) {
        return new OctetWriter()
                .raw(storeId.octets().toArray())
                .text("data key")
                .i32(id)
                .toArray();
    }
}
