package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.bcpg.SecretKeyPacket;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.sealdesk.crypt.engine.UnlockedKeys;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.SecretKeyStore;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/** Gets secret keys out of the store and unlocks each once. */
final class SecretKeys {

    private final UnlockedKeys unlocked;
    private final Limits limits;

    SecretKeys(UnlockedKeys unlocked, Limits limits) {
        this.unlocked = unlocked;
        this.limits = limits;
    }

    /** What became of looking for one secret key. */
    sealed interface Answer {
        record Open(PGPPrivateKey key) implements Answer {}

        /** It is here and cannot be used now; why, for administrators. */
        record Locked(String why) implements Answer {}

        record Missing() implements Answer {}
    }

    /** @param id of the certificate, {@code key} the component of it that is wanted */
    Answer find(SecretKeyId id, EvaluatedKey key, SecretKeyStore store) {
        Octets name = name(key.fingerprint());
        if (store.isLocked()) {
            return fromStore(id, key, store, name);
        }
        Optional<PGPPrivateKey> known = unlocked.find(name).flatMap(octets -> {
            Optional<PGPPrivateKey> decoded = PrivateKeys.decode(key.key(), octets);
            Arrays.fill(octets, (byte) 0);
            return decoded;
        });
        return known.isPresent() ? new Answer.Open(known.get()) : fromStore(id, key, store, name);
    }

    static Octets name(Fingerprint fingerprint) {
        return Octets.of(("pgp:" + fingerprint.hex()).getBytes(StandardCharsets.US_ASCII));
    }

    private Answer fromStore(SecretKeyId id, EvaluatedKey key, SecretKeyStore store, Octets name) {
        try {
            Optional<SecretKeyRecord> record = store.open(id);
            if (record.isEmpty()) {
                return new Answer.Missing();
            }
            try (SecretKeyRecord r = record.get()) {
                return unlock(r, key, name);
            }
        } catch (KeystoreLocked | KeystoreDamaged e) {
            return new Answer.Locked(String.valueOf(e.getMessage()));
        }
    }

    private Answer unlock(SecretKeyRecord record, EvaluatedKey key, Octets name) {
        Optional<SecretKeyLock> found = locks(record.encoded(), key.fingerprint());
        if (found.isEmpty() || !found.get().holdsSecret()) {
            return new Answer.Missing();
        }
        SecretKeyLock lock = found.get();
        String what = "secret key " + key.fingerprint().hex();
        Optional<String> costly = lock.tooCostly(limits.argon2ImportKibibytes());
        if (costly.isPresent()) {
            return new Answer.Locked(what + ": " + costly.get());
        }
        if (lock.isLocked() && record.passphrase().isEmpty()) {
            return new Answer.Locked(what + " has a passphrase that is not known here; enter it for this key");
        }
        Optional<PGPPrivateKey> open = openWith(lock, record.passphrase());
        if (open.isEmpty()) {
            return new Answer.Locked("the passphrase kept for " + what + " does not open it; enter the right one");
        }
        if (!PrivateKeys.belongTogether(open.get(), key.key())) {
            return new Answer.Locked(what + " does not belong to its public half; import it again");
        }
        byte[] octets = PrivateKeys.encode(open.get());
        unlocked.keep(name, octets);
        Arrays.fill(octets, (byte) 0);
        return new Answer.Open(open.get());
    }

    private static Optional<PGPPrivateKey> openWith(SecretKeyLock lock, Optional<Passphrase> passphrase) {
        if (passphrase.isPresent()) {
            return lock.open(passphrase.get());
        }
        try (Passphrase empty = Passphrase.of(new char[0])) {
            return lock.open(empty);
        }
    }

    private static Optional<SecretKeyLock> locks(byte[] encoded, Fingerprint wanted) {
        try {
            for (KeyBlock.Component component : KeyBlock.parse(encoded).components()) {
                Optional<SecretKeyLock> lock = component.isSecret() ? lock(component) : Optional.empty();
                if (lock.isPresent()
                        && CertificateEvaluator.fingerprint(lock.get().publicKey())
                                .equals(wanted)) {
                    return lock;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<SecretKeyLock> lock(KeyBlock.Component component) {
        Optional<SecretKeyPacket> packet = BcPackets.secretKey(component);
        Optional<PGPPublicKey> half = packet.flatMap(p -> BcPackets.publicKey(p.getPublicKeyPacket()));
        return half.map(h -> new SecretKeyLock(packet.get(), h));
    }
}
