package org.sealdesk.crypt.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes the keys of an unlocked store, one durable step after the other. A failure between two steps leaves a store
 * that opens, and that {@link RingOpener#settle} puts in order. On the store's writer thread.
 */
final class RingRotation {

    private final StoreFolder folder;
    private final KekSource source;
    private final Clock clock;
    private final SecureRandom random;
    private final StoreId storeId;
    private final KeyWrap wrap;
    private final RingOpener opener;

    RingRotation(StoreFolder folder, StoreId storeId, KekSource source, Clock clock, SecureRandom random) {
        this.opener = new RingOpener(folder, storeId, source, clock, random);
        this.folder = folder;
        this.storeId = storeId;
        this.source = source;
        this.clock = clock;
        this.random = random;
        this.wrap = new KeyWrap(storeId, random);
    }

    /**
     * Wraps the data keys with a new key. The secrets themselves stay as they are. A rotation that failed before is ended
     * first: its key may be the one that the data keys are wrapped with, and a new one would take its place.
     */
    void replaceKek() throws IOException {
        opener.settle(text -> {});
        List<DataKey> keys = dataKeys();
        try (SealingKey fresh = source.next(random)) {
            requireNew(fresh);
            wrap.wrap(fresh, keys).write(folder);
            source.promote();
        } finally {
            keys.forEach(DataKey::close);
        }
    }

    /** A source that the keystore cannot write to has a new key only after somebody put one there. */
    private void requireNew(SealingKey fresh) throws IOException {
        try {
            if (wrap.fits(fresh.octets(), RingFile.readAll(folder, text -> {}).get(0))) {
                throw new IOException("the key in the place chosen for it seals the keystore already, and cannot be"
                        + " changed from here. Put a new one there, and the present one in the place of the one before"
                        + " it, start again, then rotate");
            }
        } catch (Malformed e) {
            throw damaged(e);
        }
    }

    /** @return seals with a data key that is on the disk in both places */
    KeyRing addDataKey() throws IOException {
        List<DataKey> keys = new ArrayList<>(dataKeys());
        int id = keys.stream().mapToInt(DataKey::id).max().orElse(0) + 1;
        keys.add(DataKey.random(id, clock.instant(), random));
        write(keys);
        return new KeyRing(storeId, keys, random);
    }

    /** Takes all data keys out of the files but the newest and those in use. */
    int keepOnly(Set<Integer> inUse) throws IOException {
        List<DataKey> keys = dataKeys();
        try {
            int newest = keys.get(keys.size() - 1).id();
            List<DataKey> kept = keys.stream()
                    .filter(key -> key.id() == newest || inUse.contains(key.id()))
                    .toList();
            if (kept.size() < keys.size()) {
                write(kept);
            }
            return kept.size();
        } finally {
            keys.forEach(DataKey::close);
        }
    }

    Set<Integer> all() throws IOException {
        List<DataKey> keys = dataKeys();
        keys.forEach(DataKey::close);
        return keys.stream().map(DataKey::id).collect(Collectors.toSet());
    }

    private void write(List<DataKey> keys) throws IOException {
        try (Keks keks = Keks.of(source)) {
            wrap.wrap(fit(keks).sealing(), keys).write(folder);
        }
    }

    private List<DataKey> dataKeys() throws IOException {
        try (Keks keks = Keks.of(source)) {
            Keks.Fit fit = fit(keks);
            return wrap.unwrap(fit.key(), fit.ring());
        } catch (Malformed e) {
            throw damaged(e);
        }
    }

    private Keks.Fit fit(Keks keks) throws IOException {
        try {
            return keks.fit(RingFile.readAll(folder, text -> {}), wrap)
                    .orElseThrow(() -> new IOException("the key that seals the keystore is not at hand any more"));
        } catch (Malformed e) {
            throw damaged(e);
        }
    }

    private IOException damaged(Malformed e) {
        return new IOException(
                "the file of data keys " + folder.file(RingFile.NAME) + " is damaged: " + e.getMessage(), e);
    }
}
