package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sealdesk.crypt.key.KeystoreCare;

/** Finds out whether a store's secrets can be opened; whatever stands in the way becomes a locked store with a reason. */
final class RingOpener {

    private static final String UNLOCK = " Until then certificates work, secret keys do not.";

    private final StoreFolder folder;
    private final StoreId storeId;
    private final KekSource source;
    private final Clock clock;
    private final SecureRandom random;
    private final KeyWrap wrap;

    RingOpener(StoreFolder folder, StoreId storeId, KekSource source, Clock clock, SecureRandom random) {
        this.folder = folder;
        this.storeId = storeId;
        this.source = source;
        this.clock = clock;
        this.random = random;
        this.wrap = new KeyWrap(storeId, random);
    }

    /** Before anything is read: the one of the two files that is missing or damaged is made anew from the other. */
    void mend(Consumer<String> findings) {
        RingFile.mend(folder, storeId, findings);
    }

    /** @param secrets how many the store holds: with some, a missing ring is a loss and no new one is made */
    Sealing open(long secrets, Consumer<String> findings) throws IOException {
        List<RingFile> rings;
        try {
            rings = RingFile.readAll(folder, findings);
        } catch (Malformed e) {
            return new LockedSealing(
                    "The file of data keys " + folder.file(RingFile.NAME) + " and its copy are damaged ("
                            + e.getMessage() + "). Restore them from a backup, then unlock." + UNLOCK);
        }
        if (rings.isEmpty() && secrets > 0) {
            return new LockedSealing("The file of data keys " + folder.file(RingFile.NAME) + " is missing, and "
                    + secrets + " secret keys need it. Restore it from a backup, then unlock." + UNLOCK);
        }
        try {
            return rings.isEmpty() ? begin() : unlock(rings);
        } catch (IllegalStateException e) {
            return new LockedSealing("The key that seals this keystore cannot be reached: " + e.getMessage()
                    + ". Make it available, then unlock." + UNLOCK);
        }
    }

    private Sealing unlock(List<RingFile> rings) {
        RingFile first = rings.get(0);
        if (!first.storeId().equals(storeId)) {
            return new LockedSealing("The file of data keys " + folder.file(RingFile.NAME) + " belongs to store "
                    + first.storeId() + ", this is store " + storeId + ". Put the right one in place, then unlock."
                    + UNLOCK);
        }
        try (Keks keks = Keks.of(source)) {
            Optional<Keks.Fit> fit = keks.fit(rings, wrap);
            return fit.isPresent()
                    ? new KeyRing(
                            storeId, wrap.unwrap(fit.get().key(), fit.get().ring()), random)
                    : new LockedSealing(misfit(keks, rings) + UNLOCK);
        } catch (Malformed e) {
            return new LockedSealing("The file of data keys " + folder.file(RingFile.NAME) + " is damaged: "
                    + e.getMessage() + ". Restore the file from a backup, then unlock." + UNLOCK);
        }
    }

    private String misfit(Keks keks, List<RingFile> rings) {
        if (rings.stream().anyMatch(r -> r.kdf().isPresent())) {
            return keks.any(Keks.Which.DERIVED).isPresent()
                    ? "The passphrase is not the one that seals this keystore (store " + storeId
                            + "). Give the right one to unlock."
                    : "This keystore is sealed with a passphrase, which has not been given since the start. Give it to"
                            + " unlock.";
        }
        Optional<byte[]> present = keks.any(Keks.Which.PRESENT);
        if (present.isEmpty()) {
            return "The key that seals this keystore is not at hand. Put it back where it is kept, then unlock.";
        }
        if (present.get().length != AesGcm.KEY_OCTETS) {
            return wrongLength(present.get());
        }
        return "The key at hand is not the one that seals this keystore (store " + storeId
                + "). Put the right one in place, then unlock.";
    }

    private static String wrongLength(byte[] kek) {
        return "The key at hand has " + kek.length + " octets, the key that seals a keystore has " + AesGcm.KEY_OCTETS
                + ". Put the right one in place, then unlock.";
    }

    /** The first start. The key that seals is safe before anything is sealed with it. */
    private Sealing begin() throws IOException {
        try (SealingKey kek = source.load().map(SealingKey::kept).orElseGet(() -> source.first(random))) {
            if (kek.octets().length != AesGcm.KEY_OCTETS) {
                return new LockedSealing(wrongLength(kek.octets()) + UNLOCK);
            }
            List<DataKey> first = List.of(DataKey.random(1, clock.instant(), random));
            wrap.wrap(kek, first).write(folder);
            return new KeyRing(storeId, first, random);
        }
    }

    /** How the key that seals stands to the place where it is to be kept. */
    KeystoreCare.Seal seal() throws IOException {
        List<RingFile> rings;
        try {
            rings = RingFile.readAll(folder, text -> {});
        } catch (Malformed e) {
            return new KeystoreCare.Seal(KeystoreCare.Seal.Standing.LOST, false, source.wantsPassphrase());
        }
        boolean passphrase = rings.stream().anyMatch(r -> r.kdf().isPresent());
        try (Keks keks = Keks.of(source)) {
            return new KeystoreCare.Seal(
                    keks.fit(rings, wrap).map(this::standing).orElse(KeystoreCare.Seal.Standing.LOST),
                    passphrase,
                    source.wantsPassphrase());
        } catch (IllegalStateException e) {
            return new KeystoreCare.Seal(KeystoreCare.Seal.Standing.LOST, passphrase, source.wantsPassphrase());
        }
    }

    private KeystoreCare.Seal.Standing standing(Keks.Fit fit) {
        return isAsChosen(fit) ? KeystoreCare.Seal.Standing.AS_CHOSEN : KeystoreCare.Seal.Standing.ELSEWHERE;
    }

    private boolean isAsChosen(Keks.Fit fit) {
        return switch (fit.which()) {
            case PRESENT, STAGED -> true;
            case DERIVED -> source.wantsPassphrase();
            case PREVIOUS -> false;
        };
    }

    /**
     * After the store opened: ends a rotation that was cut off, and makes both files of data keys equal.
     *
     * @throws IllegalStateException if a key cannot be read or kept; all is as before
     */
    void settle(Consumer<String> findings) throws IOException {
        List<RingFile> rings = new ArrayList<>();
        try {
            rings.addAll(RingFile.readAll(folder, text -> {}));
        } catch (Malformed e) {
            return;
        }
        try (Keks keks = Keks.of(source)) {
            Optional<Keks.Fit> fit = keks.fit(rings, wrap);
            if (fit.isEmpty()) {
                return;
            }
            makeEqual(fit.get().ring());
            switch (fit.get().which()) {
                case PRESENT, DERIVED -> keks.discardStaged();
                case STAGED -> source.promote();
                case PREVIOUS -> {}
            }
            if (!isAsChosen(fit.get())) {
                findings.accept("The secret keys are sealed with a key that is not in the place chosen for it, as after"
                        + " the restore of an older backup or the choice of another place. Replace the key that seals:"
                        + " keys rotate --kek.");
            }
        }
    }

    private void makeEqual(RingFile ring) throws IOException {
        byte[] octets = ring.encode();
        for (String name : List.of(RingFile.COPY, RingFile.NAME)) {
            Path file = folder.file(name);
            if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), octets)) {
                folder.write(name, octets);
            }
        }
    }
}
