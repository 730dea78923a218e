package org.sealdesk.crypt.intake;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.Technology;

/**
 * The passwords of locked OpenPGP keys. A password is tried before it is kept, lies sealed beside its key, and is never
 * given out again.
 */
public final class PasswordVault {

    /** Own keys are few; a name that is looked for among more than this is refused rather than guessed. */
    private static final int MAX_OWN_KEYS = 10_000;

    private final Keystore keystore;
    private final KeyReader openPgp;
    private final InstantSource clock;
    private final Limits limits;

    public PasswordVault(Keystore keystore, KeyReader openPgp, InstantSource clock, Limits limits) {
        this.keystore = keystore;
        this.openPgp = openPgp;
        this.clock = clock;
        this.limits = limits;
    }

    /** For one author, in whose name the keystore is changed. */
    public PasswordVault by(Author author) {
        return new PasswordVault(keystore.by(author), openPgp, clock, limits);
    }

    /**
     * Tries a password and keeps it if it opens the key.
     *
     * @param keyName short or long key id or fingerprint, of the primary key or a subkey
     * @param password stays the caller's
     */
    public Answer set(String keyName, Passphrase password) {
        return withKey(keyName, key -> keep(key, password));
    }

    /** Tries the password that is kept. */
    public Answer test(String keyName) {
        return withKey(keyName, this::state);
    }

    private Answer withKey(String keyName, Work work) {
        Optional<String> hex = KeyName.hex(keyName);
        List<Certificate> candidates = hex.map(this::named).orElse(List.of());
        if (candidates.isEmpty()) {
            return new Answer(Code.NO_SUCH_KEY, List.of());
        }
        List<String> fingerprints =
                candidates.stream().map(c -> c.fingerprint().hex()).toList();
        if (candidates.size() > 1) {
            return new Answer(Code.AMBIGUOUS, fingerprints);
        }
        return new Answer(attempt(candidates.get(0), work), fingerprints);
    }

    private Code attempt(Certificate certificate, Work work) {
        try (SecretKeyRecord record = keystore.open(certificate.secretKeyId()).orElse(null)) {
            return record == null ? Code.NO_SUCH_KEY : work.on(record);
        } catch (KeystoreLocked e) {
            return Code.STORE_LOCKED;
        } catch (KeystoreDamaged e) {
            return Code.DAMAGED;
        } catch (KeystoreUnavailable e) {
            return Code.STORE_UNAVAILABLE;
        }
    }

    private List<Certificate> named(String hex) {
        return keystore.own(Technology.OPENPGP, MAX_OWN_KEYS).stream()
                .map(StoredCertificate::certificate)
                .filter(c -> c.keys().stream().anyMatch(key -> isCalled(key, hex)))
                .toList();
    }

    private static boolean isCalled(ComponentKey key, String hex) {
        Fingerprint fingerprint = key.fingerprint();
        return fingerprint.hex().equals(hex)
                || hex.length() <= 16
                        && Fingerprint.keyIdText(fingerprint.keyId()).endsWith(hex);
    }

    private Code keep(SecretKeyRecord record, Passphrase password) throws KeystoreLocked, KeystoreUnavailable {
        if (opens(record, List.of())) {
            return Code.NOT_NEEDED;
        }
        if (!opens(record, List.of(password))) {
            return Code.WRONG;
        }
        char[] chars = password.toChars();
        try (SecretKeyRecord unlocked =
                new SecretKeyRecord(record.id(), record.encoded().clone(), Passphrase.of(chars))) {
            keystore.apply(List.of(new Keystore.Change.PutSecret(unlocked)));
        } finally {
            Arrays.fill(chars, '\0');
        }
        return Code.STORED;
    }

    /** One try only: each costs what the key's maker made a guess cost. */
    private Code state(SecretKeyRecord record) {
        @Nullable Passphrase kept = record.passphrase().orElse(null);
        if (kept == null) {
            return opens(record, List.of()) ? Code.NOT_NEEDED : Code.NEEDED;
        }
        return opens(record, List.of(kept)) ? Code.STORED : Code.WRONG;
    }

    private boolean opens(SecretKeyRecord record, List<Passphrase> passphrases) {
        boolean open = false;
        for (Item item : openPgp.read(Octets.of(record.encoded()), passphrases, clock.instant(), limits)) {
            if (item instanceof Item.Secret secret) {
                open |= secret.open() && secret.secret().id().equals(record.id());
                secret.secret().close();
            }
        }
        return open;
    }

    private interface Work {
        Code on(SecretKeyRecord record) throws KeystoreLocked, KeystoreUnavailable;
    }

    /** @param fingerprints of the keys that the name fits: one, or several if it is ambiguous */
    public record Answer(Code code, List<String> fingerprints) {
        public Answer {
            fingerprints = List.copyOf(fingerprints);
        }
    }

    public enum Code {
        /** A password that opens the key is kept. */
        STORED,
        /** The key has no password. */
        NOT_NEEDED,
        /** No password is kept. */
        NEEDED,
        WRONG,
        NO_SUCH_KEY,
        /** The name fits several keys; a longer one tells them apart. */
        AMBIGUOUS,
        STORE_LOCKED,
        STORE_UNAVAILABLE,
        /** The record of the key is damaged. */
        DAMAGED
    }
}
