package org.sealdesk.harness.testplugin;

import java.util.Locale;
import java.util.Optional;
import org.pf4j.Extension;
import org.sealdesk.api.TextSource;

/** One sentence in two languages. */
@Extension
public final class TestTexts implements TextSource {

    @Override
    public Optional<String> pattern(String key, Locale locale) {
        return key.equals("test.both")
                ? Optional.of(
                        locale.getLanguage().equals("de")
                                ? "Für uns verschlüsselt, Absender {0} bestätigt."
                                : "Encrypted for us, and confirmed as sent by {0}.")
                : Optional.empty();
    }
}
