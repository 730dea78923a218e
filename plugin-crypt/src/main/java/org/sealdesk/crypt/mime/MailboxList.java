package org.sealdesk.crypt.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A From field read strictly (RFC 5322, sections 3.4 and 4.4): either it is one mailbox that nobody can read in another
 * way, or it says why not. Source routes, comments that hold an address, text after the angle brackets, an address as
 * bare display name of another address: readers disagree about each, so none is accepted.
 */
sealed interface MailboxList {

    record One(String addrSpec, String display) implements MailboxList {}

    record Ambiguous(FromField.Reason reason) implements MailboxList {}

    static MailboxList parse(String field) {
        Optional<List<Token>> tokens = new Tokens(field).read();
        return tokens.map(MailboxList::judge).orElseGet(() -> new Ambiguous(FromField.Reason.AMBIGUOUS));
    }

    enum Kind {
        ATOM,
        QUOTED,
        LITERAL,
        SPECIAL,
        COMMENT
    }

    /**
     * @param text as written; quotes included, comments without their parentheses
     * @param spaced whether white space stands before it
     */
    record Token(Kind kind, String text, boolean spaced) {
        boolean is(char special) {
            return kind == Kind.SPECIAL && text.charAt(0) == special;
        }

        String unquoted() {
            return kind == Kind.QUOTED ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
        }
    }

    private static MailboxList judge(List<Token> all) {
        boolean addressInComment = all.stream()
                .anyMatch(t -> t.kind() == Kind.COMMENT
                        && (t.text().contains("@") || t.text().contains("<")));
        if (addressInComment) {
            return new Ambiguous(FromField.Reason.AMBIGUOUS);
        }
        List<Token> tokens = all.stream().filter(t -> t.kind() != Kind.COMMENT).toList();
        if (tokens.isEmpty()) {
            return new Ambiguous(FromField.Reason.NO_ADDRESS);
        }
        int open = indexOf(tokens, '<');
        Optional<FromField.Reason> several = severalOrGroup(tokens);
        if (several.isPresent()) {
            return new Ambiguous(several.get());
        }
        return open < 0 ? bare(tokens, all) : angled(tokens, open, all);
    }

    private static Optional<FromField.Reason> severalOrGroup(List<Token> tokens) {
        boolean inAngle = false;
        for (Token t : tokens) {
            if (t.is('<') || t.is('>')) {
                inAngle = t.is('<');
            } else if (!inAngle && t.is(',')) {
                return Optional.of(FromField.Reason.SEVERAL_MAILBOXES);
            } else if (!inAngle && (t.is(':') || t.is(';'))) {
                return Optional.of(FromField.Reason.GROUP);
            }
        }
        return Optional.empty();
    }

    private static MailboxList bare(List<Token> tokens, List<Token> all) {
        if (indexOf(tokens, '@') < 0) {
            return new Ambiguous(FromField.Reason.NO_ADDRESS);
        }
        if (commentBetween(all)) {
            return new Ambiguous(FromField.Reason.AMBIGUOUS);
        }
        // ann@example.org (Ann Example) is the old way to write a name.
        String comment = all.stream()
                .filter(t -> t.kind() == Kind.COMMENT)
                .map(Token::text)
                .collect(Collectors.joining(" "));
        return addrSpec(tokens)
                .<MailboxList>map(a -> new One(a, comment))
                .orElseGet(() -> new Ambiguous(FromField.Reason.AMBIGUOUS));
    }

    private static MailboxList angled(List<Token> tokens, int open, List<Token> all) {
        int close = indexOf(tokens, '>');
        if (close != tokens.size() - 1 || close < open || lastIndexOf(tokens, '<') != open) {
            return new Ambiguous(FromField.Reason.AMBIGUOUS);
        }
        List<Token> inside = tokens.subList(open + 1, close);
        if (inside.isEmpty()) {
            return new Ambiguous(FromField.Reason.NO_ADDRESS);
        }
        if (commentInside(all)) {
            return new Ambiguous(FromField.Reason.AMBIGUOUS);
        }
        Optional<String> address = addrSpec(withoutLeadingSpace(inside));
        if (address.isEmpty()) {
            return new Ambiguous(FromField.Reason.AMBIGUOUS);
        }
        List<Token> name = tokens.subList(0, open);
        boolean bareAddressAsName = indexOf(name, '@') >= 0 && !displayOf(name).equalsIgnoreCase(address.get());
        return bareAddressAsName ? new Ambiguous(FromField.Reason.AMBIGUOUS) : new One(address.get(), displayOf(name));
    }

