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
import org.openqa.selenium.support.ui.WebDriverWait;

/** The way of an administrator and an agent through the pages, in a browser with script. */
class BrowserWalkTest {

    private static final String QUESTION = "May I have the blue umbrella?";
    private static final String ANSWER = "The blue umbrella is yours.";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Path data;

    BrowserWalkTest(@TempDir Path data) {
        this.data = data;
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
            WebDriver browser = Chromium.start(data.resolve("chromium"));
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

    @Test
    void refusedMailIsEditedWithAllItsFieldsAndSentOnce() throws Exception {
        try (PgpCustomer support = new PgpCustomer("Acme Support", Desk.ADDRESS);
                PgpCustomer dana = new PgpCustomer("Dana Fox", "dana@fox.test");
                Desk desk = new Desk(data.resolve("host"))) {
            dana.knows(support);
            desk.switchOn("PGP");
            desk.importOwn(support.secretKey(""), "");
            desk.importCompared(dana.publicKey());
            Path plan = Files.writeString(data.resolve("plan.txt"), "the plan");
            WebDriver browser = Chromium.start(data.resolve("chromium"));
            try {
                Walk walk = new Walk(browser, desk.harness().url());
                walk.logIn("agent");
                walk.isRefused(plan);
                walk.editsAndSends();
            } finally {
                browser.quit();
            }
            assertThat(desk.harness().customers().mails("bob@x.test")).isEmpty();
            byte[] mail = desk.harness().customers().mails("dana@fox.test").get(0);
            byte[] clear = dana.gpg()
                    .run(MailProgram.part(MailProgram.read(mail), 1), "--decrypt")
                    .ok()
                    .out();
            assertThat(new String(clear, StandardCharsets.ISO_8859_1)).contains(ANSWER, "plan.txt");
            assertThat(desk.harness().tickets().tickets()).hasSize(1);
        }
    }

    @Test
    void senderOfASignedMailIsAskedForTheKeyAndItsImportTurnsTheVerdict() throws Exception {
        try (PgpCustomer dana = new PgpCustomer("Dana Fox", "dana@fox.test");
                Desk desk = new Desk(data.resolve("host"))) {
            desk.switchOn("PGP");
            Desk.Received mail = desk.receive(
                    dana.address(), desk.mail(dana.mailbox(), "Umbrella", dana.signed(PgpCustomer.entity(QUESTION))));
            Path hers = Files.write(data.resolve("dana.asc"), dana.publicKey());
            WebDriver browser = Chromium.start(data.resolve("chromium"));
            try {
                Walk walk = new Walk(browser, desk.harness().url());
                walk.logIn("agent");
                walk.asksSender(mail);
                walk.logOut();
                walk.logIn("admin");
                walk.importsTheMissingKey(mail, hers);
            } finally {
                browser.quit();
            }
            byte[] asked = desk.harness().customers().mails("dana@fox.test").get(0);
            assertThat(MailProgram.text(MailProgram.read(asked))).contains("Please send us your public key");
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

        void isRefused(Path file) {
            browser.get(url + "/compose");
            see(By.id("to")).sendKeys("dana@fox.test");
            see(By.id("bcc")).sendKeys("bob@x.test");
            see(By.id("subject")).sendKeys("The plan");
            see(By.cssSelector("input[name=protection][value=SIGN_AND_ENCRYPT]"))
                    .click();
            see(By.id("text")).sendKeys(ANSWER);
            see(By.id("attachments")).sendKeys(file.toString());
            press("#send");
            seeText("No key for bob@x.test.");
        }

        /** From the ticket, as somebody would who comes back later. */
        void editsAndSends() {
            browser.get(url + "/tickets/1");
            press("a[href$='/edit']");
            assertThat(value("to")).isEqualTo("dana@fox.test");
            assertThat(value("bcc")).isEqualTo("bob@x.test");
            assertThat(value("subject")).isEqualTo("The plan");
            assertThat(value("text")).isEqualTo(ANSWER);
            assertThat(see(By.cssSelector("input[name=protection][value=SIGN_AND_ENCRYPT]"))
                            .isSelected())
                    .isTrue();
            assertThat(see(By.cssSelector("input[name=kept]")).isSelected()).isTrue();
            see(By.id("bcc")).clear();
            press("#send");
            seeText("Sent signed and encrypted to 1 recipient.");
            assertThat(browser.findElements(By.cssSelector("article.mail"))).hasSize(1);
        }

        private String value(String id) {
            return String.valueOf(see(By.id(id)).getDomProperty("value"));
        }

        void asksSender(Desk.Received mail) {
            browser.get(url + "/tickets/" + mail.ticket());
            assertThat(browser.findElements(By.cssSelector("a[href*='/import']")))
                    .as("agents cannot import")
                    .isEmpty();
            press("a[href$='/ask']");
            assertThat(value("to")).isEqualTo("dana@fox.test");
            assertThat(value("text")).contains("\"Umbrella\"", "we do not have your key");
            press("#send");
            seeText("Sent.");
        }

        void importsTheMissingKey(Desk.Received mail, Path key) {
            browser.get(url + "/tickets/" + mail.ticket());
            press("a[href*='/import?missing=pgp']");
            seeText("A mail waits for the PGP key");
            see(By.id("import-files")).sendKeys(key.toString());
            see(By.cssSelector("#f-import input[name=trust][value=compared]")).click();
            press("#f-import button");
            seeText("Dana Fox");
            new WebDriverWait(browser, PATIENCE).until(b -> {
                b.get(url + "/tickets/" + mail.ticket());
                return b.findElement(By.tagName("body")).getText().contains("Confirmed as sent by dana@fox.test.");
            });
            assertThat(see(By.tagName("h1")).getText()).endsWith("Umbrella");
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
