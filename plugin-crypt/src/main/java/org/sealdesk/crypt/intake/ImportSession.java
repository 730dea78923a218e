package org.sealdesk.crypt.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.policy.Limits;

/**
 * One import, file after file: only the file at hand is in memory, and its passphrases are tried on it alone. What is
 * stored is durable when {@link #finish} has returned; without that, some of it may be. For one thread.
 */
public final class ImportSession implements AutoCloseable {

    private final ImportRun run;
    private final Function<List<Passphrase>, FileReading> reading;
    private final List<Integer> ends = new ArrayList<>();
    private int room;

    ImportSession(ImportRun run, Function<List<Passphrase>, FileReading> reading, Limits limits) {
        this.run = run;
        this.reading = reading;
        this.room = limits.importItems();
    }

    /** @param passphrases tried on everything locked in this file, in this order; stay the caller's */
    public void take(ImportFile file, List<Passphrase> passphrases) {
        List<FileReading.Found> found = reading.apply(passphrases).read(file);
        run.take(found, room);
        room = Math.max(0, room - found.size());
        ends.add(run.size());
    }

    /** @return one report for each file, in the order taken */
    public List<ImportReport> finish() {
        List<ImportedItem> items = run.finish().items();
        List<ImportReport> files = new ArrayList<>(ends.size());
        int from = 0;
        for (int end : ends) {
            files.add(new ImportReport(items.subList(from, end)));
            from = end;
        }
        return files;
    }

    @Override
    public void close() {
        run.close();
    }
}
