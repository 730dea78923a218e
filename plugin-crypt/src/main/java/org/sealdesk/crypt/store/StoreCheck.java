package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoreReport;

/**
 * Reads a whole store, file by file and record by record, while no process has it: the files themselves, then the index
 * of every generation and of what the journal adds, then the seals if the key is at hand. Changes nothing.
 */
public final class StoreCheck {

    private final StoreFolder folder;
    private final KekSource kek;
    private final Clock clock;
    private final SecureRandom random;
    private final long until;
    private final KeystoreCare.Progress progress;
    private final ProblemList problems = new ProblemList();

    private StoreCheck(
            StoreFolder folder,
            KekSource kek,
            Clock clock,
            SecureRandom random,
            long until,
            KeystoreCare.Progress progress) {
        this.until = until;
        this.progress = progress;
        this.folder = folder;
        this.kek = kek;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @throws KeystoreInUse if a process has the store: what it is writing would look like damage
     * @throws KeystoreUnavailable if there is no store, or its files cannot be read
     */
    public static StoreReport run(Path directory, KekSource kek, Clock clock, SecureRandom random)
            throws KeystoreInUse, KeystoreUnavailable {
        requireStore(directory);
        try {
            StoreFolder folder = StoreFolder.at(directory);
            StoreLock.Shared lock = StoreLock.share(folder);
            try {
                return new StoreCheck(folder, kek, clock, random, Long.MAX_VALUE, KeystoreCare.Progress.UNWATCHED)
                        .report();
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw new KeystoreUnavailable(
                    "The keystore in " + directory + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * A store in use, whose files up to a record stay while this runs.
     *
     * @param until the last record in closed segments
     */
    static StoreReport live(
            StoreFolder folder,
            KekSource kek,
            Clock clock,
            SecureRandom random,
            long until,
            KeystoreCare.Progress progress)
            throws IOException {
        return new StoreCheck(folder, kek, clock, random, until, progress).report();
    }

    /** So that a look at a directory makes no store there. */
    public static void requireStore(Path directory) throws KeystoreUnavailable {
        if (!Files.isRegularFile(directory.resolve(StoreFormat.NAME))
                && !Files.isRegularFile(directory.resolve(StoreFormat.COPY))) {
            throw new KeystoreUnavailable(
                    "There is no keystore in " + directory + ". Name the plugin's data directory with --data.");
        }
    }

    private StoreReport report() throws IOException {
        StoreId id = StoreFormat.read(
                folder, (name, what) -> problems.add(name, "", what, "The next start mends it from its copy"));
        List<GenerationFiles> newestFirst = GenerationFiles.in(folder);
        Optional<Generation> newest = Optional.empty();
        long steps = newestFirst.size() + 2L;
        long step = 0;
        progress.reached(step, steps);
        for (GenerationFiles files : newestFirst) {
            Optional<Generation> whole = new GenerationCheck(folder, id, files, problems).run();
            whole.ifPresent(g -> index(files.data(), viewOf(g)));
            newest = newest.or(() -> whole);
            progress.reached(++step, steps);
        }
        JournalCheck journal = new JournalCheck(folder, id, problems, until);
        View base = newest.map(StoreCheck::viewOf).orElse(View.EMPTY);
        View view = journal.run(base, newest.map(g -> g.manifest().sequence()).orElse(0L));
        Counts counts = view.delta().isEmpty() ? view.counts() : index("journal", view);
        progress.reached(++step, steps);
        seals(view, id, counts);
        quarantine();
        return problems.report(counts.contents(), newestFirst.size(), journal.records());
    }

    private static View viewOf(Generation generation) {
        return new View(
                SortedRows.EMPTY,
                SortedRows.EMPTY,
                generation,
                generation.manifest().counts());
    }

    private Counts index(String file, View view) {
        Counts counts = new IndexCheck(view, new Index(file, problems)).run();
        if (!counts.equals(view.counts())) {
            problems.add(file, "", "it counts " + view.counts() + ", its records are " + counts, ProblemList.REINDEX);
        }
        return counts;
    }

    private record Index(String file, ProblemList problems) implements IndexCheck.Flaws {
        @Override
        public void unreadable(Table table, String name, String why) {
            String record = table.name().toLowerCase(Locale.ROOT) + " " + name;
            problems.add(file, record, why, advice(table));
        }

        private static String advice(Table table) {
            return switch (table) {
                case REVOCATION_LIST -> "Delete the list and import it again; all others still work";
                case REVOCATION_LIST_OCTETS -> "Import the list again; all others still work";
                default -> "Import it again or delete it; all others still work";
            };
        }

        @Override
        public void missing(byte[] key, byte[] value) {
            problems.add(file, row(key), "the record that it leads to has no such index row", ProblemList.REINDEX);
        }

        @Override
        public void stray(byte[] key) {
            problems.add(file, row(key), "no record asks for this index row", ProblemList.REINDEX);
        }

        @Override
        public void secret(SecretKeyId id, SecretRow row) {
            // Seals are tried once, on the whole.
        }

        private static String row(byte[] key) {
            return "row " + HexFormat.of().formatHex(key);
        }
    }

    private void seals(View view, StoreId id, Counts counts) throws IOException {
        for (String name : List.of(RingFile.NAME, RingFile.COPY)) {
            ring(name, id, counts);
        }
        boolean anyRing = Files.exists(folder.file(RingFile.NAME)) || Files.exists(folder.file(RingFile.COPY));
        if (counts.secrets() == 0 || !anyRing) {
            return;
        }
        // With a ring there, opening it writes nothing.
        try (Sealing sealing = new RingOpener(folder, id, kek, clock, random).open(counts.secrets(), text -> {})) {
            if (sealing.lockedReason().isPresent()) {
                problems.note("The seals of " + counts.secrets() + " secret keys were not checked: "
                        + sealing.lockedReason().get());
                return;
            }
            new IndexCheck(view, new Seals(sealing, problems)).run();
        }
    }

    private void ring(String name, StoreId id, Counts counts) throws IOException {
        String advice = "Copy the other one of " + RingFile.NAME + " and " + RingFile.COPY + " over it, or restore it";
        if (!Files.exists(folder.file(name))) {
            if (counts.secrets() > 0) {
                problems.add(name, "", "the file is missing, and " + counts.secrets() + " secret keys need it", advice);
            }
            return;
        }
        try {
            RingFile ring = RingFile.decode(Files.readAllBytes(folder.file(name)));
            if (!ring.storeId().equals(id)) {
                problems.add(name, "", "it belongs to store " + ring.storeId() + ", this is store " + id, advice);
            }
        } catch (Malformed e) {
            problems.add(name, "", String.valueOf(e.getMessage()), advice);
        }
    }

    private record Seals(Sealing sealing, ProblemList problems) implements IndexCheck.Flaws {
        @Override
        public void unreadable(Table table, String name, String why) {
            // Said with the index.
        }

        @Override
        public void missing(byte[] key, byte[] value) {
            // Said with the index.
        }

        @Override
        public void stray(byte[] key) {
            // Said with the index.
        }

        @Override
        public void secret(SecretKeyId id, SecretRow row) {
            try (SecretKeyRecord opened = SecretCodec.open(id, row.sealed(), sealing)) {
                if (!opened.id().equals(id)) {
                    throw new KeystoreDamaged("it is another key's");
                }
            } catch (KeystoreDamaged | KeystoreLocked e) {
                problems.add(
                        "secrets",
                        "secret " + id.value().hex(),
                        "its seal does not open",
                        "Import the key again or restore it from a backup; other keys still work");
            }
        }
    }

    private void quarantine() throws IOException {
        Path quarantine = folder.file(StoreFolder.QUARANTINE);
        if (Files.isDirectory(quarantine)) {
            problems.note("Damaged files of earlier days are in " + quarantine
                    + "; delete them when nothing is missing any more");
        }
    }
}
