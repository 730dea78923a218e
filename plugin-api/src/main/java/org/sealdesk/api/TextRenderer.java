package org.sealdesk.api;

import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a {@link Text} into words, the same way in every host. The result is plain text that still has to be escaped
 * for where it goes.
 *
 * <p>A pattern holds {@code {0}}, {@code {1}} … and no other syntax. If the first argument is the number 1 and the key
 * with {@code .one} appended exists, that pattern is used.
 */
public final class TextRenderer {

    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    private final BiFunction<String, Locale, Optional<String>> patterns;
    private final Locale locale;
    private final ZoneId zone;

    /**
     * @param patterns key and locale to pattern, usually the {@link TextSource} extensions one after the other
     * @param zone for instants
     */
    public TextRenderer(BiFunction<String, Locale, Optional<String>> patterns, Locale locale, ZoneId zone) {
        this.patterns = patterns;
        this.locale = locale;
        this.zone = zone;
    }

    /** The words, never null; {@link Text#fallback()} if nobody knows the key. */
    public String render(Text text) {
        if (text.isData()) {
            return text.fallback();
        }
        return pattern(text).map(p -> fill(p, text.args())).orElse(text.fallback());
    }

    private Optional<String> pattern(Text text) {
        if (!text.args().isEmpty() && text.args().get(0) instanceof Number n && n.longValue() == 1) {
            Optional<String> one = patterns.apply(text.key() + ".one", locale);
            if (one.isPresent()) {
                return one;
            }
        }
        return patterns.apply(text.key(), locale);
    }

    private String fill(String pattern, List<Object> args) {
        Matcher m = PLACE.matcher(pattern);
        StringBuilder out = new StringBuilder();
        while (m.find()) {
            int i = Integer.parseInt(m.group(1));
            m.appendReplacement(out, Matcher.quoteReplacement(i < args.size() ? format(args.get(i)) : m.group()));
        }
        m.appendTail(out);
        return out.toString();
    }

    private String format(Object arg) {
        if (arg instanceof Text t) {
            return render(t);
        }
        if (arg instanceof Number n) {
            return NumberFormat.getIntegerInstance(locale).format(n.longValue());
        }
        if (arg instanceof LocalDate d) {
            return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                    .withLocale(locale)
                    .format(d);
        }
        if (arg instanceof Instant i) {
            return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                    .withLocale(locale)
                    .format(i.atZone(zone));
        }
        return arg.toString();
    }
}
