package org.sealdesk.crypt.store;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.key.Passphrase;

/**
 * Where the key is kept that seals the data keys of a store: outside the store's directory and its backups, or it would
 * lock nothing. Asked when the store opens, by {@link DurableKeystore#unlock} and when keys are rotated. Keys that are
 * returned are copies of 32 octets, which the caller wipes.
 *
 * <p>A source may hold a key that comes from a passphrase instead; the store keeps with its data keys how.
 *
 * <p>A rotation {@linkplain #stage stages} a new key, wraps the data keys with it, and then {@linkplain #promote
 * promotes} it. Whatever ends the process in between, the present key or the staged one opens the store.
 */
public interface KekSource {

    /**
     * The present key; empty if there is none.
     *
     * @throws IllegalStateException if it cannot be read now; the store opens locked and shows the message
     */
    Optional<byte[]> load();

    /**
     * Keeps a new key, durable when this returns. Called once, for a new store without any key. Copies the array.
     *
     * @throws IllegalStateException if it cannot be kept; the store opens locked and shows the message
     */
    void create(byte[] key);

    /** The key of a rotation that has not ended; empty if there is none. Fails as {@link #load}. */
    default Optional<byte[]> staged() {
        return Optional.empty();
    }

    /** Keys that were present once, the last one first: what older backups were sealed with. Fails as {@link #load}. */
    default List<byte[]> previous() {
        return List.of();
    }

    /**
     * Keeps a new key beside the present one, durable when this returns.
     *
     * @throws IllegalStateException if it cannot; the message says what to do instead
     */
    default byte[] stage(SecureRandom random) {
        throw new IllegalStateException("the key is kept where the keystore cannot change it");
    }

    /**
     * Puts the staged key in the place of the present one, which becomes a previous one; durable when this returns.
     *
     * @throws IllegalStateException if it cannot; both keys are still there
     */
    default void promote() {}

    /** Forgets the staged key, which seals nothing. */
    default void discard() {}

    /** Whether a key that seals from now on is to come from a passphrase. */
    default boolean wantsPassphrase() {
        return false;
    }

    /** Takes a passphrase that may open the store; replaces what was offered before. Copies it. */
    default void offer(Passphrase passphrase) {}

    /** Forgets what was offered and proposed; the store was tried with it. Keys that came from it stay. */
    default void forgetPassphrases() {}

    /** Wipes what is held in memory; the store is closed. */
    default void wipe() {}

    /** Takes the passphrase that is to seal from the next rotation on. Copies it. */
    default void propose(Passphrase passphrase) {}

    /** The key that comes from the passphrase at hand; empty if there is none. May take a second. */
    default Optional<byte[]> derived(PassphraseKdf kdf) {
        return Optional.empty();
    }

    /** The key of a new store, made and {@linkplain #create kept}. Fails as that. */
    default SealingKey first(SecureRandom random) {
        byte[] key = new byte[AesGcm.KEY_OCTETS];
        random.nextBytes(key);
        create(key);
        return SealingKey.kept(key);
    }

    /** The key of a rotation: {@linkplain #stage staged}, or from the proposed passphrase. Fails as that. */
    default SealingKey next(SecureRandom random) {
        return SealingKey.kept(stage(random));
    }
}
