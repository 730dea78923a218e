package org.sealdesk.harness;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealdesk.harness.cli.PluginCommandLine;

/**
 * The way in from the command line. Without a command it starts the host; any other word is a command, mostly the
 * plugin's. Commands touch no web or mail class, so they start quickly.
 */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        List<String> rest = new ArrayList<>(Arrays.asList(args));
        Optional<String> plugin = Optional.empty();
        boolean verbose = false;
        while (!rest.isEmpty() && isCommon(rest)) {
            if (rest.get(0).equals("--plugin")) {
                rest.remove(0);
                plugin = Optional.of(rest.remove(0));
            } else {
                rest.remove(0);
                verbose = true;
            }
        }
        if (verbose) {
            System.setProperty("harness.stack", "%xEx");
        }
        if (!rest.isEmpty() && !rest.get(0).startsWith("-")) {
            int status = new PluginCommandLine(plugin, verbose).run(rest.get(0), rest.subList(1, rest.size()));
            System.out.flush();
            // A plugin's library may have left a thread behind; the answer is complete.
            System.exit(status);
        }
        int status = StartCommand.run(args, verbose);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Options that may stand before a command. */
    private static boolean isCommon(List<String> rest) {
        return rest.get(0).equals("-v") || (rest.get(0).equals("--plugin") && rest.size() > 1);
    }
}
