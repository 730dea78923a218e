package org.sealdesk.crypt.console;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.console.Console;
import org.sealdesk.crypt.key.BackupReport;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;

/** {@code backup}: the keystore as it is now, in one file. */
final class BackupCommand implements Commands.Command {

    private final Workbench.Source source;

    BackupCommand(Workbench.Source source) {
        this.source = source;
    }

    @Override
    public String summary() {
        return "write the keystore into one file, still sealed";
    }

    @Override
    public String usage() {
        return String.join(
                System.lineSeparator(),
                "backup FILE --data DIR [--json]",
                "    writes the keystore in DIR into a new file. The key that seals the secret keys is not in it: keep",
                "    a copy of that one elsewhere. The file appears when it is whole. A keystore that a host has open",
                "    is left alone: stop the host first, or run the command in it.",
                "options: --data DIR  the data directory of the plugin; without it the keystore of the host that runs",
                "                     this command");
    }

    @Override
    public int run(List<String> words, Console console) throws UsageException {
        Arguments arguments =
                Arguments.parse(words, Set.of("--data", "--key-file", Inputs.STORE_PASSPHRASE), Set.of("--json"));
        if (arguments.rest().size() != 1) {
            throw new UsageException("say which one file to write");
        }
        Inputs inputs = new Inputs(console.workingDirectory());
        Path file = inputs.path(arguments.rest().get(0));
        try {
            BackupReport done = backup(inputs.place(arguments), file);
            if (arguments.has("--json")) {
                JsonObject json = json(done);
                json.addProperty("file", file.toString());
                console.out().println(json);
            } else {
                console.out().println(file + ": " + text(done));
            }
            return 0;
        } catch (KeystoreUnavailable e) {
            console.err().println("backup: " + e.getMessage());
            return 1;
        }
    }

    private BackupReport backup(Optional<Workbench.Source.Place> place, Path file)
            throws UsageException, KeystoreUnavailable {
        if (place.isPresent()) {
            return source.backup(place.get(), file);
        }
        KeystoreCare running = source.care()
                .orElseThrow(() -> new UsageException("backup needs --data DIR, the data directory of the plugin"));
        return running.backup(file, KeystoreCare.Progress.UNWATCHED);
    }

    static JsonObject json(BackupReport backup) {
        JsonObject json = new JsonObject();
        json.addProperty("store", backup.store());
        json.addProperty("created", backup.created().toString());
        json.addProperty("sequence", backup.sequence());
        json.add("contents", StoreCommand.json(backup.contents()));
        json.addProperty("files", backup.files());
        json.addProperty("octets", backup.octets());
        return json;
    }

    static String text(BackupReport backup) {
        return StoreCommand.text(backup.contents()) + ", as of " + backup.created();
    }
}
