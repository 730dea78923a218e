package org.sealdesk.crypt.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.sealdesk.crypt.engine.AssembledKeys;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/**
 * One import, file after file: only the file at hand is in memory, and its passphrases are tried on it alone. What is
 * stored is durable when {@link #finish} has returned; without that, some of it may be. For one thread.
 */
public final class ImportSession implements AutoCloseable {

    private final ImportRun run;
    private final Function<List<Passphrase>, FileReading> reading;
    private final List<Integer> ends = new ArrayList<>();
    private final List<KeyReader> readers;
    private int room;

    ImportSession(
            ImportRun run, List<KeyReader> readers, Function<List<Passphrase>, FileReading> reading, Limits limits) {
        this.run = run;
        this.readers = readers;
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

    /**
     * Takes secret keys that GnuPG keeps in files without names; each key and each refused file is a file of this
     * session, keys first, named by what they were made of.
     *
     * @param files content by name
     * @return what each of them was made of, in the order taken
     */
    public List<Set<String>> takeGnupgKeys(
            List<Certificate> certificates, Map<String, Octets> files, List<Passphrase> passphrases) {
        List<Set<String>> madeOf = new ArrayList<>();
        for (KeyReader reader : readers) {
            AssembledKeys assembled = reader.assemble(certificates, files, passphrases);
            for (AssembledKeys.Key key : assembled.keys()) {
                take(new ImportFile(key.files().stream().sorted().findFirst().orElseThrow(), key.encoded()), List.of());
                madeOf.add(key.files());
            }
            for (AssembledKeys.Refused file : assembled.refused()) {
                run.refuse(file.file(), ItemKind.PGP_SECRET_KEY, file.code(), file.reason());
                ends.add(run.size());
                madeOf.add(Set.of(file.file()));
            }
        }
        return madeOf;
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
