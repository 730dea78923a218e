package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.sealdesk.harness.ticket.Article;

/** A running host with the real plugin jar, used as people use it: by SMTP and through its pages. */
final class Desk implements AutoCloseable {

    static final String ADDRESS = "support@acme.test";
    private static final String PAGES = "/admin/x/crypt/";
    /** A little ahead of the peers, whose clock is the machine's: what they have just made is never in the future. */
    private static final Duration AHEAD = Duration.ofMinutes(2);

    private final WireTap wire;
    private final Harness harness;
    private final Browser admin;
    private final Browser agent;

    /** @param others extensions beside the plugin's */
    Desk(Path data, Object... others) throws IOException, InterruptedException {
        PluginAnd extensions = new PluginAnd(others);
        AtomicInteger customers = new AtomicInteger();
        wire = new WireTap(customers::get);
        harness = Harness.start(HarnessOptions.in(data)
                .withPlugin(PluginJar.find(Optional.empty()))
                .withClock(InstantSource.offset(InstantSource.system(), AHEAD))
                .withExtensions(extensions)
                .withRelay(wire.relay()));
        extensions.bind(harness.plugin().orElseThrow());
        customers.set(harness.customers().smtpPort());
        assertThat(harness.extensions().failure()).as("failure of the plugin").isEmpty();
        admin = Browser.loggedIn(harness.url(), "admin");
        agent = Browser.loggedIn(harness.url(), "agent");
    }

    Harness harness() {
        return harness;
    }

    WireTap wire() {
        return wire;
    }

    /** On the keystore's page, as an administrator does; waits until it is done. */
    void backUp(Path file) throws IOException, InterruptedException {
        Browser.Page begun = admin.post(PAGES + "keystore", Map.of("work", "backup", "file", file.toString()));
        assertThat(begun.status()).as(begun.body()).isEqualTo(200);
        waitFor(PAGES + "keystore", file.toString());
    }

    /** Reads a page again until it shows a text. */
    void waitFor(String path, String text) throws IOException, InterruptedException {
        String page = "";
        for (int i = 0; i < 200 && !page.contains(text); i++) {
            Thread.sleep(50);
            page = admin.get(path).body();
        }
        assertThat(page).contains(text);
    }

    /** From now on the keystore opens with this only. */
    void sealWith(String passphrase) throws IOException, InterruptedException {
        admin.get(PAGES + "settings");
        Browser.Page saved =
                admin.post(PAGES + "settings", Map.of("group", "SEAL", "Crypt::Keystore::Seal", "passphrase"));
        assertThat(saved.status()).as(saved.body()).isEqualTo(200);
        admin.get(PAGES + "keystore");
        admin.post(
                PAGES + "keystore",
                Map.of("work", "rotate-kek", "_secret.passphrase", passphrase, "_secret.again", passphrase));
        waitFor(PAGES + "keystore", "A new key seals the keystore");
    }

    Browser admin() {
        return admin;
    }

    Browser agent() {
        return agent;
    }

    void switchOn(String... technologies) throws IOException, InterruptedException {
        for (String technology : technologies) {
            admin.get(PAGES + "settings");
            Browser.Page saved = admin.post(PAGES + "settings", Map.of("group", technology, technology, "1"));
            assertThat(saved.status()).as(saved.body()).isEqualTo(200);
        }
    }

    /** Own keys with their password. */
    void importOwn(byte[] keys, String password) throws IOException, InterruptedException {
        importKeys(keys, Map.of("_secret.password", password));
    }

    /** Of customers whose owner somebody has asked. */
    void importCompared(byte[] keys) throws IOException, InterruptedException {
        importKeys(keys, Map.of("trust", "compared", "how", "by telephone"));
    }

    void importAnchor(byte[] certificate) throws IOException, InterruptedException {
        importKeys(certificate, Map.of("anchors", "1"));
    }

