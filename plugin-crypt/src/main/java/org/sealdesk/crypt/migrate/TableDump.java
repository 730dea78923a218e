package org.sealdesk.crypt.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows of one table, out of whatever an administrator has: INSERT statements, a COPY block, or lines of cells with tab,
 * semicolon, comma or bar between them, with or without a line of column names.
 */
final class TableDump {

    /** More rows than any system has queues or relations; what is beyond is left out by the caller's word. */
    static final int MAX_ROWS = 100_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_ .]*");

    private final String text;
    private final String table;
    private final List<Row> rows = new ArrayList<>();
    private int counted;
    private int line = 1;

    private TableDump(String text, String table) {
        this.text = text;
        this.table = table;
    }

    /**
     * @param line where it begins, from 1
     * @param columns names in lower case; empty if the dump does not say them
     */
    record Row(int line, List<String> columns, List<String> cells) {

        Optional<String> cell(String column) {
            int i = columns.indexOf(column);
            return i >= 0 && i < cells.size() ? Optional.of(cells.get(i)) : Optional.empty();
        }
    }

    static List<Row> rows(String text, String table) {
        TableDump dump = new TableDump(text, table);
        if (!dump.inserts() && !dump.copy()) {
            dump.lines();
        }
        return dump.rows;
    }

    private boolean inserts() {
        Matcher any = Pattern.compile("(?i)\\bINSERT\\s+INTO\\b").matcher(text);
        if (!any.find()) {
            return false;
        }
        Matcher m = Pattern.compile("(?i)\\bINSERT\\s+INTO\\s+[`\"\\[]?(?:\\w+[`\"\\]]?\\.[`\"\\[]?)?"
                        + Pattern.quote(table) + "[`\"\\]]?\\s*(?:\\(([^)]*)\\))?\\s*VALUES\\s*")
                .matcher(text);
        while (m.find()) {
            List<String> columns =
                    m.group(1) == null ? List.of() : names(m.group(1).split(","));
            tuples(m.end(), columns);
        }
        return true;
    }

    private void tuples(int from, List<String> columns) {
        int at = from;
        while (at < text.length() && rows.size() < MAX_ROWS) {
            char c = text.charAt(at);
            if (c == '(') {
                SqlTuple tuple = SqlTuple.read(text, at);
                rows.add(new Row(line(at), columns, tuple.cells()));
                at = tuple.end();
            } else if (c == ',' || Character.isWhitespace(c)) {
                at++;
            } else {
                return;
            }
        }
    }

    /** Places are asked for in their order, so each line break is counted once. */
    private int line(int at) {
        for (; counted < at; counted++) {
            if (text.charAt(counted) == '\n') {
                line++;
            }
        }
        return line;
    }

    private boolean copy() {
        Matcher m = Pattern.compile("(?im)^COPY\\s+(?:\\w+\\.)?" + Pattern.quote(table)
                        + "\\s*\\(([^)]*)\\)\\s+FROM\\s+stdin;[^\\n]*\\n")
                .matcher(text);
        if (!m.find()) {
            return Pattern.compile("(?im)^COPY\\s+\\S+\\s*\\(").matcher(text).find();
        }
        List<String> columns = names(m.group(1).split(","));
        int number = line(m.end());
        for (String row : text.substring(m.end()).split("\n")) {
            if (row.startsWith("\\.") || rows.size() >= MAX_ROWS) {
                break;
            }
            rows.add(new Row(number++, columns, trimmed(row.split("\t", -1))));
        }
        return true;
    }

    private void lines() {
        List<String> columns = List.of();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            // Frames and rules of a database client's table.
            if (line.isBlank() || line.startsWith("#") || line.strip().matches("[-+=|]+") || rows.size() >= MAX_ROWS) {
                continue;
            }
            List<String> cells = cells(line);
            boolean names = columns.isEmpty()
                    && rows.isEmpty()
                    && cells.size() > 1
                    && cells.stream().allMatch(c -> NAME.matcher(c).matches());
            if (names) {
                columns = names(cells.toArray(String[]::new));
            } else {
                rows.add(new Row(number, columns, cells));
            }
        }
    }

    private static List<String> cells(String line) {
        String inner = line.strip();
        if (inner.startsWith("|") && inner.endsWith("|")) {
            inner = inner.substring(1, inner.length() - 1);
        }
        for (char separator : new char[] {'\t', ';', ',', '|'}) {
            if (inner.indexOf(separator) >= 0) {
                return split(inner, separator);
            }
        }
        int equals = inner.indexOf('=');
        return equals > 0
                ? trimmed(new String[] {inner.substring(0, equals), inner.substring(equals + 1)})
                : List.of(unquoted(inner));
    }

    private static List<String> split(String line, char separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
                cell.append(c);
            } else if (c == separator && !quoted) {
                cells.add(unquoted(cell.toString()));
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(unquoted(cell.toString()));
        return cells;
    }

    private static List<String> trimmed(String[] cells) {
        List<String> trimmed = new ArrayList<>(cells.length);
        for (String cell : cells) {
            trimmed.add(unquoted(cell));
        }
        return trimmed;
    }

    private static List<String> names(String[] names) {
        return trimmed(names).stream().map(n -> n.toLowerCase(Locale.ROOT)).toList();
    }

    private static String unquoted(String cell) {
        String text = cell.strip();
        if (text.length() >= 2) {
            char first = text.charAt(0);
            if ((first == '"' || first == '\'' || first == '`') && text.charAt(text.length() - 1) == first) {
                return text.substring(1, text.length() - 1).replace("\"\"", "\"");
            }
        }
        return text;
    }
}
