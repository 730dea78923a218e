package org.sealdesk.api.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sealdesk.api.Text;

/**
 * A piece of a page. The set grows in minor versions: a host that does not know a kind shows {@link #plainText()}.
 * Ids are unique on a page and stable; an empty id means that nobody refers to the piece.
 */
public interface Component {

    <R> R accept(ComponentVisitor<R> visitor);

    /** The piece in words, for readers, terminals and hosts that do not know the kind. */
    String plainText();

    private static String lines(List<? extends Component> parts) {
        return parts.stream().map(Component::plainText).collect(Collectors.joining("\n"));
    }

    /** A heading with content below. */
    record Section(String id, Text title, List<Component> body) implements Component {
        public Section {
            body = List.copyOf(body);
        }

        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.section(this);
        }

        @Override
        public String plainText() {
            return title + "\n" + lines(body);
        }
    }

    /** Running text. */
    record Paragraph(Text text) implements Component {
        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.paragraph(this);
        }

        @Override
        public String plainText() {
            return text.toString();
        }
    }

    /** A link to a page or download of the plugin; path relative to the mount, may carry a query. */
    record Link(Text label, String path) implements Component {
        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.link(this);
        }

        @Override
        public String plainText() {
            return label.toString();
        }
    }

    /** A short status: words, tone and an icon from {check, clock, cross, key, lock, question, star, warning}. */
    record Chip(Text label, Tone tone, String icon) implements Component {
        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.chip(this);
        }

        @Override
        public String plainText() {
            return "[" + label + "]";
        }
    }

    /** A message in the page. */
    record Banner(Tone tone, Text text, List<Action> actions) implements Component {
        public Banner {
            actions = List.copyOf(actions);
        }

        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.banner(this);
        }

        @Override
        public String plainText() {
            return text.toString();
        }
    }

    /** What stands where a list has nothing to show, with what to do first. */
    record Empty(Text text, List<Action> actions) implements Component {
        public Empty {
            actions = List.copyOf(actions);
        }

        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.empty(this);
        }

        @Override
        public String plainText() {
            return text.toString();
        }
    }

    /** Text to read exactly and to copy: fingerprints, armour. Drawn in a fixed-width font. */
    record Code(String text, Optional<Text> label) implements Component {
        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.code(this);
        }

        @Override
        public String plainText() {
            return text;
        }
    }

    /** One figure with its name. */
    record Stat(Text label, Text value) implements Component {
        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.stat(this);
        }

        @Override
        public String plainText() {
            return label + ": " + value;
        }
    }

    /** Several pieces beside each other, wrapped where there is no room. */
    record Row(List<Component> parts) implements Component {
        public Row {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.row(this);
        }

        @Override
        public String plainText() {
            return parts.stream().map(Component::plainText).collect(Collectors.joining(" "));
        }
    }

    /** Pairs of name and value. */
    record Details(List<Entry> entries) implements Component {
        public Details {
            entries = List.copyOf(entries);
        }

        public record Entry(Text label, Component value) {}

        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.details(this);
        }

        @Override
        public String plainText() {
            return entries.stream()
                    .map(e -> e.label() + ": " + e.value().plainText())
                    .collect(Collectors.joining("\n"));
        }
    }

    /**
     * A table; on a narrow screen each row becomes a card.
     *
     * @param caption for readers that cannot see the page
     * @param search a search field and filters above the table; its form is a GET on the same page
     * @param paging empty if everything is on this page
     */
    record Table(
            String id,
            Text caption,
            List<Column> columns,
            List<TableRow> rows,
            Optional<Form> search,
            Optional<Paging> paging,
            Component ifEmpty)
            implements Component {
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }

        /** @param numeric aligned at the end */
        public record Column(String id, Text label, boolean numeric) {}

        /**
         * @param cells one per column
         * @param tone for the whole row
         */
        public record TableRow(String id, List<Component> cells, List<Action> actions, Tone tone) {
            public TableRow {
                cells = List.copyOf(cells);
                actions = List.copyOf(actions);
            }
        }

        /**
         * Where this page stands. Stable: a page is named by the entry it starts after, not by a number.
         *
         * @param total all matching entries
         * @param previous path of the page before
         * @param next path of the page after
         */
        public record Paging(long from, long to, long total, Optional<String> previous, Optional<String> next) {}

        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.table(this);
        }

        @Override
        public String plainText() {
            StringBuilder s = new StringBuilder(caption.toString()).append('\n');
            s.append(columns.stream().map(c -> c.label().toString()).collect(Collectors.joining(" | ")));
            for (TableRow row : rows) {
                s.append('\n')
                        .append(row.cells().stream().map(Component::plainText).collect(Collectors.joining(" | ")));
            }
            if (rows.isEmpty()) {
                s.append('\n').append(ifEmpty.plainText());
            }
            return s.toString();
        }
    }

    /**
     * A form.
     *
     * @param path where it goes, relative to the mount
     * @param write POST with token; otherwise GET
     * @param hidden sent along unseen
     */
    record Form(String id, String path, boolean write, List<Field> fields, Text submit, Map<String, String> hidden)
            implements Component {
        public Form {
            fields = List.copyOf(fields);
            hidden = Map.copyOf(hidden);
        }

        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.form(this);
        }

        @Override
        public String plainText() {
            return fields.stream().map(f -> f.label() + ": " + f.value()).collect(Collectors.joining("\n"));
        }
    }

    /**
     * A field of a form.
     *
     * @param name of the parameter
     * @param value what stands there now; always empty for passwords and files
     * @param help below the field
     * @param check the result of a live check of the present value, beside the field
     * @param options for SELECT and RADIO: value to label, in order
     */
    record Field(
            String name,
            Kind kind,
            Text label,
            String value,
            Optional<Text> help,
            Optional<Check> check,
            List<Option> options,
            boolean required) {
        public Field {
            options = List.copyOf(options);
        }

        public enum Kind {
            TEXT,
            LONG_TEXT,
            PASSWORD,
            NUMBER,
            SELECT,
            RADIO,
            SWITCH,
            FILES,
            SEARCH
        }

        public record Option(String value, Text label) {}

        public record Check(Tone tone, Text text) {}
    }

    /** A tree, such as a certificate chain. */
    record Tree(Text caption, List<Node> roots) implements Component {
        public Tree {
            roots = List.copyOf(roots);
        }

        public record Node(List<Component> label, List<Node> children) {
            public Node {
                label = List.copyOf(label);
                children = List.copyOf(children);
            }
        }

        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.tree(this);
        }

        @Override
        public String plainText() {
            StringBuilder s = new StringBuilder(caption.toString());
            roots.forEach(n -> append(s, n, 1));
            return s.toString();
        }

        private static void append(StringBuilder s, Node node, int depth) {
            s.append('\n')
                    .append("  ".repeat(depth))
                    .append(node.label().stream().map(Component::plainText).collect(Collectors.joining(" ")));
            node.children().forEach(c -> append(s, c, depth + 1));
        }
    }

    /** Several pages in one. The open one comes with its body, the others are links. */
    record Tabs(List<Tab> tabs, List<Component> body) implements Component {
        public Tabs {
            tabs = List.copyOf(tabs);
            body = List.copyOf(body);
        }

        public record Tab(Text label, String path, boolean open) {}

        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.tabs(this);
        }

        @Override
        public String plainText() {
            return lines(body);
        }
    }

    /** Where one stands in a task of several steps. */
    record Steps(List<Text> steps, int current) implements Component {
        public Steps {
            steps = List.copyOf(steps);
        }

        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.steps(this);
        }

        @Override
        public String plainText() {
            return (current + 1) + "/" + steps.size() + " " + steps.get(current);
        }
    }

    /** Work in progress; the host asks for the page again until done equals total. */
    record Progress(Text label, long done, long total) implements Component {
        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.progress(this);
        }

        @Override
        public String plainText() {
            return label + " " + done + "/" + total;
        }
    }

    /** What happened when, newest first. */
    record Timeline(List<Event> events) implements Component {
        public Timeline {
            events = List.copyOf(events);
        }

        public record Event(Instant at, Text text, Tone tone) {}

        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.timeline(this);
        }

        @Override
        public String plainText() {
            return events.stream().map(e -> e.at() + " " + e.text()).collect(Collectors.joining("\n"));
        }
    }

    /** Numbers over categories; the host draws it and offers the same numbers as a table. */
    record Chart(Text title, Text unit, List<Text> categories, List<Series> series) implements Component {
        public Chart {
            categories = List.copyOf(categories);
            series = List.copyOf(series);
        }

        /** @param values one per category */
        public record Series(Text label, Tone tone, List<Long> values) {
            public Series {
                values = List.copyOf(values);
            }
        }

        @Override
        public <R> R accept(ComponentVisitor<R> v) {
            return v.chart(this);
        }

        @Override
        public String plainText() {
            return title + " (" + unit + ")\n"
                    + series.stream().map(s -> s.label() + ": " + s.values()).collect(Collectors.joining("\n"));
        }
    }
}
