package org.sealdesk.crypt.openpgp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An expression as Libgcrypt writes keys: an atom of octets, or a list of expressions. Both forms are read, the one for
 * machines ({@code 3:rsa}) and the one for people ({@code rsa}, {@code "rsa"}, {@code #727361#}).
 */
final class GnupgExpression {

    private static final int MAX_DEPTH = 16;

    private final byte[] atom;
    private final List<GnupgExpression> list;

    private GnupgExpression(byte[] atom, List<GnupgExpression> list) {
        this.atom = atom;
        this.list = list;
    }

    /** @throws Malformation if the octets do not begin with a list */
    static GnupgExpression parse(byte[] octets) throws Malformation {
        return new Parser(octets).list(0);
    }

    byte[] atom() {
        return atom.clone();
    }

    List<GnupgExpression> list() {
        return list;
    }

    /** The text of an atom; empty for a list. */
    String text() {
        return new String(atom, StandardCharsets.UTF_8);
    }

    boolean isCalled(String name) {
        return !list.isEmpty() && list.get(0).text().equals(name);
    }

    /** The first list within this one, at any depth, whose first atom is the name. */
    Optional<GnupgExpression> find(String name) {
        for (GnupgExpression inner : list) {
            if (inner.isCalled(name)) {
                return Optional.of(inner);
            }
            Optional<GnupgExpression> deeper = inner.find(name);
            if (deeper.isPresent()) {
                return deeper;
            }
        }
        return Optional.empty();
    }

    /** The form for machines, without the lists of a name. */
    byte[] canonicalWithout(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, name);
        return out.toByteArray();
    }

    private void write(ByteArrayOutputStream out, String without) {
        if (list.isEmpty()) {
            out.writeBytes((atom.length + ":").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(atom);
            return;
        }
        out.write('(');
        list.stream().filter(inner -> !inner.isCalled(without)).forEach(inner -> inner.write(out, without));
        out.write(')');
    }

    private static final class Parser {
        private final byte[] in;
        private int at;

        Parser(byte[] in) {
            this.in = in;
        }

        GnupgExpression list(int depth) throws Malformation {
            if (depth > MAX_DEPTH || next() != '(') {
                throw Malformation.grammar("no expression of GnuPG");
            }
            at++;
            List<GnupgExpression> inner = new ArrayList<>();
            while (next() != ')') {
                inner.add(next() == '(' ? list(depth + 1) : new GnupgExpression(atom(), List.of()));
            }
            at++;
            return new GnupgExpression(new byte[0], List.copyOf(inner));
        }

        private int next() throws Malformation {
            while (at < in.length && Character.isWhitespace(in[at])) {
                at++;
            }
            if (at >= in.length) {
                throw Malformation.grammar("an expression of GnuPG ends too early");
            }
            return in[at];
        }

        private byte[] atom() throws Malformation {
            int c = next();
            if (c == '#' || c == '"') {
                return quoted(c);
            }
            int from = at;
            while (at < in.length && !isEnd(in[at])) {
                if (in[at] == ':' && at > from) {
                    return counted(from);
                }
                at++;
            }
            if (at == from) {
                throw Malformation.grammar("an expression of GnuPG has an empty word");
            }
            return java.util.Arrays.copyOfRange(in, from, at);
        }

        private static boolean isEnd(byte c) {
            return c == '(' || c == ')' || c == '#' || c == '"' || Character.isWhitespace(c);
        }

        private byte[] counted(int from) throws Malformation {
            String digits = new String(in, from, at - from, StandardCharsets.US_ASCII);
            int size = digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : in.length;
            at++;
            if (size > in.length - at) {
                throw Malformation.grammar("an expression of GnuPG ends too early");
            }
            at += size;
            return java.util.Arrays.copyOfRange(in, at - size, at);
        }

        private byte[] quoted(int quote) throws Malformation {
            int end = at + 1;
            while (end < in.length && in[end] != quote) {
                end++;
            }
            if (end >= in.length) {
                throw Malformation.grammar("an expression of GnuPG ends too early");
            }
            String text = new String(in, at + 1, end - at - 1, StandardCharsets.ISO_8859_1);
            at = end + 1;
            if (quote == '"') {
                return text.getBytes(StandardCharsets.ISO_8859_1);
            }
            try {
                return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
            } catch (IllegalArgumentException e) {
                throw Malformation.grammar("an expression of GnuPG has broken digits");
            }
        }
    }
}
