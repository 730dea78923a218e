package org.sealdesk.crypt.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sealdesk.crypt.octets.Octets;

/** Finds out whether a store's secrets can be opened; whatever stands in the way becomes a locked store with a reason. */
final class RingOpener {

    private static final String UNLOCK = " Until then certificates work, secret keys do not.";

    private final StoreFolder folder;
    private final StoreId storeId;
    private final KekSource source;
    private final Clock clock;
    private final SecureRandom random;

    RingOpener(StoreFolder folder, StoreId storeId, KekSource source, Clock clock, SecureRandom random) {
        this.folder = folder;
        this.storeId = storeId;
        this.source = source;
        this.clock = clock;
        this.random = random;
    }

    /** @param secrets how many the store holds: with some, a missing ring is a loss and no new one is made */
    Sealing open(long secrets, Consumer<String> findings) throws IOException {
        Optional<RingFile> ring;
        try {
            ring = RingFile.read(folder, findings);
        } catch (Malformed e) {
            return new LockedSealing(
                    "The file of data keys " + folder.file(RingFile.NAME) + " and its copy are damaged ("
                            + e.getMessage() + "). Restore them from a backup, then unlock." + UNLOCK);
        }
        if (ring.isEmpty() && secrets > 0) {
            return new LockedSealing("The file of data keys " + folder.file(RingFile.NAME) + " is missing, and "
                    + secrets + " secret keys need it. Restore it from a backup, then unlock." + UNLOCK);
        }
        try {
            Optional<byte[]> kek = source.load();
            return ring.isPresent() ? unlock(ring.get(), kek) : begin(kek);
        } catch (IllegalStateException e) {
            return new LockedSealing("The key that seals this keystore cannot be reached: " + e.getMessage()
                    + ". Make it available, then unlock." + UNLOCK);
        }
    }

    private Sealing unlock(RingFile ring, Optional<byte[]> loaded) {
        if (loaded.isEmpty()) {
            return new LockedSealing("The key that seals this keystore is not at hand. Put it back where it is kept,"
                    + " then unlock." + UNLOCK);
        }
        byte[] kek = loaded.get();
        try {
            Optional<String> problem = problemOf(kek, ring);
            return problem.isPresent() ? new LockedSealing(problem.get() + UNLOCK) : unwrap(ring, kek);
        } finally {
            Arrays.fill(kek, (byte) 0);
        }
    }

    private Optional<String> problemOf(byte[] kek, RingFile ring) {
        if (!ring.storeId().equals(storeId)) {
            return Optional.of("The file of data keys " + folder.file(RingFile.NAME) + " belongs to store "
                    + ring.storeId() + ", this is store " + storeId + ". Put the right one in place, then unlock.");
        }
        if (kek.length != AesGcm.KEY_OCTETS) {
            return Optional.of(wrongLength(kek));
        }
        if (AesGcm.open(kek, checkPlace(), ring.check().toArray()).isEmpty()) {
            return Optional.of("The key at hand is not the one that seals this keystore (store " + storeId
                    + "). Put the right one in place, then unlock.");
        }
        return Optional.empty();
    }

    private static String wrongLength(byte[] kek) {
        return "The key at hand has " + kek.length + " octets, the key that seals a keystore has " + AesGcm.KEY_OCTETS
                + ". Put the right one in place, then unlock.";
    }

    private Sealing unwrap(RingFile ring, byte[] kek) {
        List<DataKey> keys = new ArrayList<>();
        for (RingFile.Wrapped wrapped : ring.keys()) {
            Optional<byte[]> key =
                    AesGcm.open(kek, keyPlace(wrapped.id()), wrapped.wrapped().toArray());
            if (key.isEmpty()) {
                keys.forEach(DataKey::close);
                return new LockedSealing("Data key " + wrapped.id() + " in " + folder.file(RingFile.NAME)
                        + " is damaged. Restore the file from a backup, then unlock." + UNLOCK);
            }
            keys.add(new DataKey(wrapped.id(), wrapped.created(), wrapped.wrapped(), key.get()));
        }
        return new KeyRing(storeId, keys, random);
    }

    /** The first start. The key that seals is safe before anything is sealed with it. */
    private Sealing begin(Optional<byte[]> loaded) throws IOException {
        byte[] kek = loaded.orElseGet(this::create);
        byte[] key = new byte[AesGcm.KEY_OCTETS];
        try {
            if (kek.length != AesGcm.KEY_OCTETS) {
                return new LockedSealing(wrongLength(kek) + UNLOCK);
            }
            random.nextBytes(key);
            Octets wrapped = Octets.of(AesGcm.seal(kek, keyPlace(1), key, random));
            Octets check = Octets.of(AesGcm.seal(kek, checkPlace(), new byte[0], random));
            var first = new RingFile.Wrapped(1, clock.instant(), wrapped);
            new RingFile(storeId, check, List.of(first)).write(folder);
            return new KeyRing(
                    storeId, List.of(new DataKey(first.id(), first.created(), wrapped, key.clone())), random);
        } finally {
            Arrays.fill(kek, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] create() {
        byte[] kek = new byte[AesGcm.KEY_OCTETS];
        random.nextBytes(kek);
        source.create(kek);
        return kek;
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
