package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Holds a store for one instance. A file lock keeps other processes out and ends with the process, however it ends. A
 * file named after this process keeps out a second instance in the same one, whatever class loader it comes from: it
 * must not even open the locked file, because closing that again would free the lock of the first (POSIX fcntl).
 */
final class StoreLock implements AutoCloseable {

    private static final String LOCK = "store.lock";
    private static final String OWNER = "owner-";

    private final Path owner;
    private final FileChannel channel;
    private final FileLock lock;

    private StoreLock(Path owner, FileChannel channel, FileLock lock) {
        this.owner = owner;
        this.channel = channel;
        this.lock = lock;
    }

    static StoreLock acquire(StoreFolder folder) throws KeystoreInUse, IOException {
        Path owner = folder.file(OWNER + thisProcess());
        try {
            Files.createFile(owner);
        } catch (FileAlreadyExistsException e) {
            throw new KeystoreInUse(folder.directory(), "this very process");
        }
        try {
            StoreLock held = lock(folder, owner);
            if (held == null) {
                throw new KeystoreInUse(folder.directory(), "another process");
            }
            deleteOwnersOfEndedProcesses(folder, owner);
            return held;
        } catch (IOException | KeystoreInUse | OverlappingFileLockException e) {
            Files.deleteIfExists(owner);
            throw e;
        }
    }

    /** Keeps writers of other processes out while somebody reads, and writes nothing. */
    static Shared share(StoreFolder folder) throws KeystoreInUse, IOException {
        if (Files.exists(folder.file(OWNER + thisProcess()))) {
            throw new KeystoreInUse(folder.directory(), "this very process");
        }
        Path file = folder.file(LOCK);
        if (!Files.exists(file)) {
            return () -> {};
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock lock = null;
        try {
            lock = channel.tryLock(0, Long.MAX_VALUE, true);
        } catch (OverlappingFileLockException e) {
            throw new KeystoreInUse(folder.directory(), "this very process");
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new KeystoreInUse(folder.directory(), "another process");
        }
        return channel::close;
    }

    /** Closing frees it. */
    interface Shared extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /** A process number alone is not enough: in a container it is the same after every start. */
    private static String thisProcess() {
        ProcessHandle process = ProcessHandle.current();
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return process.pid() + "-" + started;
    }

    private static @Nullable StoreLock lock(StoreFolder folder, Path owner) throws IOException {
        FileChannel channel = FileChannel.open(folder.file(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
            return lock == null ? null : new StoreLock(owner, channel, lock);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static void deleteOwnersOfEndedProcesses(StoreFolder folder, Path owner) throws IOException {
        for (String name : folder.names(OWNER, "")) {
            if (!folder.file(name).equals(owner)) {
                Files.deleteIfExists(folder.file(name));
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
        Files.deleteIfExists(owner);
    }
}
