package org.sealdesk.crypt.mime;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes fields with parameters: quoted strings for ASCII, RFC 2231 for the rest and for what is too long. */
final class ParameterWriter {

    /** Leaves room for name, index and quotes within the 78 characters of RFC 5322. */
    private static final int MAX_PIECE = 50;

    private ParameterWriter() {}

    static HeaderField field(String name, String value, Map<String, String> parameters) {
        StringBuilder out = new StringBuilder(" ").append(Charsets.printable(value));
        parameters.forEach((key, text) -> append(out, key, text));
        return new HeaderField(name, out.toString());
    }

    private static void append(StringBuilder out, String name, String value) {
        // A boundary may not be cut: readers without RFC 2231 would not find the parts.
        boolean quotable = value.chars().allMatch(c -> c >= 32 && c < 127);
        if (quotable && (value.length() <= MAX_PIECE || name.equals("boundary"))) {
            line(out, name, "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
            return;
        }
        StringBuilder piece = new StringBuilder("UTF-8''");
        int index = 0;
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (piece.length() > MAX_PIECE) {
                line(out, name + "*" + index++ + "*", piece.toString());
                piece.setLength(0);
            }
            boolean plain = b > 32 && b < 127 && "*'%()<>@,;:\\\"/[]?=".indexOf(b) < 0;
            piece.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b & 0xff));
        }
        line(out, index == 0 ? name + "*" : name + "*" + index + "*", piece.toString());
    }

    private static void line(StringBuilder out, String name, String value) {
        out.append(";\r\n ").append(name).append('=').append(value);
    }
}
