package org.sealdesk.crypt.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.sealdesk.api.console.Console;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.StoreReport;

/** {@code keys fsck} and {@code keys reindex}: for a store that no running host has. */
final class StoreCommand {

    private final Workbench.Source source;
    private final Inputs inputs;
    private final Console console;

    StoreCommand(Workbench.Source source, Inputs inputs, Console console) {
        this.source = source;
        this.inputs = inputs;
        this.console = console;
    }

    int run(String what, Arguments arguments) throws UsageException {
        Workbench.Source.Place place = inputs.place(arguments)
                .orElseThrow(() -> new UsageException(what + " needs --data DIR, the data directory of the plugin"));
        if (!arguments.rest().isEmpty()) {
            throw new UsageException(what + " takes no " + arguments.rest().get(0));
        }
        try {
            return what.equals("fsck") ? inspect(place, arguments) : reindex(place, arguments);
        } catch (KeystoreUnavailable e) {
            console.err().println("keys " + what + ": " + e.getMessage());
            return 1;
        }
    }

    private int inspect(Workbench.Source.Place place, Arguments arguments) throws KeystoreUnavailable {
        StoreReport report = source.inspect(place);
        if (arguments.has("--json")) {
            console.out().println(json(report));
        } else {
            report.problems().forEach(console.out()::println);
            report.notes().forEach(note -> console.out().println("Note: " + note));
            console.out()
                    .println(text(report.contents()) + ", " + report.generations() + " generations, "
                            + report.journalRecords() + " journal records: "
                            + (report.isClean() ? "whole" : report.problems().size() + " problems"));
        }
        return report.isClean() ? 0 : 1;
    }

    private static JsonObject json(StoreReport report) {
        JsonArray problems = new JsonArray();
        for (StoreReport.Problem problem : report.problems()) {
            JsonObject json = new JsonObject();
            json.addProperty("file", problem.file());
            json.addProperty("where", problem.where());
            json.addProperty("what", problem.what());
            json.addProperty("advice", problem.advice());
            problems.add(json);
        }
        JsonObject json = new JsonObject();
        json.addProperty("clean", report.isClean());
        json.add("contents", json(report.contents()));
        json.addProperty("generations", report.generations());
        json.addProperty("journalRecords", report.journalRecords());
        json.add("problems", problems);
        json.add("notes", ItemJson.array(report.notes()));
        return json;
    }

    private int reindex(Workbench.Source.Place place, Arguments arguments) throws KeystoreUnavailable {
        Workbench.Reindexed done = source.reindex(place);
        if (arguments.has("--json")) {
            JsonObject json = new JsonObject();
            json.add("before", json(done.before()));
            json.add("after", json(done.after()));
            json.add("findings", ItemJson.array(done.findings()));
            console.out().println(json);
        } else {
            done.findings().forEach(console.out()::println);
            console.out().println("before: " + text(done.before()));
            console.out().println("after:  " + text(done.after()));
        }
        return 0;
    }

    static JsonObject json(StoreReport.Contents contents) {
        JsonObject json = new JsonObject();
        json.addProperty("openpgp", contents.openpgp());
        json.addProperty("smime", contents.smime());
        json.addProperty("ownOpenpgp", contents.ownOpenpgp());
        json.addProperty("ownSmime", contents.ownSmime());
        json.addProperty("secrets", contents.secrets());
        return json;
    }

    static String text(StoreReport.Contents contents) {
        return contents.openpgp() + " OpenPGP certificates (" + contents.ownOpenpgp() + " own), " + contents.smime()
                + " S/MIME certificates (" + contents.ownSmime() + " own), " + contents.secrets() + " secret keys";
    }
}
