package org.sealdesk.harness.web;

import gg.jte.Content;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.ComponentVisitor;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.View;

/** Draws a plugin's view: one template for each kind of component. */
public final class ViewRenderer implements ComponentVisitor<Content> {

    private final Templates templates;
    private final PageContext page;
    private final Map<String, Text> errors;
    private final long writes;

    ViewRenderer(Templates templates, PageContext page, View view, Map<String, Text> errors) {
        this.templates = templates;
        this.page = page.refreshing(all(view).anyMatch(ViewRenderer::unfinished));
        this.errors = errors;
        this.writes = all(view)
                .filter(c -> c instanceof Component.Form f && f.write())
                .count();
    }

    /** How many forms of the page change something; with more than one, none of them is the page's main thing. */
    public long writes() {
        return writes;
    }

    public PageContext page() {
        return page;
    }

    /** Sections and tabs with what is in them. */
    private static Stream<Component> all(View view) {
        return view.body().stream().flatMap(ViewRenderer::all);
    }

    private static Stream<Component> all(Component c) {
        List<Component> below = List.of();
        if (c instanceof Component.Section s) {
            below = s.body();
        } else if (c instanceof Component.Tabs t) {
            below = t.body();
        }
        return Stream.concat(Stream.of(c), below.stream().flatMap(ViewRenderer::all));
    }

    /** Whether something is still going on, so that the page should come again. */
    private static boolean unfinished(Component c) {
        return c instanceof Component.Progress p && p.done() < p.total();
    }

    /** A component of any kind, also of one that this host has never heard of. */
    public Content draw(Component component) {
        try {
            return component.accept(this);
        } catch (RuntimeException | LinkageError e) {
            return unknown(component);
        }
    }

    public Content action(Action action) {
        return templates.piece("component/action", Map.of("p", page, "a", action));
    }

    public Content field(Component.Form form, Component.Field field) {
        Optional<Text> error = Optional.ofNullable(errors.get(field.name()));
        return templates.piece("component/field", Map.of("p", page, "f", field, "form", form, "error", error));
    }

    public Content node(Component.Tree.Node node) {
        return templates.piece("component/node", Map.of("v", this, "n", node));
    }

    /** For class names. */
    public static String tone(Tone tone) {
        return "tone-" + tone.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Percent of the largest value, for bars. */
    public static long percent(long value, Component.Chart chart) {
        long max = chart.series().stream()
                .map(Component.Chart.Series::values)
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        return max <= 0 ? 0 : Math.max(0, value) * 100 / max;
    }

    private Content template(String name, Component component) {
        return templates.piece("component/" + name, Map.of("p", page, "v", this, "c", component));
    }

    @Override
    public Content unknown(Component component) {
        return templates.piece("component/unknown", Map.of("text", page.w().data(component.plainText())));
    }

    @Override
    public Content section(Component.Section c) {
        return template("section", c);
    }

    @Override
    public Content paragraph(Component.Paragraph c) {
        return template("paragraph", c);
    }

    @Override
    public Content link(Component.Link c) {
        return template("link", c);
    }

    @Override
    public Content chip(Component.Chip c) {
        return template("chip", c);
    }

    @Override
    public Content banner(Component.Banner c) {
        return template("banner", c);
    }

    @Override
    public Content empty(Component.Empty c) {
        return template("empty", c);
    }

    @Override
    public Content code(Component.Code c) {
        return template("code", c);
    }

    @Override
    public Content stat(Component.Stat c) {
        return template("stat", c);
    }

    @Override
    public Content row(Component.Row c) {
        return template("row", c);
    }

    @Override
    public Content details(Component.Details c) {
        return template("details", c);
    }

    @Override
    public Content table(Component.Table c) {
        return template("table", c);
    }

    @Override
    public Content form(Component.Form c) {
        return template("form", c);
    }

    @Override
    public Content tree(Component.Tree c) {
        return template("tree", c);
    }

    @Override
    public Content tabs(Component.Tabs c) {
        return template("tabs", c);
    }

    @Override
    public Content steps(Component.Steps c) {
        return template("steps", c);
    }

    @Override
    public Content progress(Component.Progress c) {
        return template("progress", c);
    }

    @Override
    public Content timeline(Component.Timeline c) {
        return template("timeline", c);
    }

    @Override
    public Content chart(Component.Chart c) {
        return template("chart", c);
    }
}
