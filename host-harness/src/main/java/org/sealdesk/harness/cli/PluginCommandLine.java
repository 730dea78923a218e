package org.sealdesk.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.console.ConsoleCommands;
import org.sealdesk.harness.PluginJar;
import org.sealdesk.harness.files.DurableFiles;
import org.sealdesk.harness.plugin.PluginRuntime;
import org.sealdesk.harness.plugin.PluginSession;
import org.sealdesk.harness.services.CurrentNotices;
import org.sealdesk.harness.services.DeskDirectory;
import org.sealdesk.harness.services.HostScheduler;
import org.sealdesk.harness.services.HostServices;
import org.sealdesk.harness.services.MemorySecrets;
import org.sealdesk.harness.services.StoredSettings;

/** Loads the plugin with services that are thrown away afterwards, and runs one of its commands. */
public final class PluginCommandLine {

    private final Optional<String> plugin;
    private final boolean verbose;

    /** @param plugin jar, instead of the one beside the harness */
    public PluginCommandLine(Optional<String> plugin, boolean verbose) {
        this.plugin = plugin;
        this.verbose = verbose;
    }

    /** @return the exit status: the command's own, 1 if it failed, 2 if there is no such command */
    public int run(String name, List<String> arguments) {
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory("sealdesk-");
            return run(name, arguments, scratch);
        } catch (Exception | LinkageError e) {
            System.err.println(name + " failed: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            if (verbose) {
                e.printStackTrace();
            }
            return 1;
        } finally {
            if (scratch != null) {
                DurableFiles.deleteTree(scratch);
            }
        }
    }

    private int run(String name, List<String> arguments, Path scratch) throws IOException {
        try (PluginRuntime runtime = new PluginRuntime(
                PluginJar.find(plugin), scratch.resolve("run"), InstantSource.system(), id -> session(id, scratch))) {
            runtime.reload();
            List<ConsoleCommands> all = runtime.all(ConsoleCommands.class);
            if (name.equals("help")) {
                Help.print(all, runtime.failure());
                return 0;
            }
            if (runtime.failure().isPresent()) {
                throw new IllegalStateException("the plugin is not loaded: "
                        + runtime.failure().get() + "; build it (mvn package) or name it with --plugin");
            }
            Optional<ConsoleCommands> command = all.stream()
                    .filter(c -> c.commands().stream().anyMatch(k -> k.name().equals(name)))
                    .findFirst();
            if (command.isEmpty()) {
                System.err.println("There is no command \"" + name + "\". \"help\" lists the commands.");
                return 2;
            }
            return command.get().run(name, List.copyOf(arguments), new StandardConsole());
        }
    }

    private static PluginSession session(String pluginId, Path scratch) {
        HostScheduler scheduler = new HostScheduler("plugin-" + pluginId);
        try {
            return new PluginSession(
                    new HostServices(
                            Files.createDirectories(scratch.resolve("data")),
                            InstantSource.system(),
                            StoredSettings.inMemory(),
                            new MemorySecrets(),
                            DeskDirectory.empty(),
                            event -> {},
                            new CurrentNotices(),
                            scheduler,
                            ids -> {}),
                    scheduler);
        } catch (IOException e) {
            scheduler.close();
            throw new java.io.UncheckedIOException(e);
        }
    }
}
