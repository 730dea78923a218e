package org.sealdesk.crypt.seal;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.store.PassphraseKdf;
import org.sealdesk.crypt.store.SealingKey;

/**
 * Keys from passphrases that somebody gave since the start. A passphrase is kept until the store was tried with it, its
 * keys for as long as this is open: data keys are wrapped anew without asking again.
 */
public final class PassphraseKeys implements AutoCloseable {

    private static final int KEY_OCTETS = 32;

    private final Map<PassphraseKdf, byte[]> held = new HashMap<>();
    private @Nullable Passphrase offered;
    private @Nullable Passphrase proposed;

    /** Replaces what was offered before, and all keys. */
    synchronized void offer(Passphrase passphrase) {
        close();
        offered = passphrase.copy();
    }

    /** Forgets passphrases; keys that came from them stay. */
    synchronized void forgetPassphrases() {
        close(offered);
        close(proposed);
        offered = null;
        proposed = null;
    }

    synchronized void propose(Passphrase passphrase) {
        close(proposed);
        proposed = passphrase.copy();
    }

    /** A copy of the key. */
    synchronized Optional<byte[]> derived(PassphraseKdf kdf) {
        byte[] key = held.get(kdf);
        if (key == null && offered != null) {
            key = derive(offered, kdf);
            held.put(kdf, key);
        }
        return Optional.ofNullable(key).map(byte[]::clone);
    }

    /** A key from the proposed passphrase, which is forgotten; empty if there is none. */
    synchronized Optional<SealingKey> next(SecureRandom random) {
        if (proposed == null) {
            return Optional.empty();
        }
        PassphraseKdf kdf = PassphraseKdf.fresh(random);
        byte[] key = derive(proposed, kdf);
        held.put(kdf, key);
        close(proposed);
        proposed = null;
        return Optional.of(new SealingKey(key.clone(), Optional.of(kdf)));
    }

    /** RFC 9106, type 2, version 0x13, without a secret and associated data. */
    static byte[] derive(Passphrase passphrase, PassphraseKdf kdf) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(kdf.salt().toArray())
                .withMemoryAsKB(kdf.memoryKib())
                .withIterations(kdf.iterations())
                .withParallelism(kdf.lanes())
                .build());
        byte[] utf8 = passphrase.toUtf8();
        try {
            byte[] key = new byte[KEY_OCTETS];
            argon2.generateBytes(utf8, key);
            return key;
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    private static void close(@Nullable Passphrase passphrase) {
        if (passphrase != null) {
            passphrase.close();
        }
    }

    @Override
    public synchronized void close() {
        forgetPassphrases();
        held.values().forEach(key -> Arrays.fill(key, (byte) 0));
        held.clear();
    }
}
