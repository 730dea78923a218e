package org.sealdesk.crypt.admin;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.sealdesk.api.host.Scheduler;
import org.sealdesk.crypt.folder.FolderStatus;
import org.sealdesk.crypt.folder.KeyFolders;
import org.sealdesk.crypt.key.Passphrase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What pages do with key folders: see how they stand, and have them read again while nobody waits. */
public final class FolderDesk {

    private static final Logger LOG = LoggerFactory.getLogger(FolderDesk.class);

    private final KeyFolders folders;
    private final Supplier<Scheduler> scheduler;
    private final AtomicBoolean asked = new AtomicBoolean();

    public FolderDesk(KeyFolders folders, Supplier<Scheduler> scheduler) {
        this.folders = folders;
        this.scheduler = scheduler;
    }

    FolderStatus status() {
        return folders.status();
    }

    /** Whether everything is being read, or will be in a moment. */
    boolean isReading() {
        return asked.get();
    }

    /**
     * Begins to read everything again; does nothing if that is going on already.
     *
     * @param password tried on locked files; stays the caller's
     */
    void rescan(Passphrase password) {
        if (!asked.compareAndSet(false, true)) {
            return;
        }
        char[] chars = password.toChars();
        Passphrase copy = Passphrase.of(chars);
        Arrays.fill(chars, '\0');
        scheduler.get().once("crypt-folders-rescan", Duration.ZERO, () -> read(copy));
    }

    private void read(Passphrase password) {
        try (password) {
            folders.rescan(password.isEmpty() ? List.of() : List.of(password));
        } catch (IOException e) {
            LOG.warn("what was found in the key folders can't be remembered: {}", e.toString());
        } finally {
            asked.set(false);
        }
    }
}
