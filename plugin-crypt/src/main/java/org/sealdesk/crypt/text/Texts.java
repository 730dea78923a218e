package org.sealdesk.crypt.text;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealdesk.api.Text;
import org.sealdesk.api.TextRenderer;

/** Makes texts by key, with the English words filled in for hosts and logs that do not translate. */
public final class Texts {

    private final BundleTexts bundles;
    private final TextRenderer english;

    public Texts(BundleTexts bundles) {
        this.bundles = bundles;
        this.english = new TextRenderer((key, locale) -> bundles.english(key), Locale.ENGLISH, ZoneOffset.UTC);
    }

    /**
     * @param key in the bundles; an unknown key stands for itself
     * @param args as {@link Text#args()}
     */
    public Text of(String key, Object... args) {
        List<Object> arguments = List.of(args);
        return new Text(key, arguments, english.render(new Text(key, arguments, key)));
    }

    /** The same, for keys that are made of codes and may not exist. */
    public Optional<Text> find(String key, Object... args) {
        return bundles.english(key).map(pattern -> of(key, args));
    }
}
