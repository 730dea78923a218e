package org.sealdesk.crypt.store;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.sealdesk.crypt.key.KeystoreUnavailable;

/**
 * The store as its writer thread has it: the journal it appends to, the view that readers get next, and the generation
 * that is being built. Only {@link #view()} and {@link #readOnlyReason()} are for other threads.
 */
final class Ledger implements StoreThread.Batches {

    private static final long MIB = 1024 * 1024;

    private final StoreFolder folder;
    private final StoreId storeId;
    private final StoreSettings settings;
    private final Consumer<String> findings;
    private final JournalWriter journal;
    private final StoreThread writer;
    private final StoreThread builder;
    private volatile View view;
    private volatile Optional<String> broken = Optional.empty();
    private Optional<Building> building = Optional.empty();
    private long retryFromOctets;
    private int snapshots;

    private record Building(Layer base, CompletableFuture<Generation> result) {}

    private Ledger(
            StoreFolder folder,
            StoreId storeId,
            StoreSettings settings,
            Consumer<String> findings,
            Recovery.Recovered recovered,
            StoreThread writer,
            StoreThread builder) {
        this.folder = folder;
        this.storeId = storeId;
        this.settings = settings;
        this.findings = findings;
        this.journal = new JournalWriter(folder, storeId, recovered.lastSequence());
        this.view = recovered.view();
        this.writer = writer;
        this.builder = builder;
    }

    /** On the writer thread, like everything below that writes. */
    static Ledger open(
            StoreFolder folder,
            StoreId storeId,
            StoreSettings settings,
            Consumer<String> findings,
            StoreThread writer,
            StoreThread builder)
            throws IOException {
        new Retention(folder, settings.generationsKept()).deleteNameless();
        Recovery.Recovered recovered = new Recovery(folder, storeId, findings).recover();
        Ledger ledger = new Ledger(folder, storeId, settings, findings, recovered, writer, builder);
        if (recovered.unfinished()) {
            ledger.journal.append(Frame.Type.ABANDON);
        }
        ledger.view = ledger.withCurrentIndex(recovered);
        ledger.buildIfGrown();
        return ledger;
    }

    View view() {
        return view;
    }

