package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sealdesk.crypt.key.BackupReport;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.RotationReport;
import org.sealdesk.crypt.key.StoreReport;

/**
 * The keystore on disk. A change is in the journal, and the journal on the disk, before {@link #apply} returns; readers
 * see all of a batch at once, then. Reads take no lock and go on beside everything, also while a new generation is
 * built. Owned by one instance at a time.
 */
public final class DurableKeystore extends RowKeystore implements KeystoreCare {

    private final StoreLock lock;
    private final StoreThread writer;
    private final StoreThread builder;
    private final Clock clock;
    private final Findings findings;
    private final Ledger ledger;
    private final Disk disk;
    private final StoreFolder folder;
    private final KekSource kek;
    private final SecureRandom random;
    private final RingOpener rings;
    private final Rotations rotations;
    private final ReadWriteLock sealingInUse = new ReentrantReadWriteLock();
    private final Queue<Sealing> retired = new ConcurrentLinkedQueue<>();
    private volatile Sealing sealing;
    private volatile boolean closed;

    private DurableKeystore(
            StoreLock lock,
            StoreThread writer,
            StoreThread builder,
            Clock clock,
            Findings findings,
            Ledger ledger,
            Disk disk,
            StoreFolder folder,
            KekSource kek,
            SecureRandom random,
            RingOpener rings,
            RingRotation rotation,
            int generationsKept,
            Sealing sealing) {
        this.lock = lock;
        this.writer = writer;
        this.builder = builder;
        this.clock = clock;
        this.findings = findings;
        this.ledger = ledger;
        this.disk = disk;
        this.folder = folder;
        this.kek = kek;
        this.random = random;
        this.rings = rings;
        this.rotations = new Rotations(writer, ledger, rotation, new Rotating(generationsKept));
        this.sealing = sealing;
    }

    /**
     * Opens the store in a directory, made if it is not there. Without the key that seals it the store opens locked:
     * {@link #lockedReason} says why.
     *
     * @throws KeystoreInUse if another process or instance has it
     * @throws KeystoreUnavailable if its files cannot be read or hold no whole store; nothing was deleted
     */
    public static DurableKeystore open(
            Path directory, KekSource kek, StoreSettings settings, Clock clock, SecureRandom random)
            throws KeystoreInUse, KeystoreUnavailable {
        return open(directory, new FileDisk(), kek, settings, clock, random);
    }

    static DurableKeystore open(
            Path directory, Disk disk, KekSource kek, StoreSettings settings, Clock clock, SecureRandom random)
            throws KeystoreInUse, KeystoreUnavailable {
        StoreThread writer = new StoreThread("sealdesk-keystore-writer");
        StoreThread builder = new StoreThread("sealdesk-keystore-builder");
        try {
            return Waiting.on(
                    writer.submit(() -> open(directory, disk, kek, settings, clock, random, writer, builder)));
        } catch (ExecutionException e) {
            builder.close();
            writer.close();
            if (e.getCause() instanceof KeystoreInUse inUse) {
                throw inUse;
            }
            throw new KeystoreUnavailable(
                    "The keystore in " + directory + " cannot be opened: " + messageOf(e) + ".", e);
        }
    }

