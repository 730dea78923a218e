package org.sealdesk.crypt.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.policy.Limits;

/**
 * Imports files of keys and certificates, whatever is in them and in whatever order. Each thing found gives one item;
 * what cannot be taken blocks nothing else. When {@link #importFiles} returns, everything it reports as stored is
 * durable.
 *
 * <p>May be used from any thread.
 */
public final class KeyImporter {

    /** How long a private key stays without its certificate: a working day and a night. */
    public static final Duration WAITING_TIME = Duration.ofHours(24);

    private final Keystore keystore;
    private final List<KeyReader> readers;
    private final UsabilityCheck usability;
    private final InstantSource clock;
    private final Limits limits;

    /** @param readers one for each technology, asked in this order */
    public KeyImporter(
            Keystore keystore, List<KeyReader> readers, UsabilityCheck usability, InstantSource clock, Limits limits) {
        this.keystore = keystore;
        this.readers = List.copyOf(readers);
        this.usability = usability;
        this.clock = clock;
        this.limits = limits;
    }

    /** For one author, in whose name the keystore is changed. */
    public KeyImporter by(Author author) {
        return new KeyImporter(keystore.by(author), readers, usability, clock, limits);
    }

    /** @param passphrases tried on everything locked; stay the caller's */
    public ImportReport importFiles(List<ImportFile> files, List<Passphrase> passphrases, ImportOptions options) {
        return run(files, passphrases, options, new KeystoreLedger(keystore));
    }

    /** What {@link #importFiles} would answer now. Stores nothing. */
    public ImportReport preview(List<ImportFile> files, List<Passphrase> passphrases, ImportOptions options) {
        return run(files, passphrases, options, Ledger.NOTHING);
    }

    private ImportReport run(
            List<ImportFile> files, List<Passphrase> passphrases, ImportOptions options, Ledger ledger) {
        try (ImportSession session = session(options, ledger)) {
            files.forEach(file -> session.take(file, passphrases));
            return ImportReport.joined(session.finish());
        }
    }

    /** An import of files that come one after the other, each with passphrases of its own; the caller closes it. */
    public ImportSession begin(ImportOptions options) {
        return session(options, new KeystoreLedger(keystore));
    }

    private ImportSession session(ImportOptions options, Ledger ledger) {
        Instant at = clock.instant();
        ImportRun run = new ImportRun(new Staging(keystore, ledger), usability, options, at);
        return new ImportSession(
                run, readers, passphrases -> new FileReading(readers, passphrases, limits, at), limits);
    }

    /**
     * Takes private keys away that have waited too long for their certificate.
     *
     * @return what was taken away, for the audit log
     */
    public List<SecretKeyId> dropOverdueKeys() throws KeystoreLocked, KeystoreUnavailable {
        Instant limit = clock.instant().minus(WAITING_TIME);
        List<SecretKeyId> overdue = keystore.waitingKeys().stream()
                .filter(key -> !key.since().isAfter(limit))
                .map(Keystore.WaitingKey::id)
                .toList();
        List<Keystore.Change> changes = new ArrayList<>();
        overdue.forEach(id -> changes.add(new Keystore.Change.DeleteSecret(id)));
        if (!changes.isEmpty()) {
            keystore.apply(changes);
        }
        return overdue;
    }
}