    /** A comment within the address: {@code man(x)ager@example.org}. */
    private static boolean commentBetween(List<Token> all) {
        int runs = 0;
        for (int i = 0; i < all.size(); i++) {
            boolean word = all.get(i).kind() != Kind.COMMENT;
            runs += word && (i == 0 || all.get(i - 1).kind() == Kind.COMMENT) ? 1 : 0;
        }
        return runs > 1;
    }

    private static boolean commentInside(List<Token> all) {
        int open = indexOf(all, '<');
        int close = indexOf(all, '>');
        return all.subList(open, close).stream().anyMatch(t -> t.kind() == Kind.COMMENT);
    }

    private static List<Token> withoutLeadingSpace(List<Token> tokens) {
        List<Token> changed = new ArrayList<>(tokens);
        Token first = changed.get(0);
        changed.set(0, new Token(first.kind(), first.text(), false));
        return changed;
    }

    /** {@code local@domain}, no white space inside; a quoted local part and a domain literal are allowed. */
    private static Optional<String> addrSpec(List<Token> tokens) {
        StringBuilder out = new StringBuilder();
        int signs = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token t = tokens.get(i);
            boolean sign = t.is('@');
            signs += sign ? 1 : 0;
            boolean allowed = sign
                    || t.kind() == Kind.ATOM
                    || (t.kind() == Kind.QUOTED && i == 0)
                    || (t.kind() == Kind.LITERAL && i == tokens.size() - 1);
            if (!allowed || (t.spaced() && i > 0)) {
                return Optional.empty();
            }
            out.append(t.text());
        }
        return signs == 1 ? Optional.of(out.toString()) : Optional.empty();
    }

    private static String displayOf(List<Token> name) {
        StringBuilder out = new StringBuilder();
        for (Token t : name) {
            out.append(t.spaced() && out.length() > 0 ? " " : "");
            out.append(t.unquoted());
        }
        return out.toString();
    }

    private static int indexOf(List<Token> tokens, char special) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is(special)) {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndexOf(List<Token> tokens, char special) {
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (tokens.get(i).is(special)) {
                return i;
            }
        }
        return -1;
    }

    /** Cuts a field into tokens; a quote, comment or literal without end gives nothing. */
    final class Tokens {
        private final String s;
        private int at;

        Tokens(String s) {
            this.s = s;
        }

        Optional<List<Token>> read() {
            List<Token> tokens = new ArrayList<>();
            while (true) {
                int before = at;
                while (at < s.length() && (s.charAt(at) == ' ' || s.charAt(at) == '\t')) {
                    at++;
                }
                if (at >= s.length()) {
                    return Optional.of(tokens);
                }
                Optional<Token> token = token(at > before);
                if (token.isEmpty()) {
                    return Optional.empty();
                }
                tokens.add(token.get());
            }
        }

        private Optional<Token> token(boolean spaced) {
            char c = s.charAt(at);
            return switch (c) {
                case '"' -> delimited(Kind.QUOTED, '"', spaced);
                case '[' -> delimited(Kind.LITERAL, ']', spaced);
                case '(' -> comment(spaced);
                case '<', '>', '@', ',', ';', ':' -> {
                    at++;
                    yield Optional.of(new Token(Kind.SPECIAL, String.valueOf(c), spaced));
                }
                case ')', ']', '\\' -> Optional.empty();
                default -> Optional.of(atom(spaced));
            };
        }

        private Optional<Token> delimited(Kind kind, char end, boolean spaced) {
            int from = at++;
            while (at < s.length() && s.charAt(at) != end) {
                at += s.charAt(at) == '\\' ? 2 : 1;
            }
            if (at >= s.length()) {
                return Optional.empty();
            }
            at++;
            return Optional.of(new Token(kind, s.substring(from, at), spaced));
        }

        private Optional<Token> comment(boolean spaced) {
            int from = at + 1;
            int depth = 0;
            while (at < s.length()) {
                char c = s.charAt(at);
                at += c == '\\' ? 2 : 1;
                if (c == '(') {
                    depth++;
                } else if (c == ')' && --depth == 0) {
                    return Optional.of(new Token(Kind.COMMENT, s.substring(from, at - 1), spaced));
                }
            }
            return Optional.empty();
        }

        private Token atom(boolean spaced) {
            int from = at;
            while (at < s.length() && " \t\"[]()<>@,;:\\".indexOf(s.charAt(at)) < 0) {
                at++;
            }
            return new Token(Kind.ATOM, s.substring(from, at), spaced);
        }
    }
}
