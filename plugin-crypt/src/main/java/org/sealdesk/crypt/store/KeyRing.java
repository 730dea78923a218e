package org.sealdesk.crypt.store;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.octets.Octets;

/**
 * Seals with the newest data key, opens with whichever was used. A sealed secret is: version, data key id, nonce,
 * AES-256-GCM. Bound to store, place and version, it opens nowhere else.
 */
final class KeyRing implements Sealing {

    private static final int VERSION = 1;

    private final StoreId storeId;
    private final List<DataKey> keys;
    private final SecureRandom random;

    /** @param keys oldest first, at least one; taken over */
    KeyRing(StoreId storeId, List<DataKey> keys, SecureRandom random) {
        this.storeId = storeId;
        this.keys = List.copyOf(keys);
        this.random = random;
    }

    @Override
    public Optional<String> lockedReason() {
        return Optional.empty();
    }

    @Override
    public Octets seal(byte[] place, byte[] secret) {
        DataKey key = keys.get(keys.size() - 1);
        byte[] sealed = AesGcm.seal(key.key(), bound(place), secret, random);
        return Octets.of(new OctetWriter(sealed.length + 8)
                .u8(VERSION)
                .i32(key.id())
                .raw(sealed)
                .toArray());
    }

    @Override
    public byte[] open(byte[] place, Octets sealed) throws KeystoreDamaged {
        try {
            OctetReader in = new OctetReader(sealed.toArray());
            int version = in.u8();
            if (version != VERSION) {
                throw new Malformed("it is sealed in form " + version + ", this program knows " + VERSION);
            }
            DataKey key = key(in.i32());
            return AesGcm.open(key.key(), bound(place), in.rest())
                    .orElseThrow(() -> new Malformed("its seal is broken"));
        } catch (Malformed e) {
            throw new KeystoreDamaged("Secret key "
                    + CertificateKeys.secretKeyIdIn(place).value().hex() + " cannot be unsealed: " + e.getMessage()
                    + ". Import it again or restore it from a backup; other keys still work.");
        }
    }

    int newest() {
        return keys.get(keys.size() - 1).id();
    }

    /** Which data key something was sealed with. */
    static int dataKeyOf(Octets sealed) throws Malformed {
        OctetReader in = new OctetReader(sealed.toArray());
        in.u8();
        return in.i32();
    }

    private DataKey key(int id) throws Malformed {
        return keys.stream()
                .filter(key -> key.id() == id)
                .findFirst()
                .orElseThrow(() -> new Malformed("data key " + id + " is not in the ring"));
    }

    private byte[] bound(byte[] place) {
        return new OctetWriter()
                .raw(storeId.octets().toArray())
                .text("secret")
                .block(place)
                .u8(VERSION)
                .toArray();
    }

    @Override
    public void close() {
        keys.forEach(DataKey::close);
    }

    @Override
    public String toString() {
        return "KeyRing" + Arrays.toString(keys.stream().mapToInt(DataKey::id).toArray());
    }
}
