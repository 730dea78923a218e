package org.sealdesk.crypt.engine;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.octets.Octets;

/**
 * Keeps unlocked secret keys for a short time, because deriving a key from a passphrase costs more than everything else
 * a mail needs. Entries are sealed under a key made for this object, so that a stray copy of the heap's arrays does not
 * show them, and are gone after the time to live, on {@link #clear()} and when there are too many.
 *
 * <p>May be used from any thread.
 */
public final class UnlockedKeys implements AutoCloseable {

    /** Desks have a handful of own keys; more entries than this are no desk. */
    private static final int MAX_ENTRIES = 256;

    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;

    private final Duration timeToLive;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<Octets, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable SecretKeySpec key;

    /** @param timeToLive zero keeps nothing */
    public UnlockedKeys(Duration timeToLive, InstantSource clock, SecureRandom random) {
        this.timeToLive = timeToLive;
        this.clock = clock;
        this.random = random;
    }

    /**
     * The unlocked octets, a copy that the caller wipes.
     *
     * @param name of the component key, unique among all technologies
     */
    public synchronized Optional<byte[]> find(Octets name) {
        Entry entry = entries.get(name);
        if (entry == null || key == null) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(entry.goodUntil())) {
            entries.remove(name);
            return Optional.empty();
        }
        return Optional.of(crypt(Cipher.DECRYPT_MODE, key, entry.nonce(), entry.sealed(), name));
    }

    /** Keeps unlocked octets; the caller wipes its own. */
    public synchronized void keep(Octets name, byte[] unlocked) {
        if (timeToLive.isZero()) {
            return;
        }
        if (key == null) {
            byte[] fresh = new byte[32];
            random.nextBytes(fresh);
            key = new SecretKeySpec(fresh, "AES");
            Arrays.fill(fresh, (byte) 0);
        }
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, nonce, unlocked, name);
        entries.put(name, new Entry(nonce, sealed, clock.instant().plus(timeToLive)));
        while (entries.size() > MAX_ENTRIES) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    /** Forgets one key: it was deleted, or its passphrase changed. */
    public synchronized void forget(Octets name) {
        entries.remove(name);
    }

    /** Forgets everything, and the key that sealed it. */
    public synchronized void clear() {
        entries.clear();
        key = null;
    }

    @Override
    public void close() {
        clear();
    }

    private static byte[] crypt(int mode, SecretKeySpec key, byte[] nonce, byte[] data, Octets name) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(ByteBuffer.wrap(name.toArray()));
            return cipher.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing in memory failed", e);
        }
    }

    // Identity matters here, not the arrays' content.
    @SuppressWarnings("ArrayRecordComponent")
    private record Entry(byte[] nonce, byte[] sealed, java.time.Instant goodUntil) {
        @Override
        public String toString() {
            return "Entry";
        }
    }
}
