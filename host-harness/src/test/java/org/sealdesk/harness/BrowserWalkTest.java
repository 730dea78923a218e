package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.sealdesk.harness.peers.Peers;

/** The way of an administrator and an agent through the pages, in a browser with script. */
class BrowserWalkTest {

    private static final String QUESTION = "May I have the blue umbrella?";
    private static final String ANSWER = "The blue umbrella is yours.";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Path data;

    BrowserWalkTest(@TempDir Path data) {
        this.data = data;
    }

    private WebDriver browser() {
        Path chromium = Peers.require("chromium");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Peers.require("chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        ChromeOptions options = new ChromeOptions()
                .setBinary(chromium.toFile())
                .addArguments(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--lang=en",
                        "--window-size=1280,1600",
                        "--user-data-dir=" + data.resolve("chromium"));
        return new ChromeDriver(service, options);
    }

    @Test
    void keyIsImportedMailIsReadAndAnswered() throws Exception {
        try (PgpCustomer support = new PgpCustomer("Acme Support", Desk.ADDRESS);
                PgpCustomer dana = new PgpCustomer("Dana Fox", "dana@fox.test");
                Desk desk = new Desk(data.resolve("host"))) {
            dana.knows(support);
            Path keys = Files.createDirectories(data.resolve("keys"));
            Path own = Files.write(keys.resolve("support.asc"), support.secretKey(""));
            Path hers = Files.write(keys.resolve("dana.asc"), dana.publicKey());
            WebDriver browser = browser();
            try {
                Walk walk = new Walk(browser, desk.harness().url());
                walk.logIn("admin");
                walk.switchPgpOn();
                walk.importKeys(own, "later");
                walk.importKeys(hers, "compared");
                walk.logOut();
                walk.logIn("agent");
                desk.receive(
                        dana.address(),
                        desk.mail(
                                dana.mailbox(),
                                "...",
                                dana.signedAndEncrypted(PgpCustomer.entity(QUESTION), support, dana)));

                walk.readsTicket();
                walk.writes();
            } finally {
                browser.quit();
            }
            assertThat(desk.harness().customers().mails("dana@fox.test")).hasSize(1);
            byte[] mail = desk.harness().customers().mails("dana@fox.test").get(0);
            assertThat(new String(mail, StandardCharsets.ISO_8859_1)).doesNotContain("umbrella");
            byte[] clear = dana.gpg()
                    .run(MailProgram.part(MailProgram.read(mail), 1), "--decrypt")
                    .ok()
                    .out();
            assertThat(MailProgram.text(MailProgram.read(clear))).contains(ANSWER);
        }
    }

    /** What somebody does with the pages, and sees. */
    private record Walk(WebDriver browser, String url) {

        private WebElement see(By what) {
            return new WebDriverWait(browser, PATIENCE).until(b -> b.findElement(what));
        }

        private void seeText(String text) {
            new WebDriverWait(browser, PATIENCE)
                    .withMessage(() -> "\"" + text + "\" in: "
                            + browser.findElement(By.tagName("body")).getText())
                    .until(b -> b.findElement(By.tagName("body")).getText().contains(text));
        }

        private void press(String css) {
            WebElement button = see(By.cssSelector(css));
            button.click();
            new WebDriverWait(browser, PATIENCE).until(b -> gone(button));
        }

        private static boolean gone(WebElement element) {
            try {
                element.isEnabled();
                return false;
            } catch (org.openqa.selenium.WebDriverException e) {
                return true;
            }
        }

        void logIn(String name) {
            browser.get(url + "/login");
            see(By.id("name")).sendKeys(name);
            see(By.id("password")).sendKeys(name);
            press("form[action='/login'] button");
        }

        void logOut() {
            press("form[action='/logout'] button");
        }

        void switchPgpOn() {
            browser.get(url + "/admin/x/crypt/settings");
            see(By.id("settings-pgp-PGP")).click();
            press("#f-settings-pgp button");
            assertThat(see(By.id("settings-pgp-PGP")).isSelected()).isTrue();
        }

        void importKeys(Path file, String trust) {
            browser.get(url + "/admin/x/crypt/import");
            see(By.id("import-files")).sendKeys(file.toString());
            see(By.cssSelector("#f-import input[name=trust][value=" + trust + "]"))
                    .click();
            press("#f-import button");
            seeText(trust.equals("later") ? "Acme Support" : "Dana Fox");
        }

        void readsTicket() {
            browser.get(url + "/tickets");
            press("a[href^='/tickets/']");
            seeText("Encrypted for us, and confirmed as sent by dana@fox.test.");
            WebElement frame = see(By.cssSelector("iframe.body"));
            browser.switchTo().frame(frame);
            seeText(QUESTION);
            browser.switchTo().defaultContent();
        }

        void writes() {
            browser.get(url + "/compose");
            see(By.id("to")).sendKeys("dana@fox.test");
            see(By.id("subject")).sendKeys("The umbrella");
            see(By.cssSelector("input[name=protection][value=SIGN_AND_ENCRYPT]"))
                    .click();
            see(By.id("text")).sendKeys(ANSWER);
            seeText("Encrypted for dana@fox.test with");
            press("#send");
            seeText("Sent signed and encrypted to 1 recipient.");
            browser.get(url + "/mailboxes/dana@fox.test");
            see(By.cssSelector("a[href='/mailboxes/dana@fox.test/0'], a[href$='/0'], a[href$='/1']"));
        }
    }
}
