package org.sealdesk.harness.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sealdesk.api.host.ScheduledTasks;
import org.sealdesk.harness.files.DurableFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one plugin loaded. A plugin that does not load leaves a failure behind and the host running.
 *
 * <p>The jar is copied before it is loaded: a build that overwrites an open jar takes the whole virtual machine down.
 */
public final class PluginRuntime implements Extensions, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginRuntime.class);

    private final Path jar;
    private final Path workDir;
    private final Function<String, PluginSession> sessions;
    private volatile State state = new State(null, null, Optional.of("it is not loaded yet"));
    private int loads;

    private record State(
            @Nullable LoadedPlugin plugin, @Nullable PluginSession session, Optional<String> failure) {}

    /**
     * @param workDir for copies of the jar
     * @param sessions makes the services for a plugin id, anew for each load
     */
    public PluginRuntime(Path jar, Path workDir, Function<String, PluginSession> sessions) {
        this.jar = jar;
        this.workDir = workDir;
        this.sessions = sessions;
    }

    /** Loads, or unloads and loads again. */
    public synchronized void reload() {
        unload("it is being reloaded");
        Path copy = workDir.resolve("load-" + ++loads);
        Holder made = new Holder();
        try {
            if (!Files.isRegularFile(jar)) {
                throw new IllegalStateException("there is no file " + jar);
            }
            Files.createDirectories(copy);
            Path copied = Files.copy(jar, copy.resolve("plugin.jar"), StandardCopyOption.REPLACE_EXISTING);
            LoadedPlugin plugin = new LoadedPlugin(copied, copy, id -> made.open(sessions.apply(id)));
            PluginSession session = made.session;
            if (session != null) {
                plugin.all(ScheduledTasks.class).forEach(tasks -> tasks.tasks().forEach(session.scheduler()::repeat));
            }
            state = new State(plugin, session, Optional.empty());
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.error("plugin {} could not be loaded: {}", jar.getFileName(), e.toString());
            LOG.debug("plugin {} could not be loaded", jar.getFileName(), e);
            made.close();
            state = new State(null, null, Optional.of(e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    private static final class Holder {
        private @Nullable PluginSession session;

        org.sealdesk.api.host.PluginHost open(PluginSession opened) {
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
        if (before.session() != null) {
            before.session().close();
        }
        if (before.plugin() != null) {
            before.plugin().close();
        }
        if (loads > 0) {
            DurableFiles.deleteTree(workDir.resolve("load-" + loads));
        }
    }

    @Override
    public String pluginId() {
        LoadedPlugin plugin = state.plugin();
        return plugin == null ? "none" : plugin.id();
    }

    public Optional<String> version() {
        return Optional.ofNullable(state.plugin()).map(LoadedPlugin::version);
    }

    public synchronized int loads() {
        return loads;
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
        unload("the host is stopping");
    }
}
