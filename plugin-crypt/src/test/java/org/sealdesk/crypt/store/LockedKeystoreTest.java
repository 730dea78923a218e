package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;
import static org.sealdesk.crypt.store.Synthetic.secret;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.SecretKeyRecord;

/** The store without the key that seals it, and with a wrong one. */
class LockedKeystoreTest {

    private final DurableStores stores = new DurableStores();
    private final Path directory;

    LockedKeystoreTest(@TempDir Path directory) {
        this.directory = directory.resolve("store");
    }

    private void fill() throws Exception {
        try (DurableKeystore store = stores.open(directory);
                SecretKeyRecord secret = secret(pgp(1).secretKeyId(), "octets", "p")) {
            store.apply(List.of(new Change.PutCertificate(pgp(1), facts()), new Change.PutSecret(secret)));
        }
    }

    private void assertLocked(String why) throws Exception {
        try (DurableKeystore store = stores.open(directory);
                SecretKeyRecord secret = secret(pgp(2).secretKeyId(), "octets", "p")) {
            assertThat(store.isLocked()).isTrue();
            assertThat(store.lockedReason())
                    .hasValueSatisfying(reason -> assertThat(reason).contains(why));
            assertThat(store.has(pgp(1).secretKeyId())).isTrue();
            assertThat(store.byFingerprint(pgp(1).fingerprint()).orElseThrow().hasSecret())
                    .isTrue();
            assertThatThrownBy(() -> store.open(pgp(1).secretKeyId()))
                    .isInstanceOf(KeystoreLocked.class)
                    .hasMessageContaining(why);
            assertThatThrownBy(() -> store.apply(
                            List.of(new Change.PutCertificate(pgp(3), facts()), new Change.PutSecret(secret))))
                    .isInstanceOf(KeystoreLocked.class);
            assertThat(store.byFingerprint(pgp(3).fingerprint())).isEmpty();
            store.apply(List.of(new Change.PutCertificate(pgp(2), facts())));
            assertThat(store.byFingerprint(pgp(2).fingerprint())).isPresent();
        }
    }

    @Test
    void withoutTheSealingKeyCertificatesWorkAndSecretsDoNot() throws Exception {
        fill();
        stores.replaceKek(null);
        assertLocked("not at hand");
    }

    @Test
    void anotherSealingKeyIsRecognisedAsAnother() throws Exception {
        fill();
        stores.replaceKek(new byte[32]);
        assertLocked("not the one");
    }

    @Test
    void aSealingKeyOfTheWrongLengthIsNamed() throws Exception {
        fill();
        stores.replaceKek(new byte[16]);
        assertLocked("16 octets");
    }

    @Test
    void aLostRingIsNotReplacedByANewOne() throws Exception {
        fill();
        Files.delete(directory.resolve(RingFile.NAME));
        Files.delete(directory.resolve(RingFile.COPY));
        assertLocked("is missing");
        assertThat(directory.resolve(RingFile.NAME)).doesNotExist();
    }

    @Test
    void aDamagedRingHasACopy() throws Exception {
        fill();
        damage(directory.resolve(RingFile.NAME));
        try (DurableKeystore store = stores.open(directory)) {
            assertThat(store.open(pgp(1).secretKeyId())).isPresent();
            assertThat(store.findings()).hasSize(1);
        }
        assertThat(directory.resolve(RingFile.NAME)).hasSameBinaryContentAs(directory.resolve(RingFile.COPY));
        assertThat(directory.resolve("quarantine").resolve(RingFile.NAME)).exists();
        Files.delete(directory.resolve(RingFile.COPY));
        try (DurableKeystore store = stores.open(directory)) {
            assertThat(store.open(pgp(1).secretKeyId())).isPresent();
        }
        assertThat(directory.resolve(RingFile.NAME)).hasSameBinaryContentAs(directory.resolve(RingFile.COPY));
        damage(directory.resolve(RingFile.NAME));
        damage(directory.resolve(RingFile.COPY));
        assertLocked("damaged");
    }

    private static void damage(Path file) throws Exception {
        byte[] octets = Files.readAllBytes(file);
        octets[octets.length / 2] ^= 1;
        Files.write(file, octets);
    }

    @Test
    void unlockingBringsTheSecretsBackWithoutARestart() throws Exception {
        fill();
        byte[] kek = Objects.requireNonNull(stores.kek());
        stores.replaceKek(null);
        try (DurableKeystore store = stores.open(directory)) {
            assertThat(store.unlock()).isPresent();
            stores.replaceKek(kek);
            assertThat(store.unlock()).isEmpty();
            try (SecretKeyRecord secret = store.open(pgp(1).secretKeyId()).orElseThrow()) {
                assertThat(secret.encoded()).asString().isEqualTo("octets");
            }
        }
    }

    @Test
    void aHostThatCannotKeepTheKeyGivesALockedStoreWithItsReason() throws Exception {
        KekSource refusing = new KekSource() {
            @Override
            public Optional<byte[]> load() {
                return Optional.empty();
            }

            @Override
            public void create(byte[] key) {
                throw new IllegalStateException("the host's vault is read-only");
            }
        };
        try (DurableKeystore store = DurableKeystore.open(
                directory, refusing, DurableStores.SETTINGS, Clock.systemUTC(), new SecureRandom())) {
            assertThat(store.lockedReason())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("vault is read-only"));
            store.apply(List.of(new Change.PutCertificate(pgp(1), facts())));
        }
        assertThat(directory.resolve(RingFile.NAME)).doesNotExist();
    }

    @Test
    void aSealedSecretMovedToAnotherPlaceDoesNotOpen() throws Exception {
        KeyRing ring = new KeyRing(
                StoreId.random(new SecureRandom()),
                List.of(new DataKey(1, Synthetic.NOW, new byte[32])),
                new SecureRandom());
        byte[] here = CertificateKeys.secret(pgp(1).secretKeyId());
        byte[] there = CertificateKeys.secret(pgp(2).secretKeyId());
        var sealed = ring.seal(here, new byte[] {1, 2, 3});
        assertThat(ring.open(here, sealed)).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> ring.open(there, sealed))
                .isInstanceOf(KeystoreDamaged.class)
                .hasMessageContaining(pgp(2).fingerprint().hex());
    }
}
