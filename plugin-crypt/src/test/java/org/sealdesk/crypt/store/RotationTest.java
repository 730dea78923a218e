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
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.KeystoreCare.Progress;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.RestoreReport;
import org.sealdesk.crypt.key.RotationReport;
import org.sealdesk.crypt.key.SecretKeyRecord;

/** New keys for a store, with a failure after each single step. */
class RotationTest {

    private static final int SECRETS = 4;

    private final StagingKek kek = new StagingKek();
    private final Path work;
    private final Path directory;

    RotationTest(@TempDir Path work) throws Exception {
        this.work = work;
        this.directory = work.resolve("store");
        try (DurableKeystore store = open()) {
            put(store, 1);
            put(store, 2);
            store.renewGeneration();
            put(store, 3);
            put(store, 4);
        }
    }

    private DurableKeystore open() throws Exception {
        return open(directory);
    }

    private DurableKeystore open(Path place) throws Exception {
        return DurableKeystore.open(
                place, kek, DurableStores.SETTINGS, Clock.fixed(Synthetic.NOW, ZoneOffset.UTC), new SecureRandom());
    }

    private static void put(DurableKeystore store, int number) throws Exception {
        try (SecretKeyRecord secret = secret(pgp(number).secretKeyId(), "octets " + number, "p")) {
            store.apply(List.of(new Change.PutCertificate(pgp(number), facts()), new Change.PutSecret(secret)));
        }
    }

    private static void assertOpens(DurableKeystore store, int upTo) throws Exception {
        assertThat(store.lockedReason()).isEmpty();
        for (int number = 1; number <= upTo; number++) {
            try (SecretKeyRecord secret = store.open(pgp(number).secretKeyId()).orElseThrow()) {
                assertThat(secret.encoded()).asString().isEqualTo("octets " + number);
            }
        }
    }

    private byte[] ring(String name) throws Exception {
        return Files.readAllBytes(directory.resolve(name));
    }

    private void assertRingIsKeptTwice() throws Exception {
        assertThat(ring(RingFile.COPY)).isEqualTo(ring(RingFile.NAME));
    }

