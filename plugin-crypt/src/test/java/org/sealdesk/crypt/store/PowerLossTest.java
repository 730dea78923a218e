package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.crypt.key.KeystoreUnavailable;

/**
 * The power goes at a random moment, and of everything that was not forced to the disk any part may be there: the store
 * opens by itself with everything that was acknowledged and nothing that never was. More moments with {@code
 * -Dpowerlosses=500}.
 */
class PowerLossTest {

    private static final int ROUNDS = 12;

    private final int losses = Integer.getInteger("powerlosses", 40);
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final DurableStores stores = new DurableStores();

    @TempDir
    private Path base;

    @Test
    void noLossOfPowerLosesWhatWasAcknowledgedOrBringsUpWhatNeverWas() throws Exception {
        System.out.println("losses of power: " + losses + ", -Dseed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        LossyDisk measuring = new LossyDisk(Integer.MAX_VALUE);
        work(measuring, base.resolve("measured"), new Workload(seed));
        int refused = 0;
        for (int i = 0; i < losses; i++) {
            Path directory = base.resolve("run-" + i);
            LossyDisk disk = new LossyDisk(1 + random.nextInt(measuring.operations()));
            Workload workload = new Workload(random.nextLong());
            work(disk, directory, workload);
            refused += disk.isDead() ? 1 : 0;
            Path survived = base.resolve("survived-" + i);
            disk.survivors(directory, survived, random.split());
            verify(survived, workload, "loss " + i + " of seed " + seed);
            PeerProcess.deleteTree(directory);
            PeerProcess.deleteTree(survived);
        }
        System.out.println(refused + " of " + losses + " runs were cut off; one has " + measuring.operations()
                + " operations of the disk");
        assertThat(refused).isGreaterThan(losses / 2);
    }

    /** Two starts, with a new index in between, until the power is gone. */
    private void work(Disk disk, Path directory, Workload workload) throws Exception {
        for (int start = 0; start < 2; start++) {
            try (DurableKeystore store = open(disk, directory)) {
                if (!workload.run(store, ROUNDS).isEmpty()) {
                    return;
                }
                store.reindex();
                if (!workload.run(store, ROUNDS / 2).isEmpty()) {
                    return;
                }
            } catch (KeystoreUnavailable e) {
                assertThat(e).hasMessageContaining("no power");
                return;
            }
        }
    }

    private DurableKeystore open(Disk disk, Path directory) throws Exception {
        return DurableKeystore.open(
                directory,
                disk,
                stores,
                Workload.SETTINGS,
                Clock.fixed(Synthetic.NOW, ZoneOffset.UTC),
                new SecureRandom());
    }

    private void verify(Path survived, Workload workload, String when) throws Exception {
        try (DurableKeystore store = open(new FileDisk(), survived)) {
            assertThat(store.findings())
                    .as(when)
                    .allSatisfy(finding -> assertThat(finding.text()).contains("no whole record"));
            assertThat(store.lockedReason()).as(when).isEmpty();
            assertThat(store.readOnlyReason()).as(when).isEmpty();
            workload.assertHolds(store, when);
            assertThat(workload.run(store, 3)).as(when).isEmpty();
        }
        try (DurableKeystore store = open(new FileDisk(), survived)) {
            assertThat(store.findings()).as(when).isEmpty();
            workload.assertHolds(store, when + ", then opened again");
        }
        assertThat(StoreCheck.run(survived, stores, Clock.fixed(Synthetic.NOW, ZoneOffset.UTC), new SecureRandom())
                        .problems())
                .as(when)
                .isEmpty();
    }
}
