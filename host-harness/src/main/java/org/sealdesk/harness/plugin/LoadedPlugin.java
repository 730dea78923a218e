package org.sealdesk.harness.plugin;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pf4j.ExtensionPoint;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.sealdesk.api.TextSource;
import org.sealdesk.api.admin.AdminPages;
import org.sealdesk.api.console.ConsoleCommands;
import org.sealdesk.api.contact.ContactPages;
import org.sealdesk.api.host.PluginHost;
import org.sealdesk.api.host.ScheduledTasks;
import org.sealdesk.api.mail.HookOrder;
import org.sealdesk.api.mail.IncomingMailHook;
import org.sealdesk.api.mail.OutgoingMailHook;

/** One started plugin with all its extensions, made once so that threads can read them without PF4J. */
final class LoadedPlugin implements AutoCloseable {

    private static final List<Class<? extends ExtensionPoint>> KINDS = List.of(
            OutgoingMailHook.class,
            IncomingMailHook.class,
            AdminPages.class,
            ContactPages.class,
            ConsoleCommands.class,
            ScheduledTasks.class,
            TextSource.class);

    private final OneJarManager manager;
    private final String id;
    private final Map<Class<?>, List<?>> extensions = new LinkedHashMap<>();

    /** @throws IllegalStateException if it cannot be loaded, with one sentence that says why */
    LoadedPlugin(Path jar, Path directory, Function<String, PluginHost> services) {
        manager = new OneJarManager(directory, services);
        boolean done = false;
        try {
            id = start(jar);
            int found = 0;
            for (Class<? extends ExtensionPoint> kind : KINDS) {
                List<?> all = manager.getExtensions(kind, id);
                extensions.put(kind, all);
                found += all.size();
            }
            int announced = manager.getExtensionClassNames(id).size();
            if (found < announced) {
                throw new IllegalStateException("only " + found + " of " + announced + " extensions could be made");
            }
            HookOrder.sorted(all(OutgoingMailHook.class), OutgoingMailHook::info);
            HookOrder.sorted(all(IncomingMailHook.class), IncomingMailHook::info);
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private String start(Path jar) {
        String pluginId = manager.loadPlugin(jar);
        if (pluginId == null) {
            throw new IllegalStateException("no plugin descriptor in " + jar.getFileName());
        }
        PluginWrapper wrapper = manager.getPlugin(pluginId);
        PluginState before = wrapper.getPluginState();
        if (before == PluginState.DISABLED) {
            throw new IllegalStateException("it asks for plugin API "
                    + wrapper.getDescriptor().getRequires() + ", the host has " + manager.getSystemVersion());
        }
        if (wrapper.getPlugin() == null) {
            throw new IllegalStateException(
                    "its class " + wrapper.getDescriptor().getPluginClass() + " is not in the jar or cannot be made");
        }
        PluginState state = manager.startPlugin(pluginId);
        if (state != PluginState.STARTED) {
            Throwable cause = wrapper.getFailedException();
            throw new IllegalStateException(
                    "it did not start, its state is " + state + (cause == null ? "" : ": " + cause), cause);
        }
        return pluginId;
    }

    String id() {
        return id;
    }

    String version() {
        return manager.getPlugin(id).getDescriptor().getVersion();
    }

    <T> List<T> all(Class<T> type) {
        return extensions.getOrDefault(type, List.of()).stream().map(type::cast).toList();
    }

    @Override
    public void close() {
        // PF4J's stopPlugins walks the list that it changes.
        for (PluginWrapper plugin : List.copyOf(manager.getPlugins())) {
            manager.unloadPlugin(plugin.getPluginId());
        }
        extensions.clear();
    }
}
