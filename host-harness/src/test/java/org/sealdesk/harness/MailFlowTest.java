package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.api.contract.Hooks.incoming;
import static org.sealdesk.api.contract.Hooks.outgoing;
import static org.sealdesk.api.contract.Hooks.report;
import static org.sealdesk.api.contract.Hooks.rewritten;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.mail.Phase;
import org.sealdesk.api.mail.ReceiveDecision;
import org.sealdesk.api.mail.SecurityReport.Summary;
import org.sealdesk.api.mail.SendDecision;
import org.sealdesk.harness.plugin.Extensions;
import org.sealdesk.harness.ticket.Article;
import org.sealdesk.harness.ticket.Ticket;

/** Mail through the real doors: SMTP in, pages, SMTP out, the customers' mailboxes. */
class MailFlowTest {

    private final Path data;
    private Harness harness;

    MailFlowTest(@TempDir Path data) throws Exception {
        this.data = data;
        this.harness = start();
    }

    private Harness start() throws Exception {
        return Harness.start(HarnessOptions.in(data)
                .withExtensions(Extensions.of(
                        "test",
                        incoming(
                                "in",
                                Phase.UNPROTECT,
                                m -> org.sealdesk.api.contract.Hooks.text(m.original())
                                                .contains("SECRET")
                                        ? new ReceiveDecision.Replace(
                                                org.sealdesk.api.contract.Hooks.content(
                                                        org.sealdesk.api.contract.Hooks.text(m.original())
                                                                .replace("Subject: [...]", "Subject: salary")),
                                                report(Summary.SIGNED_AND_ENCRYPTED))
                                        : new ReceiveDecision.Keep()),
                        outgoing(
                                "out",
                                Phase.PROTECT,
                                m -> m.draft()
                                                .wish()
                                                .filter(w -> w.protection().encrypts())
                                                .isPresent()
                                        ? new SendDecision.Replace(
                                                rewritten(m.content()), report(Summary.SIGNED_AND_ENCRYPTED))
                                        : new SendDecision.Keep()))));
    }