    private static DurableKeystore open(
            Path directory,
            Disk disk,
            KekSource kek,
            StoreSettings settings,
            Clock clock,
            SecureRandom random,
            StoreThread writer,
            StoreThread builder)
            throws IOException, KeystoreInUse {
        Findings findings = new Findings(clock);
        StoreRestore.finish(directory, disk);
        StoreFolder folder = StoreFolder.at(directory, disk);
        StoreLock lock = StoreLock.acquire(folder);
        try {
            StoreId id = StoreFormat.readOrCreate(folder, random, findings);
            Ledger ledger = Ledger.open(folder, id, settings, findings, writer, builder);
            RingOpener rings = new RingOpener(folder, id, kek, clock, random);
            Sealing sealing = sealing(rings, ledger, findings);
            RingRotation rotation = new RingRotation(folder, id, kek, clock, random);
            return new DurableKeystore(
                    lock,
                    writer,
                    builder,
                    clock,
                    findings,
                    ledger,
                    disk,
                    folder,
                    kek,
                    random,
                    rings,
                    rotation,
                    settings.generationsKept(),
                    sealing);
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** What cannot be put in order now is tried again at the next start; the store is open either way. */
    private static Sealing sealing(RingOpener rings, Ledger ledger, Consumer<String> findings) throws IOException {
        rings.mend(findings);
        Sealing sealing = rings.open(ledger.view().counts().secrets(), findings);
        if (sealing.lockedReason().isPresent()) {
            return sealing;
        }
        try {
            rings.settle(findings);
        } catch (IOException | IllegalStateException e) {
            findings.accept("The keys that seal this keystore could not be put in order: " + e.getMessage()
                    + ". Secret keys work; the next start tries again.");
        }
        return sealing;
    }

    @Override
    public void apply(List<Change> changes) throws KeystoreLocked, KeystoreUnavailable {
        requireOpen();
        if (changes.isEmpty()) {
            return;
        }
        await(sealedAndQueued(changes));
    }

    /** A data key that is replaced in between would be missed by what looks for secrets sealed with it. */
    private Future<Void> sealedAndQueued(List<Change> changes) throws KeystoreLocked {
        sealingInUse.readLock().lock();
        try {
            return writer.submit(logged(changes), ledger);
        } finally {
            sealingInUse.readLock().unlock();
        }
    }

    private static void await(Future<Void> done) throws KeystoreUnavailable {
        try {
            Waiting.on(done);
        } catch (ExecutionException e) {
            throw new KeystoreUnavailable(messageOf(e), e);
        }
    }

    private static String messageOf(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** A damaged generation is replaced by the one before it, then the question is asked again. */
    @Override
    <T> T read(Function<View, T> question) {
        requireOpen();
        while (true) {
            View view = ledger.view();
            try {
                return question.apply(view);
            } catch (GenerationDamaged e) {
                heal(view.base(), e);
            }
        }
    }

    private void heal(Layer damaged, GenerationDamaged damage) {
        CompletableFuture<Void> healed = writer.submit(() -> {
            ledger.heal(damaged, damage);
            return null;
        });
        try {
            Waiting.on(healed);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The keystore is damaged and could not be healed: " + messageOf(e), e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("keystore is closed");
        }
    }

    @Override
    public Optional<String> unlock() throws KeystoreUnavailable {
        requireOpen();
        await(writer.submit(() -> {
            if (sealing.lockedReason().isPresent()) {
                sealing = sealing(rings, ledger, findings);
            }
            return null;
        }));
        return lockedReason();
    }

    @Override
    public Optional<String> unlock(Passphrase passphrase) throws KeystoreUnavailable {
        if (lockedReason().isEmpty()) {
            return Optional.empty();
        }
        kek.offer(passphrase);
        kek.propose(passphrase);
        try {
            Optional<String> locked = unlock();
            if (locked.isPresent()) {
                kek.wipe();
            }
            return locked;
        } finally {
            kek.forgetPassphrases();
        }
    }

    @Override
    public Seal seal() throws KeystoreUnavailable {
        requireOpen();
        try {
            return Waiting.on(writer.submit(rings::seal));
        } catch (ExecutionException e) {
            throw new KeystoreUnavailable("The file of data keys cannot be read: " + messageOf(e) + ".", e);
        }
    }

    @Override
    public void rotateSealingKey(Passphrase passphrase) throws KeystoreUnavailable {
        kek.propose(passphrase);
        try {
            rotateSealingKey();
        } finally {
            kek.forgetPassphrases();
        }
    }

    @Override
    public void rotateSealingKey() throws KeystoreUnavailable {
        requireOpen();
        rotations.replaceKek();
    }

    @Override
    public RotationReport rotateDataKey() throws KeystoreUnavailable {
        requireOpen();
        return rotations.replaceDataKey();
    }

    private final class Rotating implements Rotations.Store {

        private final int generationsKept;

        Rotating(int generationsKept) {
            this.generationsKept = generationsKept;
        }

        @Override
        public Optional<String> lockedReason() {
            return DurableKeystore.this.lockedReason();
        }

        /** Whoever reads right now may still use the keys of the ring before; it is wiped in the end. */
        @Override
        public void use(KeyRing ring) {
            sealingInUse.writeLock().lock();
            try {
                retired.add(sealing);
                sealing = ring;
            } finally {
                sealingInUse.writeLock().unlock();
            }
        }

        @Override
        public void renew() throws KeystoreUnavailable {
            reindex();
        }

        @Override
        public int generationsKept() {
            return generationsKept;
        }
    }

    @Override
    public StoreReport check(Progress progress) throws KeystoreUnavailable {
        requireOpen();
        try {
            Snapshot snapshot = Waiting.on(writer.submit(ledger::snapshot));
            try {
                return StoreCheck.live(folder, kek, clock, random, snapshot.sequence(), progress);
            } finally {
                release();
            }
        } catch (ExecutionException e) {
            throw new KeystoreUnavailable("The keystore was not checked: " + messageOf(e) + ".", e);
        } catch (IOException e) {
            throw new KeystoreUnavailable("The keystore was not checked: " + e.getMessage() + ".", e);
        }
    }

    private void release() {
        var unused = writer.submit(() -> {
            ledger.release();
            return null;
        });
    }

    @Override
    public KeystoreCare.State state() throws KeystoreUnavailable {
        requireOpen();
        try {
            return new KeystoreCare.State(
                    folder.directory().toAbsolutePath(),
                    contents(),
                    folder.octets(),
                    folder.usableOctets(),
                    readOnlyReason(),
                    lockedReason(),
                    findings().stream().map(StoreFinding::text).toList());
        } catch (IOException e) {
            throw new KeystoreUnavailable(
                    "The directory of the keystore " + folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Builds a generation whose index rows are made anew from the records, and returns when it is in use. */
    @Override
    public void reindex() throws KeystoreUnavailable {
        requireOpen();
        CompletableFuture<Void> built = new CompletableFuture<>();
        writer.submit(() -> {
                    ledger.startReindex(built);
                    return null;
                })
                .exceptionally(failure -> {
                    built.completeExceptionally(failure);
                    return null;
                });
        await(built);
    }

    @Override
    public BackupReport backup(Path file, Progress progress) throws KeystoreUnavailable {
        requireOpen();
        return new Backups(writer, ledger, disk, clock, new Backups.Healing() {
                    @Override
                    public void generation(Layer damaged, GenerationDamaged damage) {
                        heal(damaged, damage);
                    }

                    @Override
                    public void journal() throws KeystoreUnavailable {
                        reindex();
                    }
                })
                .write(file, progress);
    }

    public StoreReport.Contents contents() {
        return read(View::counts).contents();
    }

    /** Builds a generation of everything now, and returns when it is in use. */
    public void renewGeneration() throws KeystoreUnavailable {
        requireOpen();
        await(build());
    }

    private CompletableFuture<Void> build() {
        CompletableFuture<Void> built = new CompletableFuture<>();
        writer.submit(() -> {
                    ledger.startBuild(built);
                    return null;
                })
                .exceptionally(failure -> {
                    built.completeExceptionally(failure);
                    return null;
                });
        return built;
    }

    /** What administrators should know, oldest first. */
    public List<StoreFinding> findings() {
        return findings.list();
    }

    @Override
    public Optional<String> readOnlyReason() {
        return ledger.readOnlyReason();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (Waiting.on(writer.submit(ledger::isBuildWorthwhile))) {
                Waiting.on(build());
            }
        } catch (ExecutionException e) {
            findings.accept("The last generation was not built: " + messageOf(e) + ". The journal has everything.");
        }
        builder.close();
        CompletableFuture<Void> end = writer.submit(() -> {
            try (lock) {
                ledger.close();
            }
            return null;
        });
        writer.close();
        kek.wipe();
        sealing.close();
        retired.forEach(Sealing::close);
        end.exceptionally(e -> {
            findings.accept(
                    "The keystore was not closed in order: " + e.getMessage() + ". The journal has everything.");
            return null;
        });
    }

    @Override
    Sealing sealing() {
        return sealing;
    }

    @Override
    Clock clock() {
        return clock;
    }

    @Override
    Consumer<String> damage() {
        return findings;
    }
}
