package org.sealdesk.api;

import java.util.Locale;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * The plugin's words in the reader's language. The host asks while it renders, from any thread, as often as it likes;
 * the answer for a key and a locale never changes while the plugin runs.
 */
@ForPlugins
public interface TextSource extends ExtensionPoint {

    /**
     * The pattern for a key, with {@code {0}}, {@code {1}} … where the arguments go; {@link TextRenderer} fills it.
     *
     * @return empty if this plugin does not know the key; then the host asks the next plugin, at last it shows
     *     {@link Text#fallback()}
     */
    Optional<String> pattern(String key, Locale locale);
}
