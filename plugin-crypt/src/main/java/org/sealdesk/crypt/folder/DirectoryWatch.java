package org.sealdesk.crypt.folder;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says soon that something changed in a folder. It may miss changes, and on network file systems it misses most, so it
 * only ever makes a look come earlier. Asked from time to time; no thread of ours waits for it. For one thread at a time.
 */
final class DirectoryWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);

    /** The system has few watches for all its programs; folders beyond are looked at once a minute. */
    private static final int MAX_WATCHES = 100;

    private Optional<WatchService> service = Optional.empty();
    private State state = State.UNUSED;
    private final Map<Path, WatchKey> keys = new HashMap<>();

    private enum State {
        UNUSED,
        OPEN,
        CLOSED
    }

    /** The system has few of these too: none is taken before there is something to watch. */
    private void open() {
        state = State.OPEN;
        try {
            service = Optional.of(FileSystems.getDefault().newWatchService());
        } catch (IOException | UnsupportedOperationException e) {
            LOG.info("the system has no watch to give; key folders are looked at from time to time: {}", e.toString());
        }
    }

    /** Watches exactly these. */
    void watch(List<Path> directories) {
        if (state == State.UNUSED && !directories.isEmpty()) {
            open();
        }
        if (state != State.OPEN || service.isEmpty()) {
            return;
        }
        Set<Path> wanted = new HashSet<>(directories.subList(0, Math.min(MAX_WATCHES, directories.size())));
        keys.entrySet().removeIf(entry -> {
            boolean over = !wanted.contains(entry.getKey()) || !entry.getValue().isValid();
            if (over) {
                entry.getValue().cancel();
            }
            return over;
        });
        wanted.stream().filter(directory -> !keys.containsKey(directory)).forEach(d -> register(d, service.get()));
    }

    private void register(Path directory, WatchService watches) {
        try {
            keys.put(
                    directory,
                    directory.register(
                            watches,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("no watch on {}: {}", directory, e.toString());
        }
    }

    /** Whether anything happened since the last question. */
    boolean hasNews() {
        if (service.isEmpty()) {
            return false;
        }
        boolean news = false;
        try {
            for (WatchKey key = service.get().poll();
                    key != null;
                    key = service.get().poll()) {
                for (WatchEvent<?> unused : key.pollEvents()) {
                    news = true;
                }
                // False when the folder itself went, which is news too.
                news |= !key.reset();
            }
        } catch (ClosedWatchServiceException e) {
            return false;
        }
        return news;
    }

    @Override
    public void close() {
        state = State.CLOSED;
        service.ifPresent(watches -> {
            try {
                watches.close();
            } catch (IOException e) {
                LOG.debug("watches: {}", e.toString());
            }
        });
    }
}
