package org.sealdesk.crypt.openpgp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An expression as Libgcrypt writes keys: an atom of octets, or a list of expressions. Both forms are read, the one for
 * machines ({@code 3:rsa}) and the one for people ({@code rsa}, {@code "rsa"}, {@code #727361#}).
 */
final class GnupgExpression {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_SIZE_DIGITS = 6;
    private static final int HEXADECIMAL = 16;
    private static final int OCTAL = 8;
    private static final int OCTAL_DIGITS = 3;

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
                throw early();
            }
            return in[at];
        }

        private byte[] atom() throws Malformation {
            int c = next();
            if (c == '#') {
                return digits();
            }
            if (c == '"') {
                return quoted();
            }
            int from = at;
            boolean number = true;
            while (at < in.length && !isEnd(in[at])) {
                if (in[at] == ':' && number && at > from) {
                    return counted(from);
                }
                number &= in[at] >= '0' && in[at] <= '9';
                at++;
            }
            if (at == from) {
                throw Malformation.grammar("an expression of GnuPG has an empty word");
            }
            return Arrays.copyOfRange(in, from, at);
        }

        private static boolean isEnd(byte c) {
            return c == '(' || c == ')' || c == '#' || c == '"' || Character.isWhitespace(c);
        }

        private byte[] counted(int from) throws Malformation {
            String digits = new String(in, from, at - from, StandardCharsets.US_ASCII);
            int size = digits.length() <= MAX_SIZE_DIGITS ? Integer.parseInt(digits) : in.length;
            at++;
            if (size > in.length - at) {
                throw early();
            }
            at += size;
            return Arrays.copyOfRange(in, at - size, at);
        }

        private byte[] digits() throws Malformation {
            int from = at + 1;
            at = from;
            while (at < in.length && in[at] != '#') {
                at++;
            }
            if (at >= in.length) {
                throw early();
            }
            String text = new String(in, from, at - from, StandardCharsets.ISO_8859_1);
            at++;
            try {
                return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
            } catch (IllegalArgumentException e) {
                throw Malformation.grammar("an expression of GnuPG has broken digits");
            }
        }

        /** Octets that happen to be printable are written so, numbers and salts among them. */
        private byte[] quoted() throws Malformation {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (at++; at < in.length; at++) {
                if (in[at] == '"') {
                    at++;
                    return out.toByteArray();
                }
                if (in[at] == '\\') {
                    at++;
                    out.write(escaped());
                } else {
                    out.write(in[at]);
                }
            }
            throw early();
        }

        /** Leaves the place at the last character of what was escaped. */
        private int escaped() throws Malformation {
            if (at >= in.length) {
                throw early();
            }
            return switch (in[at]) {
                case 'b' -> '\b';
                case 't' -> '\t';
                case 'v' -> 0x0B;
                case 'n' -> '\n';
                case 'f' -> '\f';
                case 'r' -> '\r';
                case '"', '\'', '\\' -> in[at];
                case 'x' -> code(at + 1, 2, HEXADECIMAL);
                default -> code(at, OCTAL_DIGITS, OCTAL);
            };
        }

        private int code(int from, int length, int radix) throws Malformation {
            if (from + length > in.length) {
                throw early();
            }
            at = from + length - 1;
            try {
                return Integer.parseInt(new String(in, from, length, StandardCharsets.ISO_8859_1), radix);
            } catch (NumberFormatException e) {
                throw Malformation.grammar("an expression of GnuPG has a broken character");
            }
        }

        private static Malformation early() {
            return Malformation.grammar("an expression of GnuPG ends too early");
        }
    }
}
