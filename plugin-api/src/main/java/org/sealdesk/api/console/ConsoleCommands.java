package org.sealdesk.api.console;

import java.io.IOException;
import java.util.List;
import org.pf4j.ExtensionPoint;
import org.sealdesk.api.ForPlugins;

/**
 * Commands for scripts and administrators. The host finds the command by its first argument and calls
 * {@link #run} once, on the thread of its command line.
 */
@ForPlugins
public interface ConsoleCommands extends ExtensionPoint {

    List<Command> commands();

    /**
     * Runs a command.
     *
     * @param name one of {@link #commands()}
     * @param arguments what followed the name
     * @return the exit status: 0 done, 1 the program failed, 2 unusable arguments (already explained on
     *     {@link Console#err()})
     * @throws IOException if input or output broke; the host answers 1
     */
    int run(String name, List<String> arguments, Console console) throws IOException;

    /**
     * A command.
     *
     * @param name first word on the command line, such as {@code open}
     * @param summary one line for the list of commands
     */
    record Command(String name, String summary) {}
}
