package org.sealdesk.crypt.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.sealdesk.api.TextSource;

/** The patterns in {@code texts_<language>.properties}; English where a language has none. */
public final class BundleTexts implements TextSource {

    private static final String ENGLISH = "en";

    private final Map<String, Map<String, String>> byLanguage;

    private BundleTexts(Map<String, Map<String, String>> byLanguage) {
        this.byLanguage = byLanguage;
    }

    /** Reads the bundles from the class path. */
    public static BundleTexts load() {
        return new BundleTexts(Map.of(ENGLISH, read(ENGLISH), "de", read("de")));
    }

    private static Map<String, String> read(String language) {
        String name = "/org/sealdesk/crypt/texts_" + language + ".properties";
        try (InputStream in = BundleTexts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("text bundle " + name + " is missing from the plugin");
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, String> patterns = new HashMap<>();
            properties.stringPropertyNames().forEach(key -> patterns.put(key, properties.getProperty(key)));
            return Map.copyOf(patterns);
        } catch (IOException e) {
            throw new UncheckedIOException("text bundle " + name + " cannot be read", e);
        }
    }

    @Override
    public Optional<String> pattern(String key, Locale locale) {
        Map<String, String> own = byLanguage.getOrDefault(locale.getLanguage(), Map.of());
        return Optional.ofNullable(own.get(key)).or(() -> english(key));
    }

    Optional<String> english(String key) {
        return Optional.ofNullable(byLanguage.getOrDefault(ENGLISH, Map.of()).get(key));
    }

    /** All keys of a language. */
    Set<String> keys(Locale locale) {
        return byLanguage.getOrDefault(locale.getLanguage(), Map.of()).keySet();
    }
}
