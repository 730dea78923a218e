package org.sealdesk.crypt.admin;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.Fix;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.View;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/** What all pages have in common: breadcrumbs, configuration errors at the top, notices after a change. */
final class Frame {

    /** More than these push the page itself out of sight; the health page has all. */
    private static final int MAX_NOTICES = 3;

    private final Texts texts;
    private final ConfigurationErrors errors;

    Frame(Texts texts, ConfigurationErrors errors) {
        this.texts = texts;
        this.errors = errors;
    }

    View view(String id, Text title, List<Component.Link> above, List<Component> body, List<Action> actions) {
        List<Component.Link> crumbs = new ArrayList<>();
        crumbs.add(new Component.Link(texts.of("page.crypt"), "health"));
        crumbs.addAll(above);
        return new View(id, title, crumbs, notices(), body, actions);
    }

    private List<Problem> notices() {
        return errors.find().stream()
                .filter(p -> p.severity() == Severity.ERROR)
                .limit(MAX_NOTICES)
                .toList();
    }

    /** The page of a technology that is switched off: why nothing is here and where to switch it on. */
    View switchedOff(String id, Technology technology) {
        Text name = name(technology);
        return view(
                id,
                texts.of("page.off.title", name),
                List.of(),
                List.of(new Component.Empty(
                        texts.of("page.off.text", name),
                        List.of(Action.link("settings", texts.of("page.off.fix"), "settings")))),
                List.of());
    }

    Text name(Technology technology) {
        return texts.of(technology == Technology.OPENPGP ? "technology.pgp" : "technology.smime");
    }

    Text date(Instant at) {
        return texts.of("value.date", LocalDate.ofInstant(at, ZoneOffset.UTC));
    }

    Text dateOrNever(Optional<Instant> at) {
        return at.map(this::date).orElseGet(() -> texts.of("value.never"));
    }

    Component.Paragraph paragraph(String key, Object... args) {
        return new Component.Paragraph(texts.of(key, args));
    }

    static Component.Paragraph data(String text) {
        return new Component.Paragraph(Text.data(text));
    }

    /** Back to a page with one line that says what happened. */
    Outcome done(String path, Text what) {
        return new Outcome.Redirect(
                path, Optional.of(new Problem("ok", Severity.INFO, what, Text.data(""), List.of())));
    }

    /** Back to a page with what went wrong; nothing was changed. */
    Outcome failed(String path, String code, Text what, Text why, Fix... fixes) {
        return new Outcome.Redirect(path, Optional.of(new Problem(code, Severity.ERROR, what, why, List.of(fixes))));
    }

    Component.Details.Entry entry(String key, Component value) {
        return new Component.Details.Entry(texts.of(key), value);
    }
}
