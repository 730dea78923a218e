package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.sealdesk.harness.demo.DemoWorld;

/** Every page on a screen of 360 pixels, in light and dark: nothing sticks out, and the console has nothing to say. */
class PhonePagesTest {

    private static final String OVERFLOW =
            "return [document.documentElement.scrollWidth, document.documentElement.clientWidth].join(' > ')";

    private final Path data;

    PhonePagesTest(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void everyPageFitsIntoThePhoneInLightAndDark() throws Exception {
        try (Harness harness =
                Harness.start(HarnessOptions.in(data.resolve("host")).withPlugin(PluginJar.find(Optional.empty())))) {
            assertThat(new DemoWorld(harness, data.resolve("demo")).fill()).isEqualTo(12);
            ChromeDriver browser = Chromium.start(data.resolve("chromium"));
            try {
                SoftAssertions softly = new SoftAssertions();
                for (String scheme : List.of("light", "dark")) {
                    Chromium.phone(browser, scheme);
                    logIn(browser, harness.url());
                    for (String path : pages(browser, harness)) {
                        look(browser, harness.url() + path, scheme, softly);
                    }
                }
                softly.assertAll();
            } finally {
                browser.quit();
            }
        }
    }

    private static void logIn(ChromeDriver browser, String url) {
        browser.get(url + "/login");
        browser.findElement(By.id("name")).sendKeys("admin");
        browser.findElement(By.id("password")).sendKeys("admin");
        browser.findElement(By.cssSelector("form[action='/login'] button")).click();
    }

    private static void look(ChromeDriver browser, String url, String scheme, SoftAssertions softly) {
        browser.get(url);
        browser.executeScript("document.querySelectorAll('details').forEach(d => d.open = true)");
        String[] widths = String.valueOf(browser.executeScript(OVERFLOW)).split(" > ");
        softly.assertThat(Integer.parseInt(widths[0]))
                .as("width of %s in %s", url, scheme)
                .isLessThanOrEqualTo(Integer.parseInt(widths[1]));
        softly.assertThat(Chromium.complaints(browser))
                .as("console of %s in %s", url, scheme)
                .isEmpty();
        softly.assertThat(browser.findElements(By.tagName("h1")))
                .as("headings of %s", url)
                .hasSize(1);
    }

    /** The host's pages, the menu's, and those of each key. */
    private static List<String> pages(ChromeDriver browser, Harness harness) {
        List<String> all = new ArrayList<>(
                List.of("/login", "/tickets", "/compose", "/mailboxes", "/mailboxes/dana@fox.test", "/admin", "/dev"));
        harness.tickets().tickets().forEach(t -> all.add("/tickets/" + t.number()));
        harness.tickets().articles().forEach(a -> all.add("/mails/" + a.mailId() + "/reply"));
        for (String page : List.of(
                "settings",
                "health",
                "pgp",
                "smime",
                "import",
                "import?missing=pgp%3A0123456789ABCDEF",
                "folders",
                "keystore",
                "audit",
                "which-key?address=dana@fox.test",
                "smime-lists")) {
            all.add("/admin/x/crypt/" + page);
        }
        for (String list : List.of("pgp", "smime")) {
            browser.get(harness.url() + "/admin/x/crypt/" + list);
            browser.findElements(By.cssSelector("table a[href$='/fingerprint']"))
                    .forEach(link -> {
                        String fingerprint = String.valueOf(link.getDomAttribute("href"));
                        String key = fingerprint.substring(0, fingerprint.lastIndexOf('/'));
                        all.add(key);
                        all.add(key + "/delete");
                        if (list.equals("smime")) {
                            all.add(key + "/relations");
                        }
                    });
        }
        return all;
    }
}
