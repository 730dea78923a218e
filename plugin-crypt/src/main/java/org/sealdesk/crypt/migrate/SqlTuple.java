package org.sealdesk.crypt.migrate;

import java.util.ArrayList;
import java.util.List;

/**
 * One parenthesis of values in an INSERT statement.
 *
 * @param cells values as text, without quotes; {@code NULL} is empty
 * @param end index after the closing parenthesis, or the end of the text if there is none
 */
record SqlTuple(List<String> cells, int end) {

    /** @param from index of the opening parenthesis */
    static SqlTuple read(String text, int from) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\' && i + 1 < text.length()) {
                    i++;
                    cell.append(text.charAt(i));
                } else if (c != '\'') {
                    cell.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                    i++;
                    cell.append('\'');
                } else {
                    quoted = false;
                }
            } else if (c == '\'') {
                cell.setLength(0);
                quoted = true;
                wasQuoted = true;
            } else if (c == ',' || c == ')') {
                String value = wasQuoted ? cell.toString() : cell.toString().strip();
                cells.add(!wasQuoted && value.equalsIgnoreCase("null") ? "" : value);
                cell.setLength(0);
                wasQuoted = false;
                if (c == ')') {
                    return new SqlTuple(cells, i + 1);
                }
            } else if (!wasQuoted || !Character.isWhitespace(c)) {
                cell.append(c);
            }
        }
        return new SqlTuple(cells, text.length());
    }
}
