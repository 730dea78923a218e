package org.sealdesk.crypt.console;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.sealdesk.api.console.Console;
import org.sealdesk.crypt.audit.AuditEntry;
import org.sealdesk.crypt.audit.AuditEvent;
import org.sealdesk.crypt.audit.AuditLog;
import org.sealdesk.crypt.audit.AuditPage;
import org.sealdesk.crypt.audit.AuditReport;
import org.sealdesk.crypt.key.KeystoreUnavailable;

/** {@code keys audit}: shows the audit log, and whether anybody altered it. */
final class AuditCommand {

    private static final int DEFAULT_MAX = 100;
    private static final int PAGE = 500;

    private final Arguments arguments;
    private final Console console;

    AuditCommand(Arguments arguments, Console console) {
        this.arguments = arguments;
        this.console = console;
    }

    int run(Workbench bench) throws UsageException, IOException {
        if (arguments.has("--verify") == arguments.has("--list")) {
            throw new UsageException("audit needs --verify or --list");
        }
        Optional<AuditLog> log = bench.audit();
        if (log.isEmpty()) {
            throw new UsageException("this keystore has no audit log: name the plugin's data directory with --data");
        }
        return arguments.has("--verify") ? print(log.get().verify()) : list(log.get());
    }

    /** Before anything opens the log to write to it, which would add an entry about what is wrong. */
    int verify(Workbench.Source source, Inputs inputs) throws UsageException, IOException {
        Workbench.Source.Place place =
                inputs.place(arguments).orElseThrow(() -> new UsageException("audit needs --data DIR"));
        try {
            return print(source.verifyAudit(place));
        } catch (KeystoreUnavailable e) {
            console.err().println("keys audit: " + e.getMessage());
            return 1;
        }
    }

    private int print(AuditReport report) {
        if (arguments.has("--json")) {
            JsonObject json = new JsonObject();
            json.addProperty("whole", report.isWhole());
            json.addProperty("entries", report.entries());
            json.addProperty("last", report.last().sequence());
            json.addProperty("lastSha256", report.last().sha256().hex());
            json.add("problems", ItemJson.array(report.problems()));
            json.add("notes", ItemJson.array(report.notes()));
            console.out().println(json);
        } else {
            report.problems().forEach(console.out()::println);
            report.notes().forEach(note -> console.out().println("Note: " + note));
            console.out()
                    .println(report.entries() + " entries: "
                            + (report.isWhole() ? "whole" : report.problems().size() + " problems"));
        }
        return report.isWhole() ? 0 : 1;
    }

    private int list(AuditLog log) throws UsageException, IOException {
        int left = max();
        String key = arguments.one("--key").orElse("").replaceAll("[\\s:]", "");
        OptionalLong before = OptionalLong.empty();
        do {
            AuditPage page = log.list(new AuditPage.Query(key, before, Math.min(left, PAGE)));
            page.entries().forEach(this::print);
            left -= page.entries().size();
            before = page.before();
        } while (before.isPresent() && left > 0);
        return 0;
    }

    private int max() throws UsageException {
        String max = arguments.one("--max").orElse(Integer.toString(DEFAULT_MAX));
        if (!max.matches("[1-9][0-9]{0,8}")) {
            throw new UsageException("--max needs a number from 1, not " + max);
        }
        return Integer.parseInt(max);
    }

    private void print(AuditEntry entry) {
        if (arguments.has("--json")) {
            console.out().println(entry.json());
            return;
        }
        AuditEvent event = entry.event();
        console.out()
                .println(entry.sequence() + "  " + entry.at() + "  " + entry.who() + "  " + event.action() + "  "
                        + event.subject() + "  " + event.outcome() + change(event)
                        + (entry.reason().isEmpty() ? "" : "  because " + entry.reason()));
    }

    private static String change(AuditEvent event) {
        String before = event.before().isEmpty() ? "" : event.before() + " -> ";
        return event.before().isEmpty() && event.after().isEmpty() ? "" : "  " + before + event.after();
    }
}