    private void importKeys(byte[] keys, Map<String, String> more) throws IOException, InterruptedException {
        admin.get(PAGES + "import");
        Map<String, String> form = new HashMap<>(more);
        form.put("text", new String(keys, StandardCharsets.US_ASCII));
        Browser.Page done = admin.post(PAGES + "import", form);
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.body()).as("result of the import").doesNotContain("tone-stop");
    }

    /**
     * One mail as the agent finds it.
     *
     * @param article as the interface for tests tells it
     * @param page the ticket
     * @param body the frame with the text
     */
    record Received(String mailId, int ticket, JsonObject article, Browser.Page page, Browser.Page body) {

        JsonObject report() {
            assertThat(article.getAsJsonArray("reports")).as("reports").isNotEmpty();
            return article.getAsJsonArray("reports").get(0).getAsJsonObject();
        }

        String text() {
            return article.get("text").getAsString();
        }

        String signature() {
            return report().get("signature").getAsString();
        }

        String encryption() {
            return report().get("encryption").getAsString();
        }

        List<String> findings() {
            return report().getAsJsonArray("findings").asList().stream()
                    .map(f -> f.getAsJsonObject().get("code").getAsString())
                    .toList();
        }
    }

    /** Sends a mail to the desk's door and looks at it as the agent. */
    Received receive(String from, String octets) throws IOException, InterruptedException {
        Set<String> before = new HashSet<>(ids());
        String answer = new SmtpTalk(harness.smtpPort()).deliver(from, ADDRESS, octets);
        assertThat(answer).startsWith("250");
        Set<String> arrived = new HashSet<>(ids());
        arrived.removeAll(before);
        assertThat(arrived).hasSize(1);
        return look(arrived.iterator().next());
    }

    private List<String> ids() {
        return harness.tickets().articles().stream().map(Article::mailId).toList();
    }

    Received look(String mailId) throws IOException, InterruptedException {
        int ticket = harness.tickets().ticketOf(mailId).orElseThrow();
        JsonObject all = JsonParser.parseString(
                        agent.get("/api/v1/tickets/" + ticket).body())
                .getAsJsonObject();
        JsonObject article = all.getAsJsonArray("articles").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(a -> a.get("mailId").getAsString().equals(mailId))
                .findFirst()
                .orElseThrow();
        return new Received(
                mailId, ticket, article, agent.get("/tickets/" + ticket), agent.get("/mails/" + mailId + "/body"));
    }

    /** The agent answers through the form. */
    Browser.Page reply(Received mail, String to, String text) throws IOException, InterruptedException {
        agent.get("/mails/" + mail.mailId() + "/reply");
        return compose(Map.of(
                "ticket",
                "" + mail.ticket(),
                "inReplyTo",
                mail.mailId(),
                "to",
                to,
                "subject",
                "Re: your question",
                "text",
                text,
                "protection",
                "SIGN_AND_ENCRYPT"));
    }

    /** Sends what the agent has written, for the queue Support. */
    Browser.Page compose(Map<String, String> fields) throws IOException, InterruptedException {
        agent.get("/compose");
        Map<String, String> form = new HashMap<>(fields);
        form.putIfAbsent("queue", "support");
        form.putIfAbsent("subject", "An order");
        form.putIfAbsent("technology", "AUTOMATIC");
        form.put("do", "send");
        return agent.post("/compose", form);
    }

    /** A mail whose entity somebody else has made: header fields in the order of RFC 5322, all lines with CRLF. */
    String mail(String from, String subject, String entity) {
        String date = java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                harness.clock().instant().minus(AHEAD).atOffset(java.time.ZoneOffset.UTC));
        return List.of(
                                "From: " + from,
                                "To: Support <" + ADDRESS + ">",
                                "Subject: " + subject,
                                "Date: " + date,
                                "Message-ID: <" + java.util.UUID.randomUUID() + "@customer.test>",
                                "MIME-Version: 1.0")
                        .stream()
                        .collect(Collectors.joining("\r\n"))
                + "\r\n" + entity;
    }

    @Override
    public void close() throws IOException {
        try (wire) {
            harness.close();
        }
    }
}
