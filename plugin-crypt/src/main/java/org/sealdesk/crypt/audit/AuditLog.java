package org.sealdesk.crypt.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sealdesk.crypt.key.AuditHead;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;

/**
 * The log of a keystore and everything around it. An entry is durable before the change that it is about is; the keystore
 * remembers the last entry together with that change. Any thread.
 */
public final class AuditLog implements AutoCloseable {

    private final AuditLines lines;
    private final AuditWriter writer;
    private final Keystore plain;
    private final Consumer<AuditEntry> listener;
    private final Object turn = new Object();

    private AuditLog(AuditLines lines, AuditWriter writer, Keystore plain, Consumer<AuditEntry> listener) {
        this.lines = lines;
        this.writer = writer;
        this.plain = plain;
        this.listener = listener;
    }

    /**
     * @param directory of the log alone, made if it is not there
     * @param keystore whose changes are to be recorded; stays the caller's
     * @param listener gets each entry once it is durable and its change is
     */
    public static AuditLog open(Path directory, Keystore keystore, InstantSource clock, Consumer<AuditEntry> listener)
            throws IOException {
        return open(AuditFiles.at(directory), keystore, clock, listener);
    }

    /** For a keystore that ends with its process. */
    public static AuditLog inMemory(Keystore keystore, InstantSource clock, Consumer<AuditEntry> listener) {
        try {
            return open(new AuditMemory(), keystore, clock, listener);
        } catch (IOException e) {
            throw new IllegalStateException("memory failed", e);
        }
    }

    static AuditLog open(AuditLines lines, Keystore keystore, InstantSource clock, Consumer<AuditEntry> listener)
            throws IOException {
        AuditWriter writer = AuditWriter.open(lines, clock, keystore.auditHead());
        return new AuditLog(lines, writer, keystore, listener);
    }

    /**
     * Looks at a log that nobody writes; changes nothing.
     *
     * @param remembered by the keystore
     */
    public static AuditReport verify(Path directory, AuditHead remembered) throws IOException {
        if (!Files.isDirectory(directory)) {
            return new AuditCheck(new AuditMemory(), remembered).run();
        }
        return new AuditCheck(AuditFiles.at(directory), remembered).run();
    }

    /** The keystore; what is changed through it is recorded, until somebody is named as the plugin's own doing. */
    public Keystore keystore() {
        return new AuditedKeystore(plain, this, Author.SYSTEM);
    }

    /**
     * The keystore as a whole; what is done with it is recorded, until somebody is named as the plugin's own doing.
     *
     * @param care of the keystore of this log
     */
    public AuditedCare care(KeystoreCare care) {
        return new AuditedCare(care, this, Author.SYSTEM);
    }

    /** Records what happened outside the keystore: settings, exports, refusals. */
    public void record(Author author, AuditEvent event) throws KeystoreUnavailable {
        List<AuditEntry> written;
        synchronized (turn) {
            written = append(author, List.of(event));
            try {
                plain.apply(List.of(new Change.PutAuditHead(writer.head())));
            } catch (KeystoreLocked e) {
                throw new IllegalStateException("the head of the audit log is no secret", e);
            }
        }
        written.forEach(listener);
    }

    void change(Author author, List<Change> changes) throws KeystoreLocked, KeystoreUnavailable {
        List<AuditEntry> written;
        synchronized (turn) {
            List<AuditEvent> events = new ChangeWords(plain, author.action()).of(changes);
            if (events.isEmpty()) {
                plain.apply(changes);
                return;
            }
            written = append(author, events);
            List<Change> all = new ArrayList<>(changes);
            all.add(new Change.PutAuditHead(writer.head()));
            try {
                plain.apply(all);
            } catch (KeystoreLocked e) {
                failed(author, events, written, "store.locked");
                throw e;
            } catch (KeystoreUnavailable e) {
                failed(author, events, written, "store.unavailable");
                throw e;
            }
        }
        written.forEach(listener);
    }

    /** The entry of the failure stands behind those of what was tried. */
    private void failed(Author author, List<AuditEvent> events, List<AuditEntry> tried, String problem)
            throws KeystoreUnavailable {
        AuditEvent first = events.get(0);
        String which = "entries " + tried.get(0).sequence() + " to "
                + tried.get(tried.size() - 1).sequence() + " did not happen";
        append(author, List.of(new AuditEvent(first.action(), first.subject(), "", which, problem)))
                .forEach(listener);
    }

    private List<AuditEntry> append(Author author, List<AuditEvent> events) throws KeystoreUnavailable {
        try {
            return writer.append(author, events);
        } catch (IOException e) {
            throw new KeystoreUnavailable(
                    "The audit log in " + lines + " could not be written: " + e.getMessage()
                            + ". Nothing was changed, because no change goes unrecorded. Check the disk and try again.",
                    e);
        }
    }

    /** The newest first. */
    public AuditPage list(AuditPage.Query query) throws IOException {
        return AuditPage.of(lines, query);
    }

    public AuditReport verify() throws IOException {
        synchronized (turn) {
            return new AuditCheck(lines, plain.auditHead()).run();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (turn) {
            lines.close();
        }
    }
}
