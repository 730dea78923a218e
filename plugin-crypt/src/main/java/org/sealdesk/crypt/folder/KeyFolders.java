package org.sealdesk.crypt.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.folder.FolderScan.Thoroughness;
import org.sealdesk.crypt.intake.KeyImporter;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.policy.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the keystore in step with the folders that the settings name. {@link #tick} is called all the time and mostly does
 * nothing; {@link #rescan} is what somebody asks for. One of them works at a time. May be used from any thread.
 */
public final class KeyFolders implements AutoCloseable {

    /** Between two ticks. A file that stands still for so long is whole: whoever copies writes more often. */
    public static final Duration TICK = Duration.ofSeconds(2);

    /**
     * Without a sign from the watch, a look at least every minute: network file systems give no sign, and a look at
     * 100 000 files costs about half a second.
     */
    private static final int TICKS_PER_LOOK = 30;

    /** Files that wait for something are tried again every hour; each try costs what a password guess costs. */
    private static final int LOOKS_PER_RETRY = 60;

    private static final Logger LOG = LoggerFactory.getLogger(KeyFolders.class);

    private final Supplier<List<WatchedFolder>> named;
    private final ScanParts parts;
    private final FolderMemory memory;
    private final Settling settling = new Settling();
    private final DirectoryWatch watch = new DirectoryWatch();
    private final ReentrantLock working = new ReentrantLock();
    private List<WatchedFolder> folders = List.of();
    private int ticks = TICKS_PER_LOOK;
    private int looks;
    private volatile boolean closed;
    private volatile @Nullable ScanReport latest;
    private volatile @Nullable ScanReport complete;
    private volatile FolderStatus.@Nullable Step step;
    private volatile List<RetiredCertificate> retired;

    private KeyFolders(Supplier<List<WatchedFolder>> named, FolderMemory memory, Target target) {
        this.named = named;
        this.memory = memory;
        this.parts = ScanParts.of(target, CertificateFacts.Source.FOLDER, this::progress, () -> closed);
        this.retired = List.copyOf(memory.retired().values());
    }

    /**
     * What folders are kept in step with.
     *
     * @param who is said to have changed the keystore
     */
    public record Target(
            Keystore keystore,
            KeyImporter importer,
            String who,
            InstantSource clock,
            Limits limits,
            FolderEvents events) {}

    /**
     * @param named the folders that the settings name now
     * @param directory where to remember what was found, a directory of ours alone
     */
    public static KeyFolders open(Supplier<List<WatchedFolder>> named, Path directory, Target target)
            throws IOException {
        return new KeyFolders(named, FolderMemory.load(directory), target);
    }

    /**
     * Reads folders that are kept in step with nothing: once, remembering nothing.
     *
     * @param source what new certificates are said to come from
     * @param passphrases tried on locked files after their own; stay the caller's
     */
    public static ScanReport readOnce(
            List<WatchedFolder> folders, Target target, CertificateFacts.Source source, List<Passphrase> passphrases)
            throws IOException {
        ScanParts parts = ScanParts.of(target, source, (done, total) -> {}, () -> false);
        return new FolderScan(parts, FolderMemory.none(), new Settling(), Thoroughness.EVERYTHING, passphrases)
                .run(folders);
    }

    /** Looks if there is a reason to. */
    public void tick() {
        if (!working.tryLock()) {
            return;
        }
        try {
            List<WatchedFolder> now = named.get();
            boolean other = !now.equals(folders);
            boolean news = watch.hasNews();
            ticks++;
            if (closed || now.isEmpty() && folders.isEmpty()) {
                return;
            }
            if (other || news || settling.isOpen() || ticks >= TICKS_PER_LOOK) {
                folders = now;
                ticks = 0;
                looks++;
                look(looks % LOOKS_PER_RETRY == 0 ? Thoroughness.CHANGES_AND_WAITING : Thoroughness.CHANGES, List.of());
            }
        } catch (IOException e) {
            LOG.warn("what was found in the key folders can't be remembered: {}", e.toString());
        } finally {
            working.unlock();
        }
    }

    /**
     * Reads every file again, takes what it brings, and acts at once on files that went.
     *
     * @param passphrases tried on locked files after their own; stay the caller's
     * @return what is there now
     */
    public ScanReport rescan(List<Passphrase> passphrases) throws IOException {
        working.lock();
        try {
            step = new FolderStatus.Step(0, 0);
            folders = named.get();
            ticks = 0;
            ScanReport report = look(Thoroughness.EVERYTHING, passphrases);
            complete = report;
            return report;
        } finally {
            step = null;
            working.unlock();
        }
    }

    private ScanReport look(Thoroughness thoroughness, List<Passphrase> passphrases) throws IOException {
        FolderScan scan = new FolderScan(parts, memory, settling, thoroughness, passphrases);
        ScanReport report = scan.run(folders);
        watch.watch(scan.directories());
        latest = report;
        retired = List.copyOf(memory.retired().values());
        return report;
    }

    private void progress(int done, int total) {
        if (step != null) {
            step = new FolderStatus.Step(done, total);
        }
    }

    public FolderStatus status() {
        return new FolderStatus(
                named.get(),
                Optional.ofNullable(latest),
                Optional.ofNullable(complete),
                Optional.ofNullable(step),
                retired);
    }

    /** Ends a look that is going on after the file at hand. */
    @Override
    public void close() {
        closed = true;
        working.lock();
        try {
            watch.close();
        } finally {
            working.unlock();
        }
    }
}
