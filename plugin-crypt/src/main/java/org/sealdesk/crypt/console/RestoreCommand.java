package org.sealdesk.crypt.console;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.sealdesk.api.console.Console;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.RestoreReport;

/** {@code restore}: the keystore from a backup, while no host has it. */
final class RestoreCommand implements Commands.Command {

    private final Workbench.Source source;

    RestoreCommand(Workbench.Source source) {
        this.source = source;
    }

    @Override
    public String summary() {
        return "make the keystore from a backup";
    }

    @Override
    public String usage() {
        return String.join(
                System.lineSeparator(),
                "restore FILE --data DIR [--set-aside] [--json]",
                "    checks the whole backup, then puts it in place. Stop the host first.",
                "options: --data DIR       the data directory of the plugin",
                "         --set-aside      a keystore that is there already gets another name; without this option",
                "                         the restore is refused then",
                "         --key-file FILE  what seals the secret keys; DIR.key if not said. Without the right key the",
                "                         keystore comes back locked: certificates work, secret keys do not");
    }

    @Override
    public int run(List<String> words, Console console) throws UsageException {
        Arguments arguments = Arguments.parse(
                words, Set.of("--data", "--key-file", Inputs.STORE_PASSPHRASE), Set.of("--json", "--set-aside"));
        if (arguments.rest().size() != 1) {
            throw new UsageException("say which one backup to restore");
        }
        Inputs inputs = new Inputs(console.workingDirectory());
        Path file = inputs.path(arguments.rest().get(0));
        Workbench.Source.Place place = inputs.place(arguments)
                .orElseThrow(() -> new UsageException("restore needs --data DIR, the data directory of the plugin"));
        try {
            RestoreReport done = source.restore(
                    file,
                    place,
                    arguments.has("--set-aside") ? RestoreReport.Existing.SET_ASIDE : RestoreReport.Existing.KEEP);
            print(done, arguments, console);
            return 0;
        } catch (KeystoreUnavailable e) {
            console.err().println("restore: " + e.getMessage());
            return 1;
        }
    }

    private static void print(RestoreReport done, Arguments arguments, Console console) {
        if (arguments.has("--json")) {
            JsonObject json = BackupCommand.json(done.backup());
            ItemJson.put(json, "setAside", done.setAside().map(Path::toString));
            json.add("notes", ItemJson.array(done.notes()));
            console.out().println(json);
            return;
        }
        done.setAside().ifPresent(old -> console.out().println("The keystore that was here is now " + old + "."));
        done.notes().forEach(console.out()::println);
        console.out().println("restored: " + BackupCommand.text(done.backup()));
    }
}
