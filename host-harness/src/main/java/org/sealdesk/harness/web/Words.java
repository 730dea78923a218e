package org.sealdesk.harness.web;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealdesk.api.Text;
import org.sealdesk.api.TextRenderer;
import org.sealdesk.api.TextSource;
import org.sealdesk.harness.plugin.Extensions;

/**
 * Text for one reader: the host's own words, and the plugin's through its text sources. Everything that comes out is
 * plain, without control characters and of bounded length; templates escape it and isolate its direction.
 */
public final class Words {

    private static final int MAX_CHARS = 20_000;
    /** At the end of the text: a word before it, such as {@code pgp:}, stays. */
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{8,}$");

    private static final String BUNDLE = "org.sealdesk.harness.web.words";

    private final Extensions extensions;
    private final Locale locale;
    private final ZoneId zone;
    private final TextRenderer renderer;
    private final TextRenderer host;

    public Words(Extensions extensions, Locale locale, ZoneId zone) {
        this.extensions = extensions;
        this.locale = locale;
        this.zone = zone;
        this.renderer = new TextRenderer(this::pattern, locale, zone);
        this.host = new TextRenderer((key, l) -> own(key), locale, zone);
    }

    private Optional<String> pattern(String key, Locale wanted) {
        for (TextSource source : extensions.all(TextSource.class)) {
            Optional<String> found = source.pattern(key, wanted);
            if (found.isPresent()) {
                return found;
            }
        }
        return own(key);
    }

    private Optional<String> own(String key) {
        try {
            return Optional.of(bundle().getString(key));
        } catch (MissingResourceException e) {
            return Optional.empty();
        }
    }

    private ResourceBundle bundle() {
        return ResourceBundle.getBundle(
                BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    public Locale locale() {
        return locale;
    }

    public ZoneId zone() {
        return zone;
    }

    public String language() {
        return locale.getLanguage();
    }

    /** A text of the plugin's, or of the host's problems. */
    public String of(Text text) {
        return clean(renderer.render(text));
    }

    /** The host's own words. */
    public String say(String key, Object... args) {
        return clean(host.render(new Text(key, List.of(args), key)));
    }

    /** Something a stranger wrote. */
    public String data(String value) {
        return clean(value);
    }

    /** A fingerprint, key id or serial number in groups of four, to read aloud; other text as it is. */
    public static String grouped(String id) {
        Matcher hex = HEX.matcher(id);
        return hex.find()
                ? id.substring(0, hex.start()) + hex.group().replaceAll("....(?!$)", "$0 ") + id.substring(hex.end())
                : id;
    }

    /** A size for people. */
    public String size(long octets) {
        if (octets < 1000) {
            return octets + " B";
        }
        boolean large = octets >= 1_000_000;
        return String.format(locale, "%.1f %s", octets / (large ? 1e6 : 1e3), large ? "MB" : "kB");
    }

    public String at(Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale)
                .format(instant.atZone(zone));
    }

    /** Control and direction characters go, lines stay; what is too long is cut. */
    static String clean(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_CHARS));
        text.codePoints()
                .limit(MAX_CHARS)
                .filter(c -> c == '\n' || c == '\t' || (!Character.isISOControl(c) && !isDirection(c)))
                .forEach(out::appendCodePoint);
        if (text.length() > MAX_CHARS) {
            out.append('…');
        }
        return out.toString();
    }

    private static boolean isDirection(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
    }
}
