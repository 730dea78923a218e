package org.sealdesk.harness.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sealdesk.api.host.PluginHost;
import org.sealdesk.api.host.ScheduledTasks;
import org.sealdesk.harness.files.DurableFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one plugin loaded. A build that does not load leaves the one before running; if there is none, it leaves a
 * failure behind and the host running.
 *
 * <p>The jar is copied before it is loaded: a build that overwrites an open jar takes the whole virtual machine down.
 */
public final class PluginRuntime implements Extensions, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginRuntime.class);

    /** Longer than any budget of a hook: who still runs then has been given up by its caller. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path jar;
    private final Path workDir;
    private final InstantSource clock;
    private final Function<String, PluginSession> sessions;
    /** Fair, so that a reload comes to its turn while mail keeps coming in. */
    private final ReentrantReadWriteLock uses = new ReentrantReadWriteLock(true);

    private volatile State state = new State(null, null, Optional.of("it is not loaded yet"));
    private volatile Load last = new Load(0, Instant.EPOCH, Duration.ZERO, Optional.empty());

    private record State(
            @Nullable LoadedPlugin plugin, @Nullable Running running, Optional<String> failure) {}

    private record Running(Path copy, Optional<PluginSession> session) {}

    /**
     * The last time that the jar was read.
     *
     * @param number counts from 1
     * @param refused why that build is not the one that runs
     */
    public record Load(int number, Instant at, Duration took, Optional<String> refused) {}

    /**
     * @param workDir for copies of the jar
     * @param clock says when a load was
     * @param sessions makes the services for a plugin id, anew for each load
     */
    public PluginRuntime(Path jar, Path workDir, InstantSource clock, Function<String, PluginSession> sessions) {
        this.jar = jar;
        this.workDir = workDir;
        this.clock = clock;
        this.sessions = sessions;
    }

    /** Loads the jar as it is now, in place of what runs. Mails that are with the plugin are finished first. */
    public synchronized void reload() {
        boolean quiet = awaitQuiet();
        try {
            long start = System.nanoTime();
            int number = last.number() + 1;
            Optional<String> refused = replace(workDir.resolve("load-" + number));
            refused.ifPresent(why -> LOG.error("plugin {} could not be loaded: {}", jar.getFileName(), why));
            last = new Load(number, clock.instant(), Duration.ofNanos(System.nanoTime() - start), refused);
        } finally {
            if (quiet) {
                uses.writeLock().unlock();
            }
        }
    }

    private boolean awaitQuiet() {
        try {
            return uses.writeLock().tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Two plugins cannot run side by side, as they share a data directory: the old one goes, and comes back if need be. */
    private Optional<String> replace(Path copy) {
        Running before = state.running();
        try {
            Path copied = JarCheck.copy(jar, copy);
            if (before != null) {
                JarCheck.readThrough(copied);
            }
        } catch (IOException e) {
            DurableFiles.deleteTree(copy);
            if (before == null) {
                state = new State(null, null, Optional.of(why(e)));
            }
            return Optional.of(why(e));
        }
        unload("it is being reloaded");
        Optional<String> refused = load(copy);
        if (refused.isEmpty() || before == null) {
            DurableFiles.deleteTree(before == null ? workDir.resolve("none") : before.copy());
            return refused;
        }
        DurableFiles.deleteTree(copy);
        load(before.copy()).ifPresent(again -> LOG.error("nor does the build before load any more: {}", again));
        return refused;
    }

    private static String why(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** @return why it does not load */
    private Optional<String> load(Path copy) {
        Holder made = new Holder();
        try {
            LoadedPlugin plugin =
                    new LoadedPlugin(copy.resolve(JarCheck.NAME), copy, id -> made.open(sessions.apply(id)));
            Optional<PluginSession> session = Optional.ofNullable(made.session);
            session.ifPresent(s -> plugin.all(ScheduledTasks.class)
                    .forEach(tasks -> tasks.tasks().forEach(s.scheduler()::repeat)));
            state = new State(plugin, new Running(copy, session), Optional.empty());
            return Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("plugin {} could not be loaded", jar.getFileName(), e);
            made.close();
            state = new State(null, null, Optional.of(why(e)));
            return state.failure();
        }
    }

    private static final class Holder {
        private @Nullable PluginSession session;

        PluginHost open(PluginSession opened) {
            session = opened;
            return opened.services();
        }

        void close() {
            if (session != null) {
                session.close();
            }
        }
    }

    private void unload(String why) {
        State before = state;
        state = new State(null, null, Optional.of(why));
        if (before.running() != null) {
            before.running().session().ifPresent(PluginSession::close);
        }
        if (before.plugin() != null) {
            before.plugin().close();
        }
    }

    @Override
    public Use use() {
        uses.readLock().lock();
        return uses.readLock()::unlock;
    }

    @Override
    public String pluginId() {
        LoadedPlugin plugin = state.plugin();
        return plugin == null ? "none" : plugin.id();
    }

    public Optional<String> version() {
        return Optional.ofNullable(state.plugin()).map(LoadedPlugin::version);
    }

    public Load lastLoad() {
        return last;
    }

    public Path jar() {
        return jar;
    }

    @Override
    public <T> List<T> all(Class<T> type) {
        LoadedPlugin plugin = state.plugin();
        return plugin == null ? List.of() : plugin.all(type);
    }

    @Override
    public Optional<String> failure() {
        return state.failure();
    }

    @Override
    public synchronized void close() {
        Running before = state.running();
        unload("the host is stopping");
        if (before != null) {
            DurableFiles.deleteTree(before.copy());
        }
    }
}