    /** Why changes are refused; empty if they are not. */
    Optional<String> readOnlyReason() {
        if (broken.isPresent()) {
            return broken;
        }
        try {
            return shortOfRoom(0);
        } catch (IOException e) {
            return Optional.of("The free space of " + folder + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private Optional<String> shortOfRoom(long octets) throws IOException {
        long usable = folder.usableOctets();
        long needed = settings.minFreeOctets() + 2 * octets;
        return usable >= needed
                ? Optional.empty()
                : Optional.of("The disk of " + folder + " has " + usable / MIB
                        + " MiB left, the keystore stops changes below " + needed / MIB
                        + " MiB so that it is never damaged. Free some space; nothing need be restarted.");
    }

    @Override
    public void commit(List<StoreThread.Batch> waiting) {
        try {
            waitForRoomInMemory();
            requireWritable(waiting);
            View next = withChanges(waiting);
            journal.append(waiting.stream().map(StoreThread.Batch::octets).toList());
            view = next;
            waiting.forEach(batch -> batch.done().complete(null));
        } catch (KeystoreUnavailable e) {
            waiting.forEach(batch -> batch.done().completeExceptionally(e));
        } catch (IOException e) {
            broken = journal.broken();
            KeystoreUnavailable failure = new KeystoreUnavailable(
                    broken.orElse("The journal in " + folder + " could not be written: " + e.getMessage()
                            + ". Nothing was changed. Check the disk and try again."),
                    e);
            waiting.forEach(batch -> batch.done().completeExceptionally(failure));
        }
        buildIfGrown();
    }

    private void requireWritable(List<StoreThread.Batch> waiting) throws KeystoreUnavailable, IOException {
        long octets = waiting.stream().mapToLong(batch -> batch.octets().length).sum();
        mendJournal();
        Optional<String> reason = broken.isPresent() ? broken : shortOfRoom(octets);
        if (reason.isPresent()) {
            throw new KeystoreUnavailable(reason.get());
        }
    }

    private void mendJournal() {
        try {
            journal.mend();
        } catch (IOException e) {
            // It stays as it was, and its reason too.
        }
        broken = journal.broken();
    }

    private View withChanges(List<StoreThread.Batch> waiting) throws IOException {
        while (true) {
            View next = view;
            try {
                for (StoreThread.Batch batch : waiting) {
                    next = RowKeystore.withChanges(next, batch.changes());
                }
                return next;
            } catch (GenerationDamaged e) {
                heal(next.base(), e);
            }
        }
    }

    /** Replaces a damaged generation by the one before it and the journal since; readers then ask again. */
    void heal(Layer damaged, GenerationDamaged damage) throws IOException {
        if (view.base() != damaged || !(damaged instanceof Generation generation)) {
            return;
        }
        Recovery recovery = new Recovery(folder, storeId, findings);
        recovery.setAside(generation.files(), String.valueOf(damage.getMessage()));
        building = Optional.empty();
        view = withCurrentIndex(recovery.recover());
    }

    /** The view with the index rows that this program looks for. Made at once: without them lists would lack things. */
    private View withCurrentIndex(Recovery.Recovered recovered) throws IOException {
        Optional<Generation> generation = recovered.generation();
        if (generation.isEmpty() || !generation.get().manifest().hasOldIndex()) {
            return recovered.view();
        }
        Optional<String> reason = shortOfRoom(2 * generation.get().manifest().octets());
        if (reason.isPresent()) {
            findings.accept("The index of the keystore is of an older form and could not be made anew: " + reason.get()
                    + " Until the next start lists can be filtered in part only.");
            return recovered.view();
        }
        try {
            // A sequence of its own, so that the new generation does not take the files of the old one.
            journal.append(Frame.Type.ABANDON);
            journal.roll();
            Generation upgraded = new IndexUpgrade(folder, storeId).build(recovered.view(), journal.lastSequence());
            findings.accept("The index of the keystore was of an older form and has been made anew.");
            new Retention(folder, settings.generationsKept()).run();
            return new View(
                    SortedRows.EMPTY,
                    SortedRows.EMPTY,
                    upgraded,
                    upgraded.manifest().counts());
        } catch (GenerationDamaged e) {
            Recovery recovery = new Recovery(folder, storeId, findings);
            recovery.setAside(generation.get().files(), String.valueOf(e.getMessage()));
            return withCurrentIndex(recovery.recover());
        }
    }

    private void buildIfGrown() {
        long grown = view.delta().octets();
        if (building.isEmpty() && grown >= Math.max(retryFromOctets, settings.deltaLimit(generationOctets()))) {
            startBuild(new CompletableFuture<>());
        }
    }

    private long generationOctets() {
        return view.base() instanceof Generation generation
                ? generation.manifest().octets()
                : 0;
    }

    /** Changes are slowed down to what the building of generations can take, instead of filling the heap. */
    private void waitForRoomInMemory() {
        if (building.isPresent() && view.delta().octets() > settings.maxDeltaOctets()) {
            finish(building.get());
        }
    }

    /** @param done completed when the generation is in use, or the attempt failed; at once if there is none to build */
    void startBuild(CompletableFuture<Void> done) {
        if (building.isEmpty() && (view.delta().isEmpty() || !hasRoomToBuild())) {
            done.complete(null);
            return;
        }
        Building running = building.orElseGet(this::freezeAndBuild);
        var unused = running.result().whenComplete((generation, failure) -> finishLater(running, done));
    }

    /**
     * Makes the index rows anew from the records and builds a generation even if nothing changed. What is repaired was
     * never in the journal, which holds records only, so a process that ends here loses nothing.
     */
    void startReindex(CompletableFuture<Void> done) throws IOException, KeystoreUnavailable {
        building.ifPresent(this::finish);
        mendJournal();
        Optional<String> reason = broken.isPresent()
                ? broken
                : shortOfRoom(2 * (generationOctets() + view.delta().octets()));
        if (reason.isPresent()) {
            throw new KeystoreUnavailable(reason.get());
        }
        // A sequence of its own, so that the new generation does not take the files of the one in use.
        journal.append(Frame.Type.ABANDON);
        view = repaired();
        Building running = freezeAndBuild();
        var unused = running.result().whenComplete((generation, failure) -> finishLater(running, done));
    }

    private View repaired() throws IOException {
        while (true) {
            View damaged = view;
            try {
                return IndexCheck.repaired(damaged);
            } catch (GenerationDamaged e) {
                heal(damaged.base(), e);
            }
        }
    }

    private void finishLater(Building running, CompletableFuture<Void> done) {
        var unused = writer.submit(() -> {
                    finish(running);
                    return complete(done, running.result());
                })
                .exceptionally(done::completeExceptionally);
    }

    private static boolean complete(CompletableFuture<Void> done, CompletableFuture<Generation> result) {
        try {
            Waiting.on(result);
            return done.complete(null);
        } catch (ExecutionException e) {
            return done.completeExceptionally(e.getCause() == null ? e : e.getCause());
        }
    }

    private Building freezeAndBuild() {
        try {
            journal.roll();
        } catch (IOException e) {
            findings.accept("A segment of the journal in " + folder + " could not be closed: " + e.getMessage() + ".");
        }
        View frozen = view.freeze();
        long sequence = journal.lastSequence();
        view = frozen;
        Building started = new Building(
                frozen.base(), builder.submit(() -> new GenerationBuilder(folder, storeId).build(frozen, sequence)));
        building = Optional.of(started);
        return started;
    }

    private boolean hasRoomToBuild() {
        try {
            long needed = 2 * (generationOctets() + view.delta().octets());
            Optional<String> reason = shortOfRoom(needed);
            reason.ifPresent(text -> findings.accept("No new generation is built. " + text));
            retryFromOctets = reason.isPresent() ? view.delta().octets() * 2 : 0;
            return reason.isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private void finish(Building finished) {
        if (!building.equals(Optional.of(finished))) {
            return;
        }
        try {
            Generation generation = Waiting.on(finished.result());
            view = view.rebase(generation);
            building = Optional.empty();
            retryFromOctets = 0;
            deleteOld();
        } catch (ExecutionException e) {
            building = Optional.empty();
            view = view.thaw();
            buildFailed(finished, e.getCause() == null ? e : e.getCause());
        } catch (IOException e) {
            findings.accept("Old files in " + folder + " could not be deleted: " + e.getMessage() + ".");
        }
    }

    /** Not while somebody reads the files of a snapshot; then it is done when they are released. */
    private void deleteOld() throws IOException {
        if (snapshots == 0) {
            new Retention(folder, settings.generationsKept()).run();
        }
    }

    /** The store as it is now, in files that stay until {@link #release()}. */
    Snapshot snapshot() throws IOException {
        while (true) {
            View now = view;
            try {
                journal.roll();
                Snapshot snapshot = Snapshot.of(folder, storeId, now, journal.lastSequence());
                snapshots++;
                return snapshot;
            } catch (GenerationDamaged e) {
                heal(now.base(), e);
            }
        }
    }

    void release() throws IOException {
        snapshots--;
        deleteOld();
    }

    private void buildFailed(Building failed, Throwable cause) {
        retryFromOctets = view.delta().octets() * 2;
        findings.accept("A new generation could not be built: " + cause.getMessage()
                + ". The keystore goes on with the old one and a longer journal. Check the disk.");
        if (cause instanceof GenerationDamaged damage) {
            try {
                heal(failed.base(), damage);
            } catch (IOException e) {
                findings.accept("The keystore could not be healed: " + e.getMessage() + ".");
            }
        }
    }

    /** Whether a generation is worth its time now that the store closes: the next start is quicker by more. */
    boolean isBuildWorthwhile() {
        long grown = view.delta().octets();
        return grown >= settings.minDeltaOctets() / 8 && generationOctets() <= 4 * settings.maxDeltaOctets();
    }

    /**
     * Whether nothing up to a record of the journal is on the disk any more but in what newer generations made of it.
     */
    boolean isForgotten(long sequence) throws IOException {
        List<GenerationFiles> generations = GenerationFiles.in(folder);
        List<String> segments = JournalReader.segments(folder);
        return !generations.isEmpty()
                && generations.get(generations.size() - 1).sequence() >= sequence
                && (segments.isEmpty() || JournalReader.firstSequence(segments.get(0)) > sequence);
    }

    /** The data keys that secrets in the generations on the disk were sealed with. */
    Set<Integer> dataKeysInGenerations() throws IOException {
        Set<Integer> ids = new HashSet<>(Resealing.dataKeysIn(view.delta()));
        for (GenerationFiles files : GenerationFiles.in(folder)) {
            try {
                ids.addAll(Resealing.dataKeysIn(Generation.open(folder, files, storeId)));
            } catch (Malformed | GenerationDamaged e) {
                throw new IOException(files.data() + " is damaged: " + e.getMessage(), e);
            }
        }
        return ids;
    }

    long lastSequence() {
        return journal.lastSequence();
    }

    void close() throws IOException {
        mendJournal();
        try (journal) {
            if (broken.isEmpty()) {
                journal.closeInOrder();
            }
        }
    }
}
