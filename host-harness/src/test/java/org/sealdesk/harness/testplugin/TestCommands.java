package org.sealdesk.harness.testplugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.pf4j.Extension;
import org.sealdesk.api.console.Console;
import org.sealdesk.api.console.ConsoleCommands;

/** {@code keys} lists the files it was given; {@code fail} fails. */
@Extension
public final class TestCommands implements ConsoleCommands {

    @Override
    public List<Command> commands() {
        return List.of(new Command("keys", "list files"), new Command("fail", "fail"));
    }

    @Override
    public int run(String name, List<String> arguments, Console console) throws IOException {
        if (name.equals("fail")) {
            throw new IllegalStateException("as asked");
        }
        console.out().println(String.join(" ", arguments));
        if (arguments.size() < 2) {
            return 2;
        }
        try (Stream<Path> files = Files.list(Path.of(arguments.get(1)))) {
            files.forEach(f -> console.out().println("ä " + f.getFileName()));
        }
        return 0;
    }
}
