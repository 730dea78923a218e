package org.sealdesk.harness.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealdesk.api.console.ConsoleCommands;

/** The list of commands. */
final class Help {

    private Help() {}

    static void print(List<ConsoleCommands> plugin, Optional<String> failure) {
        line("(none)", "start the host: --port --smtp-port --imap-port --data --plugin --reset --no-demo");
        line("help", "this list");
        for (ConsoleCommands commands : plugin) {
            commands.commands().forEach(c -> line(c.name(), c.summary()));
        }
        failure.ifPresent(why -> System.err.println("The plugin's commands are missing: " + why));
        System.out.println("Before a command: --plugin JAR, -v (stack traces)");
    }

    private static void line(String name, String summary) {
        System.out.println(String.format(Locale.ROOT, "  %-16s %s", name, summary));
    }
}
