package org.sealdesk.crypt;

import java.io.IOException;
import java.util.List;
import org.pf4j.Extension;
import org.sealdesk.api.console.Console;
import org.sealdesk.api.console.ConsoleCommands;

/** Commands for scripts. */
@Extension
public final class CryptConsoleCommands implements ConsoleCommands {

    @Override
    public List<Command> commands() {
        return PluginScope.get(() -> Running.get().commands().list());
    }

    @Override
    public int run(String name, List<String> arguments, Console console) throws IOException {
        try {
            return PluginScope.call(() -> Running.get().commands().run(name, arguments, console));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