    @Test
    void afterTheRotationOnlyTheNewSealingKeyOpensTheStore() throws Exception {
        byte[] old = kek.load().orElseThrow();
        try (DurableKeystore store = open()) {
            store.rotateSealingKey();
            assertOpens(store, SECRETS);
            put(store, 5);
        }
        assertRingIsKeptTwice();
        assertThat(kek.load().orElseThrow()).isNotEqualTo(old);
        kek.forgetPrevious();
        try (DurableKeystore store = open()) {
            assertOpens(store, 5);
        }
        kek.forgetAll();
        kek.create(old);
        try (DurableKeystore store = open()) {
            assertThat(store.lockedReason().orElseThrow()).contains("not the one");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StagingKek.Call.class,
            names = {"STAGE", "PROMOTE"})
    void aRotationThatFailsAtTheKeysPlaceLeavesAStoreThatOpens(StagingKek.Call call) throws Exception {
        kek.failAt(call);
        try (DurableKeystore store = open()) {
            assertThatThrownBy(store::rotateSealingKey)
                    .isInstanceOf(KeystoreUnavailable.class)
                    .hasMessageContaining("the vault failed");
            assertOpens(store, SECRETS);
            put(store, 5);
        }
        // The vault still fails; the store opens all the same.
        try (DurableKeystore store = open()) {
            assertOpens(store, 5);
        }
        kek.failAt(null);
        try (DurableKeystore store = open()) {
            assertOpens(store, 5);
            assertThat(kek.isStaged()).isFalse();
            store.rotateSealingKey();
            assertOpens(store, 5);
        }
        assertRingIsKeptTwice();
    }

    /** A folder of the temporary file's name makes the write fail, as a full disk does. */
    @ParameterizedTest
    @ValueSource(strings = {RingFile.COPY, RingFile.NAME})
    void aRotationThatFailsAtARingFileLeavesAStoreThatOpens(String name) throws Exception {
        try (DurableKeystore store = open()) {
            Path obstacle = Files.createDirectory(directory.resolve(name + ".tmp"));
            assertThatThrownBy(store::rotateSealingKey).isInstanceOf(KeystoreUnavailable.class);
            assertThatThrownBy(store::rotateDataKey).isInstanceOf(KeystoreUnavailable.class);
            assertOpens(store, SECRETS);
            put(store, 5);
            Files.delete(obstacle);
        }
        try (DurableKeystore store = open()) {
            assertOpens(store, 5);
            assertThat(store.findings()).isEmpty();
            assertThat(kek.isStaged()).isFalse();
        }
        assertRingIsKeptTwice();
    }

    @Test
    void aProcessThatEndsBetweenTheTwoRingFilesLeavesAStoreThatOpens() throws Exception {
        byte[] before = ring(RingFile.NAME);
        kek.failAt(StagingKek.Call.PROMOTE);
        try (DurableKeystore store = open()) {
            assertThatThrownBy(store::rotateSealingKey).isInstanceOf(KeystoreUnavailable.class);
        }
        Files.write(directory.resolve(RingFile.NAME), before);
        assertThat(ring(RingFile.COPY)).isNotEqualTo(before);
        kek.failAt(null);
        try (DurableKeystore store = open()) {
            assertOpens(store, SECRETS);
            assertThat(kek.isStaged()).isFalse();
        }
        assertRingIsKeptTwice();
    }

    @Test
    void theCopyAloneWrappedWithTheStagedKeyOpensTheStore() throws Exception {
        kek.failAt(StagingKek.Call.PROMOTE);
        try (DurableKeystore store = open()) {
            assertThatThrownBy(store::rotateSealingKey).isInstanceOf(KeystoreUnavailable.class);
        }
        kek.failAt(null);
        Files.write(directory.resolve(RingFile.NAME), new byte[] {1});
        try (DurableKeystore store = open()) {
            assertOpens(store, SECRETS);
            assertThat(kek.isStaged()).isFalse();
        }
        assertRingIsKeptTwice();
    }

    @Test
    void aBackupFromBeforeTheRotationOpensWithTheKeyThatWasReplaced() throws Exception {
        Path file = work.resolve("backup");
        try (DurableKeystore store = open()) {
            store.backup(file, Progress.UNWATCHED);
            store.rotateSealingKey();
        }
        Path elsewhere = work.resolve("other");
        StoreRestore.run(file, elsewhere, RestoreReport.Existing.KEEP, InstantSource.fixed(Synthetic.NOW));
        try (DurableKeystore store = open(elsewhere)) {
            assertOpens(store, SECRETS);
            assertThat(store.findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.text()).contains("keys rotate --kek"));
            store.rotateSealingKey();
        }
        kek.forgetPrevious();
        try (DurableKeystore store = open(elsewhere)) {
            assertOpens(store, SECRETS);
        }
    }

    @Test
    void everySecretIsSealedAnewAndTheOldDataKeyGoes() throws Exception {
        try (DurableKeystore store = open()) {
            RotationReport report = store.rotateDataKey();
            assertThat(report).isEqualTo(new RotationReport(SECRETS, 0, 1));
            assertOpens(store, SECRETS);
            put(store, 5);
        }
        assertThat(dataKeys()).containsExactly(2);
        try (DurableKeystore store = open()) {
            assertOpens(store, 5);
            assertThat(store.findings()).isEmpty();
        }
    }

    private List<Integer> dataKeys() throws Exception {
        return RingFile.decode(ring(RingFile.NAME)).keys().stream()
                .map(RingFile.Wrapped::id)
                .toList();
    }

