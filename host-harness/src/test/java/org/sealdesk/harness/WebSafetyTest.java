package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.harness.plugin.Extensions;

/** What strangers write stays text, and other sites cannot act for a user. */
class WebSafetyTest {

    private static final List<String> CORPUS = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "'-alert(1)-'",
            "</title><script>alert(1)</script>",
            "{{7*7}}${7*7}",
            "\u202Egpj.exe",
            "javascript:alert(1)");

    private final Harness harness;

    WebSafetyTest(@TempDir Path data) throws Exception {
        harness = Harness.start(HarnessOptions.in(data).withExtensions(Extensions.none()));
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private static String encoded(String text) {
        return "=?UTF-8?B?"
                + java.util.Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "?=";
    }

    @Test
    void namesSubjectsAndFileNamesAreShownAsText() throws Exception {
        for (String hostile : CORPUS) {
            String mail = "From: " + encoded(hostile) + " <dana@fox.test>\r\nTo: support@acme.test\r\nSubject: "
                    + encoded(hostile)
                    + "\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + hostile
                    + "\r\n--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename=\""
                    + encoded(hostile) + "\"\r\n\r\n<script>alert(2)</script>\r\n--b--\r\n";
            new SmtpTalk(harness.smtpPort()).deliver("dana@fox.test", "support@acme.test", mail);
        }
        Browser agent = Browser.loggedIn(harness.url(), "agent");
        StringBuilder all = new StringBuilder(agent.get("/tickets").body());
        for (int i = 1; i <= CORPUS.size(); i++) {
            all.append(agent.get("/tickets/" + i).body());
            String id = harness.tickets().ticket(i).orElseThrow().mailIds().get(0);
            all.append(agent.get("/mails/" + id + "/body").body());
            all.append(agent.get("/mails/" + id + "/reply").body());
            Browser.Page file = agent.get("/mails/" + id + "/attachments/0");
            assertThat(file.headers().get("content-disposition")).startsWith("attachment;");
            assertThat(file.headers().get("content-type")).isEqualTo("application/octet-stream");
        }
        assertThat(all.toString())
                .doesNotContain("<script>alert")
                .doesNotContain("<img src=x")
                .doesNotContain("\u202E")
                .doesNotContain("href=\"javascript:");
    }

    @Test
    void mailBodyIsServedClosed() throws Exception {
        String html = "From: dana@fox.test\r\nContent-Type: text/html\r\n\r\n<p style='position:fixed'>hi"
                + "<img src='http://evil.test/x.png'><a href='http://evil.test/'>go</a><form action=/logout><script>1</script>"
                + "<meta http-equiv=refresh content='0;url=http://evil.test/'><iframe src='/tickets'></iframe>\r\n";
        new SmtpTalk(harness.smtpPort()).deliver("dana@fox.test", "support@acme.test", html);
        String id = harness.tickets().articles().get(0).mailId();
        Browser agent = Browser.loggedIn(harness.url(), "agent");

        Browser.Page body = agent.get("/mails/" + id + "/body?html");

        assertThat(body.headers().get("content-security-policy"))
                .contains("default-src 'none'")
                .contains("sandbox");
        assertThat(body.body())
                .contains("hi")
                .doesNotContain("<img")
                .doesNotContain("href=")
                .doesNotContain("<form")
                .doesNotContain("http-equiv")
                .doesNotContain("<iframe")
                .doesNotContain("<script");
        assertThat(agent.get("/tickets/1").body()).contains("sandbox=\"\"");
    }

    @Test
    void foreignHostAndForeignOriginAreRefused() throws Exception {
        Browser agent = Browser.loggedIn(harness.url(), "admin");

        assertThat(agent.postAsIs("/dev/clock", Map.of("by", "year"), "Origin", "http://evil.test")
                        .status())
                .isEqualTo(403);
        assertThat(harness.clock().offset()).isZero();
        assertThat(new RawHttp(harness.webPort()).statusWithHost("evil.test")).isEqualTo(403);
        assertThat(new RawHttp(harness.webPort()).statusWithHost("127.0.0.1:" + harness.webPort()))
                .isEqualTo(200);
    }

    @Test
    void writingNeedsPostTokenAndRight() throws Exception {
        Browser agent = Browser.loggedIn(harness.url(), "agent");
        agent.get("/dev");

        assertThat(agent.get("/dev/clock").status()).isIn(404, 405);
        assertThat(agent.postAsIs("/dev/clock", Map.of("by", "year")).status()).isEqualTo(403);
        assertThat(agent.post("/dev/clock", Map.of("by", "year")).status()).isEqualTo(403);
        assertThat(harness.clock().offset()).isZero();
    }

    @Test
    void everyPageIsServedWithTheStrictPolicy() throws Exception {
        Browser admin = Browser.loggedIn(harness.url(), "admin");
        for (String path : List.of("/tickets", "/compose", "/mailboxes", "/admin", "/dev", "/nowhere")) {
            Browser.Page page = admin.get(path);
            assertThat(page.headers().get("content-security-policy"))
                    .as(path)
                    .contains("default-src 'self'")
                    .contains("frame-ancestors 'none'");
            assertThat(page.body()).as(path).doesNotContain(" style=").doesNotContain(" onclick=");
        }
    }

    @Test
    void pagesSpeakGerman() throws Exception {
        Browser browser = new Browser(harness.url());

        assertThat(browser.get("/login", "Accept-Language", "de-AT,de;q=0.9").body())
                .contains("Anmelden");
        assertThat(browser.get("/login", "Accept-Language", "fr").body()).contains("Log in");
    }
}
