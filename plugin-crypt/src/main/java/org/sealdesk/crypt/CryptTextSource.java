package org.sealdesk.crypt;

import java.util.Locale;
import java.util.Optional;
import org.pf4j.Extension;
import org.sealdesk.api.TextSource;

/** The plugin's words, in English and German. */
@Extension
public final class CryptTextSource implements TextSource {

    @Override
    public Optional<String> pattern(String key, Locale locale) {
        return PluginScope.get(() -> Running.get().bundles().pattern(key, locale));
    }
}