    @BeforeEach
    void nothingYet() {
        assertThat(harness.tickets().tickets()).isEmpty();
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private static String mail(String subject, String more, String body) {
        return "From: Dana Fox <dana@fox.test>\r\nTo: support@acme.test\r\nSubject: " + subject + "\r\n" + more
                + "Message-ID: <" + Integer.toHexString(body.hashCode()) + "@fox.test>\r\n\r\n" + body + "\r\n";
    }

    private String deliver(String octets) throws Exception {
        return new SmtpTalk(harness.smtpPort()).deliver("dana@fox.test", "support@acme.test", octets);
    }

    @Test
    void mailByteForByteBecomesATicketAndSurvivesARestart() throws Exception {
        String octets = mail("hello", "X-Odd:\ttab \r\n", ".dot\r\n..two\r\nümlaut\u0000 \t");

        assertThat(deliver(octets)).startsWith("250");
        harness.close();
        harness = start();

        Ticket ticket = harness.tickets().tickets().get(0);
        assertThat(ticket.title()).isEqualTo("hello");
        assertThat(ticket.queue()).isEqualTo("support");
        Path stored = data.resolve("tickets/000001/article-0001/original.eml");
        assertThat(Files.readString(stored, StandardCharsets.ISO_8859_1)).isEqualTo(octets);
    }

    @Test
    void lineFeedDotLineFeedDoesNotEndAMail() throws Exception {
        String octets = mail("smuggled", "", "a\n.\nMAIL FROM:<x@evil.test>\r\nb");

        deliver(octets);

        assertThat(harness.tickets().tickets()).hasSize(1);
    }

    @Test
    void answerGoesIntoTheTicketItAnswersByReferenceAndByTag() throws Exception {
        deliver(mail("one", "", "first"));
        String id = harness.tickets().articles().get(0).headers().messageId();
        deliver(mail("two", "", "second"));

        deliver(mail("other words", "In-Reply-To: " + id + "\r\n", "third"));
        deliver(mail("Re: [Ticket#2] what", "", "fourth"));
        deliver(mail("Re: [Ticket#99] nobody knows", "", "fifth"));

        assertThat(harness.tickets().ticket(1).orElseThrow().mailIds()).hasSize(2);
        assertThat(harness.tickets().ticket(2).orElseThrow().mailIds()).hasSize(2);
        assertThat(harness.tickets().tickets()).hasSize(3);
    }

    @Test
    void replyReachesTheCustomerWithThreadingAndWithoutBcc() throws Exception {
        deliver(mail("hello", "", "first"));
        Browser agent = Browser.loggedIn(harness.url(), "agent");
        String mailId = harness.tickets().articles().get(0).mailId();
        assertThat(agent.get("/mails/" + mailId + "/reply").status()).isEqualTo(200);

        Browser.Page page = agent.post(
                "/compose",
                Map.of(
                        "do",
                        "send",
                        "ticket",
                        "1",
                        "inReplyTo",
                        mailId,
                        "queue",
                        "support",
                        "to",
                        "dana@fox.test",
                        "bcc",
                        "bob@x.test",
                        "subject",
                        "Re: hello",
                        "text",
                        "grüße",
                        "protection",
                        "NONE"));

        assertThat(page.path()).isEqualTo("/tickets/1");
        String sent = new String(harness.customers().mails("dana@fox.test").get(0), StandardCharsets.UTF_8);
        assertThat(sent)
                .contains("Subject: Re: hello [Ticket#1]")
                .contains("In-Reply-To: <")
                .contains("References: <")
                .contains("From: Support <support@acme.test>")
                .doesNotContain("bob@x.test");
        assertThat(harness.customers().mails("bob@x.test")).hasSize(1);
    }

    @Test
    void quoteAndSubjectOfAnEncryptedMailStayOutOfAPlainAnswer() throws Exception {
        deliver(mail("[...]", "", "SECRET figures"));
        assertThat(harness.tickets().tickets().get(0).title()).isEqualTo("salary");
        String mailId = harness.tickets().articles().get(0).mailId();

        reply(mailId, "NONE");
        reply(mailId, "SIGN_AND_ENCRYPT");

        List<byte[]> mails = harness.customers().mails("dana@fox.test");
        assertThat(new String(mails.get(0), StandardCharsets.UTF_8))
                .contains("my answer")
                .doesNotContain("SECRET")
                .doesNotContain("salary");
        assertThat(mails).hasSize(2);
        Article encrypted = harness.tickets()
                .article(harness.tickets().ticket(1).orElseThrow().mailIds().get(2))
                .orElseThrow();
        assertThat(org.sealdesk.api.contract.Hooks.text(
                        harness.tickets().files(encrypted.mailId()).originalContent()))
                .contains("SECRET figures");
    }

    private void reply(String mailId, String protection) throws Exception {
        Browser agent = Browser.loggedIn(harness.url(), "agent");
        agent.get("/compose");
        agent.post(
                "/compose",
                Map.of(
                        "do",
                        "send",
                        "ticket",
                        "1",
                        "inReplyTo",
                        mailId,
                        "queue",
                        "support",
                        "to",
                        "dana@fox.test",
                        "subject",
                        "Re: salary",
                        "text",
                        "my answer",
                        "withQuote",
                        "1",
                        "protection",
                        protection));
    }

    @Test
    void wantedSignatureThatNobodyGivesKeepsTheDraftAndSendsNothing() throws Exception {
        Browser agent = Browser.loggedIn(harness.url(), "agent");
        agent.get("/compose");

        Browser.Page page = agent.post(
                "/compose",
                Map.of(
                        "do",
                        "send",
                        "queue",
                        "support",
                        "to",
                        "dana@fox.test",
                        "subject",
                        "s",
                        "text",
                        "my words",
                        "protection",
                        "SIGN"));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("protection.unavailable").contains("my words");
        assertThat(harness.customers().mails("dana@fox.test")).isEmpty();
        assertThat(harness.tickets().articles()).extracting(Article::state).containsExactly(Article.State.NOT_SENT);
    }

    @Test
    void lineEndInAHeaderFieldSendsNothing() throws Exception {
        Browser agent = Browser.loggedIn(harness.url(), "agent");
        for (String field : List.of("to", "subject", "bcc")) {
            agent.get("/compose");
            Map<String, String> form = new java.util.HashMap<>(Map.of(
                    "do",
                    "send",
                    "queue",
                    "support",
                    "to",
                    "dana@fox.test",
                    "subject",
                    "s",
                    "text",
                    "t",
                    "protection",
                    "NONE"));
            form.merge(field, "\r\nBcc: eve@evil.test", String::concat);

            assertThat(agent.post("/compose", form).status()).as(field).isEqualTo(422);
        }
        assertThat(harness.customers().mails("dana@fox.test")).isEmpty();
        assertThat(harness.customers().mails("eve@evil.test")).isEmpty();
    }

    @Test
    void interfaceForTestsTellsTicketsWithReportsToThoseWhoHaveLoggedIn() throws Exception {
        deliver(mail("[...]", "", "SECRET"));

        assertThat(new Browser(harness.url()).get("/api/v1/tickets").body()).doesNotContain("salary");
        Browser agent = Browser.loggedIn(harness.url(), "agent");
        JsonArray all =
                JsonParser.parseString(agent.get("/api/v1/tickets").body()).getAsJsonArray();
        assertThat(all).hasSize(1);
        JsonObject ticket =
                JsonParser.parseString(agent.get("/api/v1/tickets/1").body()).getAsJsonObject();
        JsonObject article = ticket.getAsJsonArray("articles").get(0).getAsJsonObject();
        assertThat(article.get("text").getAsString()).contains("SECRET");
        assertThat(article.getAsJsonArray("reports")
                        .get(0)
                        .getAsJsonObject()
                        .get("summary")
                        .getAsString())
                .isEqualTo("SIGNED_AND_ENCRYPTED");
    }
}