    @Test
    void anOldDataKeyStaysWhileTheGenerationThatNeedsItMayStillBeNeeded() throws Exception {
        try (DurableKeystore store = open()) {
            AtomicBoolean rotated = new AtomicBoolean();
            List<RotationReport> reports = new ArrayList<>();
            // The backup reads the old files meanwhile.
            store.backup(work.resolve("backup"), (done, total) -> {
                if (rotated.compareAndSet(false, true)) {
                    try {
                        reports.add(store.rotateDataKey());
                    } catch (KeystoreUnavailable e) {
                        throw new AssertionError(e);
                    }
                }
            });
            assertThat(reports).containsExactly(new RotationReport(SECRETS, 0, 2));
            assertThat(dataKeys()).containsExactly(1, 2);
            assertOpens(store, SECRETS);
            assertThat(store.rotateDataKey()).isEqualTo(new RotationReport(SECRETS, 0, 1));
            assertThat(dataKeys()).containsExactly(3);
        }
        Path elsewhere = work.resolve("other");
        StoreRestore.run(
                work.resolve("backup"), elsewhere, RestoreReport.Existing.KEEP, InstantSource.fixed(Synthetic.NOW));
        try (DurableKeystore store = open(elsewhere)) {
            assertOpens(store, SECRETS);
        }
    }

    /** Every state that a kill can leave: after the new data key, and after each step of sealing anew. */
    @Test
    void aProcessThatEndsAfterAnyStepLeavesSecretsThatOpen() throws Exception {
        for (int steps = 0; steps <= 2; steps++) {
            StoreThread writer = new StoreThread("test-writer");
            StoreThread builder = new StoreThread("test-builder");
            StoreFolder folder = StoreFolder.at(directory);
            StoreId id = StoreFormat.read(folder, (name, what) -> {});
            Clock clock = Clock.fixed(Synthetic.NOW, ZoneOffset.UTC);
            Ledger ledger = Ledger.open(folder, id, DurableStores.SETTINGS, text -> {}, writer, builder);
            KeyRing ring = new RingRotation(folder, id, kek, clock, new SecureRandom()).addDataKey();
            Resealing resealing = new Resealing(ledger, ring);
            for (int i = 0; i < steps && !resealing.isDone(); i++) {
                resealing.step();
            }
            assertThat(resealing.resealed()).isEqualTo(steps == 0 ? 0 : SECRETS);
            // No orderly end.
            builder.close();
            writer.close();
            try (DurableKeystore store = open()) {
                assertOpens(store, SECRETS);
            }
        }
        assertThat(Set.copyOf(dataKeys())).contains(1, 2, 3, 4);
        try (DurableKeystore store = open()) {
            assertThat(store.rotateDataKey().dataKeys()).isOne();
            assertOpens(store, SECRETS);
        }
    }

    @Test
    void changesDuringARotationAreKeptWhicheverKeySealedThem() throws Exception {
        try (DurableKeystore store = open()) {
            List<Throwable> failures = new ArrayList<>();
            Thread other = new Thread(() -> {
                try {
                    for (int number = 5; number <= 60; number++) {
                        put(store, number);
                    }
                } catch (Exception | AssertionError e) {
                    failures.add(e);
                }
            });
            other.start();
            RotationReport report = store.rotateDataKey();
            other.join();
            assertThat(failures).isEmpty();
            assertThat(report.dataKeys()).isOne();
            assertOpens(store, 60);
        }
        try (DurableKeystore store = open()) {
            assertOpens(store, 60);
        }
    }

    @Test
    void aLockedStoreIsNotRotated() throws Exception {
        kek.forgetAll();
        try (DurableKeystore store = open()) {
            assertThatThrownBy(store::rotateSealingKey)
                    .isInstanceOf(KeystoreUnavailable.class)
                    .hasMessageContaining("locked");
            assertThatThrownBy(store::rotateDataKey)
                    .isInstanceOf(KeystoreUnavailable.class)
                    .hasMessageContaining("not at hand");
        }
    }
}
