package org.sealdesk.harness;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealdesk.api.contract.HostUnderTest;
import org.sealdesk.api.mail.Draft;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.Recipient;
import org.sealdesk.harness.plugin.Extensions;
import org.sealdesk.harness.ticket.Article;
import org.sealdesk.harness.ticket.ArticleFiles;

/** The harness as the contract sees a host: real parts, with a relay that remembers. */
final class HarnessUnderTest implements HostUnderTest {

    private static final Pattern PENDING = Pattern.compile("action=\"(/admin/password/[^\"]+)\"");

    private final Harness harness;
    private final List<Wire> wire = new CopyOnWriteArrayList<>();
    private final Map<Role, Browser> browsers = new EnumMap<>(Role.class);

    HarnessUnderTest(Path data, List<Object> extensions) throws IOException {
        harness = Harness.start(HarnessOptions.in(data)
                .withExtensions(Extensions.of("contract", extensions.toArray()))
                .withRelay((envelope, content) -> wire.add(new Wire(
                        envelope.recipients().stream().map(Recipient::address).toList(), text(content))))
                .withRetryAfter(Duration.ofMillis(20)));
    }

    private static String text(MailContent content) throws IOException {
        try (var in = content.open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public Answer receive(Envelope envelope, String octets) throws IOException {
        String id = harness.intake()
                .receive(envelope, new ByteArrayInputStream(octets.getBytes(StandardCharsets.ISO_8859_1)));
        return new Answer(true, id);
    }

    @Override
    public Delivered delivered(String mailId) throws IOException {
        ArticleFiles files = harness.tickets().files(mailId);
        return new Delivered(
                text(files.originalContent()),
                text(files.content()),
                files.reports().stream().findFirst());
    }

    @Override
    public void reprocess(String mailId) {
        harness.intake().redo(mailId);
    }

    @Override
    public Sent send(Draft draft, String octets) throws IOException {
        int ticket = harness.tickets()
                .open("contract", "support", harness.clock().instant())
                .number();
        MailContent content = MailContent.of(octets.getBytes(StandardCharsets.ISO_8859_1));
        return sent(harness.dispatch().send(ticket, draft, content, Locale.ENGLISH));
    }

    @Override
    public Sent retry(String mailId) {
        harness.dispatch().retry(mailId);
        return sent(harness.tickets().article(mailId).orElseThrow());
    }

    private static Sent sent(Article article) {
        Fate fate = switch (article.state()) {
            case SENT -> Fate.SENT;
            case DEFERRED -> Fate.DEFERRED;
            default -> Fate.NOT_SENT;
        };
        return new Sent(article.mailId(), fate, article.problems());
    }

    @Override
    public List<Wire> wire() {
        return List.copyOf(wire);
    }

    private Browser browser(Role role) throws IOException, InterruptedException {
        Browser browser = browsers.get(role);
        if (browser == null) {
            browser = role == Role.NOBODY ? new Browser(harness.url()) : Browser.loggedIn(harness.url(), name(role));
            browsers.put(role, browser);
        }
        return browser;
    }

    private static String name(Role role) {
        return switch (role) {
            case ADMIN -> "admin";
            case AGENT -> "agent";
            case CONTACT -> "dana";
            case NOBODY -> "";
        };
    }

    @Override
    public Reply getAsContact(Role role, String path) throws IOException, InterruptedException {
        return reply(browser(role).get("/me/" + path));
    }

    @Override
    public Reply postAsContact(Role role, String path, Map<String, String> fields, Token token)
            throws IOException, InterruptedException {
        Browser browser = browser(role);
        return reply(
                token == Token.RIGHT ? browser.post("/me/" + path, fields) : browser.postAsIs("/me/" + path, fields));
    }

    @Override
    public Reply get(Role role, String path) throws IOException, InterruptedException {
        return reply(browser(role).get("/admin/x/contract/" + path));
    }

    @Override
    public Reply post(Role role, String path, Map<String, String> fields, Token token)
            throws IOException, InterruptedException {
        Browser browser = browser(role);
        String to = "/admin/x/contract/" + path;
        return reply(token == Token.RIGHT ? browser.post(to, fields) : browser.postAsIs(to, fields));
    }

    @Override
    public Reply givePassword(Role role, Reply asked) throws IOException, InterruptedException {
        Matcher m = PENDING.matcher(asked.body());
        if (!m.find()) {
            throw new AssertionError("nobody asked for a password");
        }
        return reply(browser(role).post(m.group(1), Map.of("password", role == Role.ADMIN ? "admin" : "agent")));
    }

    private static Reply reply(Browser.Page page) {
        return new Reply(page.status(), page.headers(), page.body());
    }

    @Override
    public void close() {
        harness.close();
    }
}
