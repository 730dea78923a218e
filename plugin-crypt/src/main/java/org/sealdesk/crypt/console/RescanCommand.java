package org.sealdesk.crypt.console;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealdesk.api.console.Console;
import org.sealdesk.crypt.folder.FileRecord;
import org.sealdesk.crypt.folder.FolderTrouble;
import org.sealdesk.crypt.folder.RetiredCertificate;
import org.sealdesk.crypt.folder.ScanReport;
import org.sealdesk.crypt.folder.WatchedFolder;
import org.sealdesk.crypt.folder.WatchedFolder.Kind;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.key.Passphrase;

/** {@code keys rescan}: reads every file in the key folders again and says what became of each. */
final class RescanCommand {

    private final Workbench.Source source;
    private final Workbench bench;
    private final Inputs inputs;
    private final Console console;

    RescanCommand(Workbench.Source source, Workbench bench, Inputs inputs, Console console) {
        this.source = source;
        this.bench = bench;
        this.inputs = inputs;
        this.console = console;
    }

    int run(Arguments arguments) throws UsageException, IOException {
        if (!arguments.rest().isEmpty()) {
            throw new UsageException("rescan takes no " + arguments.rest().get(0) + "; name folders with --cert-path,"
                    + " --private-path and --gnupg-home");
        }
        List<WatchedFolder> named = folders(arguments);
        Optional<Workbench.Source.Place> place = inputs.place(arguments);
        if (named.isEmpty() && place.isPresent()) {
            throw new UsageException("with --data, name the folders with --cert-path, --private-path and --gnupg-home:"
                    + " the settings are the host's");
        }
        List<Passphrase> passphrases =
                inputs.passphrases(arguments.all("--passphrase"), arguments.all("--passphrase-file"));
        try {
            ScanReport report = source.rescan(bench, place, named, passphrases);
            if (arguments.has("--json")) {
                json(report);
            } else {
                text(report);
            }
            return report.problem().isPresent() ? 1 : 0;
        } finally {
            passphrases.forEach(Passphrase::close);
        }
    }

    private List<WatchedFolder> folders(Arguments arguments) {
        List<WatchedFolder> folders = new ArrayList<>();
        named(folders, Kind.FILES, arguments.all("--cert-path"));
        named(folders, Kind.FILES, arguments.all("--private-path"));
        named(folders, Kind.GNUPG, arguments.all("--gnupg-home"));
        return folders;
    }

    private void named(List<WatchedFolder> folders, Kind kind, List<String> words) {
        for (String word : words) {
            WatchedFolder folder =
                    new WatchedFolder(kind, inputs.path(word).toAbsolutePath().normalize());
            if (folders.stream().noneMatch(f -> f.path().equals(folder.path()))) {
                folders.add(folder);
            }
        }
    }

    private void text(ScanReport report) {
        for (FileRecord file : report.files()) {
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%-9s %s  %s  %s",
                            file.result().code(),
                            file.path(),
                            file.name(),
                            file.reason()));
        }
        report.troubles().forEach(trouble -> console.out().println("Trouble: " + trouble.reason()));
        report.retired()
                .forEach(r -> console.out()
                        .println("Retired: " + r.fingerprint() + ", its last file " + r.lastFile() + " went"));
        report.restored().forEach(r -> console.out().println("Restored: " + r));
        report.problem().ifPresent(why -> console.err().println("keys rescan: " + why));
        console.out()
                .println(report.files().size() + " files: " + report.count(ItemResult.ADDED) + " new, "
                        + report.count(ItemResult.UPDATED) + " updated, " + report.count(ItemResult.UNCHANGED)
                        + " already here, " + report.count(ItemResult.WAITING) + " waiting, "
                        + report.count(ItemResult.FAILED) + " failed");
    }

    /** One object a line: files, troubles, certificates retired and restored, and the counts at the end. */
    private void json(ScanReport report) {
        report.files().forEach(file -> console.out().println(json(file)));
        report.troubles().forEach(trouble -> console.out().println(json(trouble)));
        for (RetiredCertificate retired : report.retired()) {
            JsonObject json = new JsonObject();
            json.addProperty("retired", retired.fingerprint());
            json.addProperty("lastFile", retired.lastFile().toString());
            console.out().println(json);
        }
        for (String restored : report.restored()) {
            JsonObject json = new JsonObject();
            json.addProperty("restored", restored);
            console.out().println(json);
        }
        JsonObject counts = new JsonObject();
        counts.addProperty("files", report.files().size());
        for (ItemResult result : ItemResult.values()) {
            counts.addProperty(result.code(), report.count(result));
        }
        counts.addProperty("troubles", report.troubles().size());
        ItemJson.put(counts, "problem", report.problem());
        console.out().println(counts);
    }

    private static JsonObject json(FileRecord file) {
        JsonObject json = new JsonObject();
        json.addProperty("file", file.path().toString());
        json.addProperty("result", file.result().code());
        json.addProperty("code", file.code());
        json.addProperty("reason", file.reason());
        json.addProperty("name", file.name());
        json.add(
                "fingerprints",
                ItemJson.array(file.certificates().stream().sorted().toList()));
        return json;
    }

    private static JsonObject json(FolderTrouble trouble) {
        JsonObject json = new JsonObject();
        json.addProperty(
                "trouble", trouble.code().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.addProperty("path", trouble.path().toString());
        json.addProperty("reason", trouble.reason());
        return json;
    }
}
