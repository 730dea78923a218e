package org.sealdesk.crypt.admin;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Banner;
import org.sealdesk.api.admin.Component.Chip;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Component.Table;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.crypt.audit.AuditEntry;
import org.sealdesk.crypt.audit.AuditEvent;
import org.sealdesk.crypt.audit.AuditPage;
import org.sealdesk.crypt.audit.AuditReport;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.text.Texts;

/** The audit log, in pages, all of it or what is about one key; and whether it is whole. */
final class HistoryPage implements AdminPage {

    static final String PATH = "audit";

    private static final int SIZE = 50;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_PROBLEMS = 20;

    private final AdminParts parts;
    private final Frame frame;
    private final Texts texts;

    HistoryPage(AdminParts parts, Frame frame) {
        this.parts = parts;
        this.frame = frame;
        this.texts = parts.texts();
    }

    /** The page with what is about one certificate. */
    static String of(Certificate certificate) {
        return PATH + "?key=" + certificate.fingerprint().hex();
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) {
        String key = request.param("key").orElse("").replaceAll("[\\s]", "");
        List<Component> body = new ArrayList<>();
        List<Action> actions = new ArrayList<>();
        actions.add(Action.link("verify", texts.of("audit.verify"), PATH + "?verify=1"));
        body.add(frame.paragraph("audit.what"));
        try {
            if (request.param("verify").isPresent()) {
                body.addAll(verdict(parts.log().verify()));
            }
            AuditPage page = parts.log().list(new AuditPage.Query(key, before(request), SIZE));
            body.add(table(page, key));
            String query = key.isEmpty() ? "" : "key=" + Trail.encode(key) + "&";
            if (before(request).isPresent()) {
                actions.add(Action.link("newest", texts.of("audit.newest"), PATH + "?" + query));
            }
            page.before()
                    .ifPresent(older -> actions.add(
                            Action.link("older", texts.of("audit.older"), PATH + "?" + query + "before=" + older)));
        } catch (IOException e) {
            body.add(new Banner(Tone.STOP, texts.of("audit.unreadable", String.valueOf(e.getMessage())), List.of()));
        }
        return new Outcome.Page(frame.view("crypt.audit", texts.of("audit.title"), List.of(), body, actions));
    }

    private static OptionalLong before(AdminRequest request) {
        String number = request.param("before").orElse("");
        return number.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(number)) : OptionalLong.empty();
    }

    private List<Component> verdict(AuditReport report) {
        if (report.isWhole()) {
            return List.of(new Banner(Tone.GOOD, texts.of("audit.whole", report.entries()), List.of()));
        }
        List<Component> verdict = new ArrayList<>();
        verdict.add(new Banner(Tone.STOP, texts.of("audit.broken"), List.of()));
        report.problems().stream().limit(MAX_PROBLEMS).forEach(problem -> verdict.add(Frame.data(problem)));
        return verdict;
    }

    private Table table(AuditPage page, String key) {
        return new Table(
                "entries",
                texts.of("audit.title"),
                List.of(
                        column("number"),
                        column("at"),
                        column("who"),
                        column("action"),
                        column("change"),
                        column("reason"),
                        column("outcome")),
                page.entries().stream().map(this::row).toList(),
                Optional.of(search(key)),
                Optional.empty(),
                new Component.Empty(texts.of("audit.empty"), List.of()));
    }

    private Table.Column column(String name) {
        return new Table.Column(name, texts.of("audit." + name), name.equals("number"));
    }

    private Form search(String key) {
        Field field = new Field(
                "key",
                Field.Kind.SEARCH,
                texts.of("audit.search"),
                key,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
        return new Form("search", PATH, false, List.of(field), texts.of("list.search"), Map.of());
    }

    private Table.TableRow row(AuditEntry entry) {
        AuditEvent event = entry.event();
        boolean ok = event.outcome().equals("ok");
        Text outcome = ok
                ? texts.of("audit.ok")
                : texts.find("problem." + event.outcome()).orElseGet(() -> Text.data(event.outcome()));
        return new Table.TableRow(
                Long.toString(entry.sequence()),
                List.of(
                        Frame.data(Long.toString(entry.sequence())),
                        Frame.data(TIME.format(entry.at())),
                        Frame.data(entry.who()),
                        new Component.Row(List.of(Frame.data(event.action()), Frame.data(subject(event)))),
                        Frame.data(change(event)),
                        Frame.data(entry.reason()),
                        new Chip(outcome, ok ? Tone.NEUTRAL : Tone.WARN, ok ? "check" : "warning")),
                List.of(),
                Tone.NEUTRAL);
    }

    /** Fingerprints in groups, to be read and to be wrapped. */
    private static String subject(AuditEvent event) {
        return event.subject().matches("[0-9A-F]{16,}") ? KeyFacts.grouped(event.subject()) : event.subject();
    }

    private static String change(AuditEvent event) {
        if (event.before().isEmpty()) {
            return event.after();
        }
        return event.before() + " → " + event.after();
    }
}
