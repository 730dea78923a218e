package org.sealdesk.crypt.mime;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A field value followed by parameters (RFC 2045, section 5.1): {@code multipart/signed; boundary="x"}. Comments are
 * skipped. What cannot be read is skipped too and leaves a defect.
 */
record ParameterizedValue(String value, Parameters parameters, Set<Defect> defects) {

    ParameterizedValue {
        defects = Set.copyOf(defects);
    }

    static ParameterizedValue parse(String field) {
        return new Reader(field).read();
    }

    private static final class Reader {
        private final String s;
        private final Set<Defect> defects = EnumSet.noneOf(Defect.class);
        private int at;

        Reader(String s) {
            this.s = s;
        }

        ParameterizedValue read() {
            String value = value();
            List<Parameters.Piece> pieces = new ArrayList<>();
            while (at < s.length()) {
                at++;
                skipSpace();
                readParameter(pieces);
            }
            Parameters parameters = Parameters.join(pieces);
            if (!parameters.duplicates().isEmpty()) {
                defects.add(Defect.DUPLICATE_PARAMETER);
            }
            return new ParameterizedValue(value, parameters, defects);
        }

        /** Up to the first semicolon, without comments and space. */
        private String value() {
            StringBuilder out = new StringBuilder();
            skipSpace();
            while (at < s.length() && s.charAt(at) != ';') {
                out.append(s.charAt(at++));
                skipSpace();
            }
            return out.toString();
        }

        private void readParameter(List<Parameters.Piece> pieces) {
            int from = at;
            while (at < s.length() && isNameCharacter(s.charAt(at))) {
                at++;
            }
            String name = s.substring(from, at);
            skipSpace();
            if (name.isEmpty() || at >= s.length() || s.charAt(at) != '=') {
                if (!name.isEmpty() || (at < s.length() && s.charAt(at) != ';')) {
                    defects.add(Defect.MALFORMED_FIELD);
                }
                skipToSemicolon();
                return;
            }
            at++;
            skipSpace();
            String value = at < s.length() && s.charAt(at) == '"' ? quoted() : unquoted();
            pieces.add(new Parameters.Piece(name, value));
            skipSpace();
            if (at < s.length() && s.charAt(at) != ';') {
                defects.add(Defect.MALFORMED_FIELD);
                skipToSemicolon();
            }
        }

        private static boolean isNameCharacter(char c) {
            return c > 32 && c < 127 && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
        }

        private String quoted() {
            StringBuilder out = new StringBuilder();
            at++;
            while (at < s.length() && s.charAt(at) != '"') {
                if (s.charAt(at) == '\\' && at + 1 < s.length()) {
                    at++;
                }
                out.append(s.charAt(at++));
            }
            if (at >= s.length()) {
                defects.add(Defect.MALFORMED_FIELD);
            }
            at = Math.min(at + 1, s.length());
            return out.toString();
        }

        /** Laxer than the grammar: unquoted boundaries with {@code =} and names with slashes are everyday mail. */
        private String unquoted() {
            int from = at;
            while (at < s.length() && " \t;(\"".indexOf(s.charAt(at)) < 0) {
                at++;
            }
            return s.substring(from, at);
        }

        private void skipToSemicolon() {
            while (at < s.length() && s.charAt(at) != ';') {
                if (s.charAt(at) == '"') {
                    quoted();
                } else {
                    at++;
                }
            }
        }

        /** White space and comments, which nest. */
        private void skipSpace() {
            int depth = 0;
            while (at < s.length()) {
                char c = s.charAt(at);
                if (c == '(') {
                    depth++;
                } else if (c == ')' && depth > 0) {
                    depth--;
                } else if (depth > 0 && c == '\\') {
                    at++;
                } else if (depth == 0 && c != ' ' && c != '\t') {
                    return;
                }
                at++;
            }
            at = Math.min(at, s.length());
            if (depth > 0) {
                defects.add(Defect.MALFORMED_FIELD);
            }
        }
    }
}
