package org.sealdesk.crypt.mime;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The text of an HTML document for people and searches, in one pass. Nothing is loaded or run. What hides text in
 * styles is not looked at: more text may come out than a browser shows.
 */
final class HtmlText {

    private static final Set<String> SKIPPED = Set.of("script", "style", "head", "title", "template", "noscript");
    private static final Set<String> BREAKS = Set.of(
            "br",
            "p",
            "div",
            "tr",
            "li",
            "ul",
            "ol",
            "table",
            "blockquote",
            "pre",
            "hr",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "section",
            "article",
            "header",
            "footer");
    private static final Map<String, String> ENTITIES = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", " "),
            Map.entry("auml", "ä"),
            Map.entry("ouml", "ö"),
            Map.entry("uuml", "ü"),
            Map.entry("Auml", "Ä"),
            Map.entry("Ouml", "Ö"),
            Map.entry("Uuml", "Ü"),
            Map.entry("szlig", "ß"),
            Map.entry("euro", "€"),
            Map.entry("ndash", "–"),
            Map.entry("mdash", "—"),
            Map.entry("hellip", "…"),
            Map.entry("bdquo", "„"),
            Map.entry("ldquo", "“"),
            Map.entry("rdquo", "”"));
    private static final int MAX_ENTITY = 10;

    private final String html;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private String skipUntil = "";

    private HtmlText(String html) {
        this.html = html;
    }

    static String of(String html) {
        return new HtmlText(html).read();
    }

    private String read() {
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c == '<' && startsTag()) {
                tag();
            } else if (!skipUntil.isEmpty()) {
                at++;
            } else if (c == '&') {
                entity();
            } else {
                text(c);
                at++;
            }
        }
        return out.toString().strip();
    }

    private boolean startsTag() {
        char next = at + 1 < html.length() ? html.charAt(at + 1) : ' ';
        return Character.isLetter(next) || next == '/' || next == '!' || next == '?';
    }

    private void text(char c) {
        boolean space = Character.isWhitespace(c);
        boolean afterSpace = out.length() == 0 || Character.isWhitespace(out.charAt(out.length() - 1));
        if (!space) {
            out.append(c);
        } else if (!afterSpace) {
            out.append(' ');
        }
    }

    private void tag() {
        if (html.startsWith("<!--", at)) {
            int end = html.indexOf("-->", at + 4);
            at = end < 0 ? html.length() : end + 3;
            return;
        }
        int end = html.indexOf('>', at);
        int stop = end < 0 ? html.length() : end;
        String name = name(stop);
        boolean closing = name.startsWith("/");
        String bare = closing ? name.substring(1) : name;
        at = end < 0 ? html.length() : end + 1;
        if (!skipUntil.isEmpty()) {
            skipUntil = closing && bare.equals(skipUntil) ? "" : skipUntil;
        } else if (!closing && SKIPPED.contains(bare)) {
            skipUntil = bare;
        } else if (BREAKS.contains(bare)) {
            newLine();
        }
    }

    private String name(int stop) {
        int to = at + 1;
        while (to < stop && (Character.isLetterOrDigit(html.charAt(to)) || html.charAt(to) == '/') && to - at < 20) {
            to++;
        }
        String name = html.substring(at + 1, to).toLowerCase(Locale.ROOT);
        return name.length() > 1 && name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    private void newLine() {
        while (out.length() > 0 && out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
        if (out.length() > 0 && out.charAt(out.length() - 1) != '\n') {
            out.append('\n');
        }
    }

    private void entity() {
        int limit = Math.min(html.length(), at + MAX_ENTITY + 1);
        int end = html.substring(at, limit).indexOf(';') + at;
        String decoded = end > at ? decoded(html.substring(at + 1, end)) : "";
        if (decoded.isEmpty()) {
            text('&');
            at++;
        } else {
            out.append(decoded);
            at = end + 1;
        }
    }

    private static String decoded(String name) {
        if (!name.startsWith("#")) {
            return ENTITIES.getOrDefault(name, "");
        }
        boolean hex = name.startsWith("#x") || name.startsWith("#X");
        try {
            int code = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
            return Character.isValidCodePoint(code) && !Character.isISOControl(code) ? Character.toString(code) : "";
        } catch (NumberFormatException e) {
            return "";
        }
    }
}
