package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.RestoreReport;

/**
 * The power goes at a random moment, and of everything that was not forced to the disk any part may be there: the store
 * opens by itself with everything that was acknowledged and nothing that never was, and a backup is whole or not there.
 * More moments with {@code -Dpowerlosses=500}.
 */
class PowerLossTest {

    private static final int ROUNDS = 12;

    private final int losses = Integer.getInteger("powerlosses", 40);
    private final long seed = Long.getLong("seed", System.nanoTime());
    private StagingKek kek = new StagingKek();
    private int backups;

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
            kek = new StagingKek();
            Path directory = base.resolve("run-" + i);
            LossyDisk disk = new LossyDisk(1 + random.nextInt(measuring.operations()));
            Workload workload = new Workload(random.nextLong());
            List<Backup> begun = work(disk, directory, workload);
            refused += disk.isDead() ? 1 : 0;
            Path survived = base.resolve("survived-" + i);
            disk.survivors(directory, survived, random.split());
            String when = "loss " + i + " of seed " + seed;
            for (Backup backup : begun) {
                verify(backup, disk, when, random.split());
            }
            verify(survived, workload, when);
            PeerProcess.deleteTree(directory);
            PeerProcess.deleteTree(survived);
        }
        System.out.println(refused + " of " + losses + " runs were cut off; one has " + measuring.operations()
                + " operations of the disk; " + backups + " backups restored");
        assertThat(refused).isGreaterThan(losses / 2);
    }

    /** Two starts, each with a new index, new keys and a backup in the end, until the power is gone. */
    private List<Backup> work(Disk disk, Path directory, Workload workload) throws Exception {
        List<Backup> begun = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            try (DurableKeystore store = open(disk, directory)) {
                if (!workload.run(store, ROUNDS).isEmpty()) {
                    return begun;
                }
                store.reindex();
                store.rotateSealingKey();
                if (!workload.run(store, ROUNDS / 2).isEmpty()) {
                    return begun;
                }
                store.rotateDataKey();
                Backup backup = new Backup(directory.resolveSibling(directory.getFileName() + "." + start), workload);
                begun.add(backup);
                store.backup(backup.file, KeystoreCare.Progress.UNWATCHED);
                backup.done = true;
            } catch (KeystoreUnavailable e) {
                assertThat(e).hasMessageContaining("no power");
                return begun;
            }
        }
        return begun;
    }

    /** A file and what must be in it. */
    private static final class Backup {
        private final Path file;
        private final Workload contents;
        private boolean done;

        Backup(Path file, Workload workload) {
            this.file = file;
            this.contents = workload.asOfNow();
        }
    }

    private void verify(Backup backup, LossyDisk disk, String when, SplittableRandom random) throws Exception {
        Path file = base.resolve("survived.backup");
        disk.survivors(backup.file, file, random);
        assertThat(Files.exists(file) || !backup.done)
                .as(when + ": a backup that was made")
                .isTrue();
        if (Files.exists(file)) {
            backups++;
            Path place = base.resolve("restored");
            StoreRestore.run(file, place, RestoreReport.Existing.KEEP, InstantSource.fixed(Synthetic.NOW));
            try (DurableKeystore store = open(new FileDisk(), place)) {
                backup.contents.assertHolds(store, when + ", the backup");
            }
            PeerProcess.deleteTree(place);
            Files.delete(file);
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
        assertThat(StoreCheck.run(survived, kek, Clock.fixed(Synthetic.NOW, ZoneOffset.UTC), new SecureRandom())
                        .problems())
                .as(when)
                .isEmpty();
    }
}
