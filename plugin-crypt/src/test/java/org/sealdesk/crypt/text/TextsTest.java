package org.sealdesk.crypt.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealdesk.api.Text;
import org.sealdesk.api.TextRenderer;
import org.sealdesk.crypt.verdict.FindingCode;

class TextsTest {

    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    /** {@code of("key"}, {@code entry("key"} and so on: the first argument of what makes texts. */
    private static final Pattern USE = Pattern.compile(
            "\\b(?:texts\\(\\)\\s*\\.of|texts\\s*\\.of|paragraph|entry|column|count|number)\\(\\s*(?:\"\\w+\",\\s*)?\"([a-z][A-Za-z0-9.+-]*\\.[A-Za-z0-9.+-]*[A-Za-z0-9])\"\\s*[,)]");

    private final BundleTexts bundles = BundleTexts.load();
    private final Texts texts = new Texts(bundles);

    @Test
    void everyKeyIsThereInBothLanguages() {
        assertThat(bundles.keys(Locale.GERMAN)).isEqualTo(bundles.keys(Locale.ENGLISH));
        assertThat(bundles.keys(Locale.ENGLISH)).hasSizeGreaterThan(300);
    }

    @Test
    void bothLanguagesFillInTheSameArguments() {
        for (String key : bundles.keys(Locale.ENGLISH)) {
            assertThat(places(key, Locale.GERMAN)).as(key).isEqualTo(places(key, Locale.ENGLISH));
        }
    }

    private Set<String> places(String key, Locale locale) {
        return PLACE.matcher(bundles.pattern(key, locale).orElseThrow())
                .results()
                .map(r -> r.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void noWordIsMissing() {
        for (Locale locale : Set.of(Locale.ENGLISH, Locale.GERMAN)) {
            for (String key : bundles.keys(locale)) {
                assertThat(bundles.pattern(key, locale).orElseThrow()).as(key).isNotBlank();
            }
        }
    }

    @Test
    void everyKeyThatTheCodeUsesExists() throws IOException {
        Set<String> used = new TreeSet<>();
        Path sources = Path.of(System.getProperty("project.top"), "plugin-crypt", "src", "main", "java");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Matcher m = USE.matcher(Files.readString(file));
                while (m.find()) {
                    used.add(m.group(1));
                }
            }
        }
        assertThat(used).hasSizeGreaterThan(100).contains("chain.missing", "detail.added", "value.never");
        assertThat(bundles.keys(Locale.ENGLISH)).containsAll(used);
    }

    @Test
    void everyFindingHasWords() {
        assertThat(bundles.keys(Locale.ENGLISH))
                .containsAll(Arrays.stream(FindingCode.values())
                        .map(code -> "finding." + code.code())
                        .toList());
    }

    @Test
    void argumentsStandWhereTheLanguageWantsThem() {
        Text text = texts.of("error.key.expiring", 1, "support@example.org");
        assertThat(text.fallback()).isEqualTo("The own key support@example.org expires in 1 day.");
        assertThat(german(text)).isEqualTo("Der eigene Schlüssel support@example.org läuft in 1 Tag ab.");
        assertThat(german(texts.of("key.status.expiring", 12))).isEqualTo("Läuft in 12 Tagen ab");
        assertThat(german(texts.of("key.status.not-yet", LocalDate.of(2031, 2, 3))))
                .isEqualTo("Gültig ab 03.02.2031");
    }

    @Test
    void whatStrangersWroteIsNeverReadAsAPattern() {
        Text text = texts.of("change.saved", "{0} $1 <script>");
        assertThat(text.fallback()).isEqualTo("Saved: {0} $1 <script>");
        assertThat(german(text)).isEqualTo("Gespeichert: {0} $1 <script>");
    }

    @Test
    void anUnknownKeyStandsForItself() {
        assertThat(texts.of("no.such.key").fallback()).isEqualTo("no.such.key");
        assertThat(texts.find("no.such.key")).isEmpty();
        assertThat(bundles.pattern("no.such.key", Locale.GERMAN)).isEmpty();
    }

    @Test
    void otherLanguagesReadEnglish() {
        assertThat(bundles.pattern("action.cancel", Locale.FRENCH)).contains("Cancel");
    }

    private String german(Text text) {
        return new TextRenderer(bundles::pattern, Locale.GERMANY, ZoneOffset.UTC).render(text);
    }
}
