package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.List;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Banner;
import org.sealdesk.api.admin.Component.Row;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Component.Stat;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.View;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/** All configuration errors in one place, each with what, why and a fix. */
final class HealthPage implements AdminPage {

    private final Frame frame;
    private final ConfigurationErrors errors;
    private final AdminParts parts;
    private final Texts texts;

    HealthPage(Frame frame, ConfigurationErrors errors, AdminParts parts) {
        this.frame = frame;
        this.errors = errors;
        this.parts = parts;
        this.texts = parts.texts();
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) {
        List<Problem> problems = errors.find();
        List<Component> body = new ArrayList<>();
        body.add(new Row(List.of(
                count("health.errors", problems, Severity.ERROR),
                count("health.warnings", problems, Severity.WARNING),
                number("health.pgp", parts.keystore().count(Technology.OPENPGP)),
                number("health.smime", parts.keystore().count(Technology.SMIME)))));
        if (problems.isEmpty()) {
            body.add(new Banner(Tone.GOOD, texts.of("health.fine"), List.of()));
        }
        for (int i = 0; i < problems.size(); i++) {
            body.add(problem(i, problems.get(i)));
        }
        // The errors are the page here; at its top they would stand twice.
        View framed = frame.view("crypt.health", texts.of("health.title"), List.of(), body, actions());
        return new Outcome.Page(new View(
                framed.id(), framed.title(), framed.breadcrumbs(), List.of(), framed.body(), framed.actions()));
    }

    private List<Action> actions() {
        return List.of(Action.link("folders", texts.of("folders.title"), FoldersPage.PATH));
    }

    private Stat count(String key, List<Problem> problems, Severity severity) {
        return number(
                key, problems.stream().filter(p -> p.severity() == severity).count());
    }

    private Stat number(String key, long value) {
        return new Stat(texts.of(key), texts.of("value.number", value));
    }

    private Section problem(int index, Problem problem) {
        Tone tone = switch (problem.severity()) {
            case ERROR -> Tone.STOP;
            case WARNING -> Tone.WARN;
            case INFO -> Tone.NEUTRAL;
        };
        List<Action> fixes = problem.fixes().stream()
                .filter(fix -> !fix.adminPath().isEmpty())
                .map(fix -> Action.link("fix-" + index, fix.label(), fix.adminPath()))
                .toList();
        List<Component> body = new ArrayList<>();
        body.add(new Banner(tone, problem.why(), fixes));
        problem.fixes().stream()
                .filter(fix -> fix.adminPath().isEmpty())
                .forEach(fix -> body.add(new Component.Paragraph(fix.label())));
        body.add(new Component.Paragraph(texts.of("health.code", Text.data(problem.code()))));
        return new Section("problem-" + index, problem.what(), body);
    }
}
