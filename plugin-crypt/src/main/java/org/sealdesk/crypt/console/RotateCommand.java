package org.sealdesk.crypt.console;

import com.google.gson.JsonObject;
import java.util.Optional;
import org.sealdesk.api.console.Console;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.RotationReport;

/** {@code keys rotate}: new keys for a store that no running host has. */
final class RotateCommand {

    private final Workbench.Source source;
    private final Inputs inputs;
    private final Console console;

    RotateCommand(Workbench.Source source, Inputs inputs, Console console) {
        this.source = source;
        this.inputs = inputs;
        this.console = console;
    }

    int run(Arguments arguments) throws UsageException {
        Workbench.Source.Place place = inputs.place(arguments)
                .orElseThrow(() -> new UsageException("rotate needs --data DIR, the data directory of the plugin"));
        if (arguments.has("--kek") == arguments.has("--data-key")) {
            throw new UsageException("say which key: rotate --kek or rotate --data-key");
        }
        Optional<Passphrase> fresh = inputs.passphrase(arguments, "--new-passphrase-file");
        if (fresh.isPresent() && arguments.has("--data-key")) {
            throw new UsageException("--new-passphrase-file is for rotate --kek: data keys are random");
        }
        if (fresh.isPresent() && fresh.get().length() < KeystoreCare.MIN_PASSPHRASE_CHARACTERS) {
            throw new UsageException("a passphrase that seals a keystore has at least "
                    + KeystoreCare.MIN_PASSPHRASE_CHARACTERS + " characters, this one has "
                    + fresh.get().length());
        }
        try {
            JsonObject json = new JsonObject();
            String text = arguments.has("--kek")
                    ? sealingKey(fresh.map(place::sealedAnewWith).orElse(place), json)
                    : dataKey(place, json);
            console.out().println(arguments.has("--json") ? json.toString() : text);
            return 0;
        } catch (KeystoreUnavailable e) {
            console.err().println("keys rotate: " + e.getMessage());
            return 1;
        }
    }

    private String sealingKey(Workbench.Source.Place place, JsonObject json) throws KeystoreUnavailable {
        source.rotateSealingKey(place);
        json.addProperty("rotated", "kek");
        if (place.newPassphrase().isPresent()) {
            return "The data keys are sealed with the new passphrase. Nobody can open the secret keys without it. Older"
                    + " backups need what sealed them.";
        }
        return "The data keys are sealed with a new key. Older backups need the key before it, which was kept beside it:"
                + " keep a copy of both, and not beside copies of the keystore.";
    }

    private String dataKey(Workbench.Source.Place place, JsonObject json) throws KeystoreUnavailable {
        RotationReport report = source.rotateDataKey(place);
        json.addProperty("rotated", "data-key");
        json.addProperty("resealed", report.resealed());
        json.addProperty("unreadable", report.unreadable());
        json.addProperty("dataKeys", report.dataKeys());
        return report.resealed() + " secret keys are sealed with a new data key, " + report.unreadable()
                + " cannot be read and stay as they are; " + report.dataKeys() + " data keys are in use.";
    }
}
