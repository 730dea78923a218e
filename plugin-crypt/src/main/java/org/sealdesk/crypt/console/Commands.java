package org.sealdesk.crypt.console;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.sealdesk.api.console.Console;
import org.sealdesk.api.console.ConsoleCommands;
import org.sealdesk.crypt.hook.ReportMapper;

/** All commands of the plugin by name. */
public final class Commands {

    /** Who changed something, in the audit log: a command has no user of the host. */
    public static final String AUTHOR = "command line";

    private final Map<String, Command> commands;

    public Commands(Workbench.Source source, ReportMapper reports) {
        commands = Map.of(
                "open", new OpenCommand(source, reports),
                "protect", new ProtectCommand(source),
                "keys", new KeysCommand(source),
                "import-znuny", new ImportZnunyCommand(source),
                "backup", new BackupCommand(source),
                "restore", new RestoreCommand(source));
    }

    /** One command. */
    interface Command {

        String summary();

        String usage();

        int run(List<String> words, Console console) throws UsageException, IOException;
    }

    public List<ConsoleCommands.Command> list() {
        return commands.entrySet().stream()
                .map(e -> new ConsoleCommands.Command(e.getKey(), e.getValue().summary()))
                .sorted(java.util.Comparator.comparing(ConsoleCommands.Command::name))
                .toList();
    }

    /** As {@link ConsoleCommands#run}. */
    public int run(String name, List<String> words, Console console) throws IOException {
        Command command = commands.get(name);
        if (command == null) {
            console.err().println("there is no command " + name);
            return 2;
        }
        if (words.contains("--help")) {
            console.out().println(command.usage());
            return 0;
        }
        try {
            return command.run(words, console);
        } catch (UsageException e) {
            console.err().println(name + ": " + e.getMessage());
            console.err().println(command.usage());
            return 2;
        }
    }
}
