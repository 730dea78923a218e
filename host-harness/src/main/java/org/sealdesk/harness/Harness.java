package org.sealdesk.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.sealdesk.api.host.PluginHost;
import org.sealdesk.harness.customers.CustomerMailboxes;
import org.sealdesk.harness.mail.Chaos;
import org.sealdesk.harness.mail.Dispatch;
import org.sealdesk.harness.mail.HookCalls;
import org.sealdesk.harness.mail.HookTrace;
import org.sealdesk.harness.mail.Intake;
import org.sealdesk.harness.mail.SmtpDoor;
import org.sealdesk.harness.mail.SmtpRelay;
import org.sealdesk.harness.mail.TicketMatcher;
import org.sealdesk.harness.plugin.Extensions;
import org.sealdesk.harness.plugin.JarWatch;
import org.sealdesk.harness.plugin.PluginRuntime;
import org.sealdesk.harness.plugin.PluginSession;
import org.sealdesk.harness.services.AuditLog;
import org.sealdesk.harness.services.CurrentNotices;
import org.sealdesk.harness.services.DeskDirectory;
import org.sealdesk.harness.services.HostScheduler;
import org.sealdesk.harness.services.HostServices;
import org.sealdesk.harness.services.StoredSecrets;
import org.sealdesk.harness.services.StoredSettings;
import org.sealdesk.harness.ticket.TicketStore;
import org.sealdesk.harness.web.WebServer;

/**
 * A whole ticketing host in one object: mail in, tickets, mail out, web pages and the plugin. Everything listens on
 * loopback only.
 */
public final class Harness implements AutoCloseable {

    /** A new build is loaded when its jar has stood still between two looks. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(400);

    private final HarnessOptions options;
    private final DataDirectory held;
    private final TravelClock clock;
    private final DeskDirectory directory = DeskDirectory.acme();
    private final CurrentNotices notices = new CurrentNotices();
    private final HookTrace trace = new HookTrace();
    private final Chaos chaos = new Chaos();
    private final HookCalls calls = new HookCalls(chaos);
    private final HostScheduler later = new HostScheduler("host-later");
    private final HostScheduler watching = new HostScheduler("plugin-watch");
    private final StoredSettings settings;
    private final StoredSecrets secrets;
    private final AuditLog audit;
    private final TicketStore tickets;
    private final CustomerMailboxes customers;
    private final Optional<PluginRuntime> plugin;
    private final Extensions extensions;
    private final Intake intake;
    private final Dispatch dispatch;
    private final SmtpDoor door;
    private final WebServer web;

    /** @throws IOException if the data directory cannot be used or a port is taken */
    public static Harness start(HarnessOptions options) throws IOException {
        return start(options, DataDirectory.claim(options.dataDir()));
    }

    /** @param held the directory of the options; freed when the harness closes, or does not start */
    static Harness start(HarnessOptions options, DataDirectory held) throws IOException {
        Optional<Harness> harness = Optional.empty();
        boolean done = false;
        try {
            harness = Optional.of(new Harness(options, held));
            harness.get().open();
            done = true;
            return harness.get();
        } finally {
            if (!done) {
                harness.ifPresent(Harness::close);
                held.close();
            }
        }
    }

    private Harness(HarnessOptions options, DataDirectory held) throws IOException {
        this.options = options;
        this.held = held;
        Path data = held.path();
        clock = new TravelClock(options.clock());
        settings = StoredSettings.in(data.resolve("settings.json"));
        secrets = new StoredSecrets(data.resolve("secrets"));
        audit = new AuditLog(data.resolve("audit.jsonl"));
        tickets = new TicketStore(data);
        customers = new CustomerMailboxes(options.imapPort());
        customers.start();
        plugin = options.plugin().map(jar -> new PluginRuntime(jar, data.resolve("run"), clock, this::session));
        extensions = options.extensions()
                .orElseGet(() -> plugin.<Extensions>map(p -> p).orElseGet(Extensions::none));
        intake = new Intake(
                tickets,
                extensions,
                calls,
                trace,
                new TicketMatcher(tickets, directory),
                later,
                clock,
                options.retryAfter());
        dispatch = new Dispatch(
                tickets,
                extensions,
                calls,
                trace,
                chaos.over(options.relay().orElseGet(() -> new SmtpRelay("127.0.0.1", customers.smtpPort()))),
                later,
                clock);
        door = new SmtpDoor(options.smtpPort(), intake);
        web = new WebServer(this, options.webPort());
    }

    private void open() {
        directory.contacts().forEach(c -> customers.addMailbox(c.addresses().get(0), c.id()));
        plugin.ifPresent(p -> {
            JarWatch watch = new JarWatch(p.jar(), this::reloadPlugin);
            p.reload();
            watching.repeat("plugin-watch", LOOK_EVERY, watch::look);
        });
        intake.recover();
        dispatch.recover();
        door.start();
        web.start();
    }

    private PluginSession session(String pluginId) {
        HostScheduler scheduler = new HostScheduler("plugin-" + pluginId);
        try {
            PluginHost services = new HostServices(
                    Files.createDirectories(options.dataDir().resolve("plugins").resolve(pluginId)),
                    clock,
                    settings,
                    chaos.over(secrets),
                    directory,
                    audit,
                    notices,
                    scheduler,
                    ids -> intake.request(ids));
            return new PluginSession(services, scheduler);
        } catch (IOException e) {
            scheduler.close();
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Loads the plugin's jar as it is now; then looks at the mails that nobody has checked. */
    public void reloadPlugin() {
        notices.replaceAll(java.util.List.of());
        plugin.ifPresent(PluginRuntime::reload);
        if (extensions.failure().isEmpty()) {
            intake.retryUnchecked();
        }
    }

    public TravelClock clock() {
        return clock;
    }

    public DeskDirectory directory() {
        return directory;
    }

    public CurrentNotices notices() {
        return notices;
    }

    public StoredSettings settings() {
        return settings;
    }

    public AuditLog audit() {
        return audit;
    }

    public TicketStore tickets() {
        return tickets;
    }

    public Extensions extensions() {
        return extensions;
    }

    public Optional<PluginRuntime> plugin() {
        return plugin;
    }

    public Intake intake() {
        return intake;
    }

    public Dispatch dispatch() {
        return dispatch;
    }

    public Chaos chaos() {
        return chaos;
    }

    public HookTrace trace() {
        return trace;
    }

    public CustomerMailboxes customers() {
        return customers;
    }

    public int smtpPort() {
        return door.port();
    }

    public int imapPort() {
        return customers.imapPort();
    }

    public int webPort() {
        return web.port();
    }

    /** Of the web pages, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + webPort();
    }

    @Override
    public void close() {
        watching.close();
        web.close();
        door.close();
        later.close();
        calls.close();
        plugin.ifPresent(PluginRuntime::close);
        customers.close();
        held.close();
    }
}
