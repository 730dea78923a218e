package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.RestoreReport;

/**
 * The disk fails at every single operation of a workload, one run for each, and at every one from some moment on: a
 * change is refused in words or done, nothing acknowledged is lost, and when the disk works again so does the store,
 * without a restart. With {@code -Ddiskfaults=1} at each operation, in the normal build at every seventh.
 */
class DiskFaultTest {

    private static final int ROUNDS = 8;
    private static final String ERROR = "Input/output error";
    private static final String FULL = "No space left on device";

    private final int step = Integer.getInteger("diskfaults", 7);
    private StagingKek kek = new StagingKek();

    @TempDir
    private Path base;

    @Test
    void aFailureOfAnySingleOperationHarmsNothing() throws Exception {
        int operations = operationsOfAWorkload();
        int refused = 0;
        for (int at = 1 + operations % step; at <= operations; at += step) {
            int fault = at;
            refused += run("single-" + at, new FailingDisk(ERROR, operation -> operation == fault), ERROR);
        }
        System.out.println(operations + " operations, failed at every " + step + ". of them: " + refused
                + " changes refused, nothing lost");
        assertThat(refused).isPositive();
    }

    @Test
    void aDiskThatStaysFullHarmsNothingAndTheStoreGoesOnOnceThereIsRoom() throws Exception {
        int operations = operationsOfAWorkload();
        int refused = 0;
        for (int at = 1 + operations % step; at <= operations; at += step) {
            int full = at;
            refused += run("full-" + at, new FailingDisk(FULL, operation -> operation >= full), FULL);
        }
        System.out.println(operations + " operations, full from every " + step + ". of them on: " + refused
                + " changes refused, nothing lost");
        assertThat(refused).isGreaterThan(operations / step);
    }

    private int operationsOfAWorkload() throws Exception {
        FailingDisk disk = new FailingDisk("", operation -> false);
        assertThat(run("measured", disk, "")).isZero();
        return disk.operations() * 3 / 4;
    }

    /** @return how many changes were refused */
    private int run(String name, FailingDisk disk, String message) throws Exception {
        Path directory = base.resolve(name);
        kek = new StagingKek();
        Workload workload = new Workload(name.hashCode());
        int refused = 0;
        try (DurableKeystore store = openInTheEnd(disk, directory, message)) {
            refused += work(store, workload, message, name);
            disk.mend();
            assertThat(workload.run(store, 2))
                    .as(name + ", the disk works again")
                    .isEmpty();
            assertThat(store.readOnlyReason()).as(name).isEmpty();
            assertThat(store.lockedReason()).as(name).isEmpty();
            workload.assertHolds(store, name);
        }
        try (DurableKeystore store = open(new FileDisk(), directory)) {
            workload.assertHolds(store, name + ", opened again");
        }
        assertThat(StoreCheck.run(directory, kek, Clock.fixed(Synthetic.NOW, ZoneOffset.UTC), new SecureRandom())
                        .problems())
                .as(name)
                .isEmpty();
        PeerProcess.deleteTree(directory);
        return refused;
    }

    private int work(DurableKeystore store, Workload workload, String message, String name) throws Exception {
        int refused = 0;
        for (int i = 0; i < 3; i++) {
            List<String> refusals = workload.run(store, ROUNDS);
            assertThat(refused == 0 || !refusals.isEmpty() || message.equals(ERROR))
                    .as(name + ": a full disk takes nothing")
                    .isTrue();
            assertThat(refusals)
                    .as(name)
                    .allSatisfy(refusal -> assertThat(refusal).contains(message).containsIgnoringCase("disk"));
            workload.assertHolds(store, name);
            refused += refusals.size();
            refused += care(store, message, name);
        }
        return refused;
    }

    /** What was not done leaves everything as it was, but for a backup that is not whole: that is not there. */
    private int care(DurableKeystore store, String message, String name) throws Exception {
        Path backup = base.resolve(name + ".backup");
        Files.deleteIfExists(backup);
        int refused = 0;
        for (Care care : List.<Care>of(
                DurableKeystore::reindex,
                DurableKeystore::rotateSealingKey,
                DurableKeystore::rotateDataKey,
                s -> s.backup(backup, KeystoreCare.Progress.UNWATCHED))) {
            try {
                care.take(store);
            } catch (KeystoreUnavailable e) {
                assertThat(e).as(name).hasMessageContaining(message);
                refused++;
            }
        }
        if (Files.exists(backup)) {
            Path place = base.resolve("restored");
            StoreRestore.run(backup, place, RestoreReport.Existing.KEEP, InstantSource.fixed(Synthetic.NOW));
            PeerProcess.deleteTree(place);
        }
        return refused;
    }

    private interface Care {
        void take(DurableKeystore store) throws KeystoreUnavailable;
    }

    /** A store that cannot be opened says why, and opens once the disk works. */
    private DurableKeystore openInTheEnd(FailingDisk disk, Path directory, String message) throws Exception {
        try {
            return open(disk, directory);
        } catch (KeystoreUnavailable e) {
            assertThat(e).hasMessageContaining(message).hasMessageContaining(directory.toString());
            disk.mend();
            return open(disk, directory);
        }
    }

    private DurableKeystore open(Disk disk, Path directory) throws Exception {
        return DurableKeystore.open(
                directory,
                disk,
                kek,
                Workload.SETTINGS,
                Clock.fixed(Synthetic.NOW, ZoneOffset.UTC),
                new SecureRandom());
    }
}
