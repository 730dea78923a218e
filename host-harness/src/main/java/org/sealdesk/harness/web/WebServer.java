package org.sealdesk.harness.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.RedirectResponse;
import java.util.Map;
import java.util.UUID;
import org.sealdesk.harness.Harness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All routes on one screen. */
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int MAX_REQUEST_MB = 26;

    private final Harness harness;
    private final int port;
    private final Sessions sessions = new Sessions();
    private final Templates templates = new Templates();
    private final Javalin server;

    public WebServer(Harness harness, int port) {
        this.harness = harness;
        this.port = port;
        this.server = Javalin.create(this::configure);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.host = "127.0.0.1";
        config.jetty.multipartConfig.maxFileSize(MAX_REQUEST_MB, SizeUnit.MB);
        config.jetty.multipartConfig.maxTotalRequestSize(MAX_REQUEST_MB, SizeUnit.MB);
        config.jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.MB);
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));

        config.routes.before(context -> {
            Guard.headers(context);
            Guard.host(context);
        });
        config.routes.after(context -> {
            String type = context.res().getContentType();
            if ("text/html".equals(type)) {
                context.contentType("text/html; charset=utf-8");
            }
        });
        config.routes.exception(HttpResponseException.class, this::refused);
        config.routes.exception(Exception.class, this::failed);

        config.routes.get("/assets/{name}", Assets::serve);

        LoginPages login = new LoginPages(templates, sessions);
        config.routes.get("/login", anybody(login::form));
        config.routes.post("/login", anybody(login::logIn));
        config.routes.post("/logout", anybody(login::logOut));
        config.routes.post("/language", anybody(login::language));

        TicketPages tickets = new TicketPages(templates);
        config.routes.get("/", context -> context.redirect("/tickets"));
        config.routes.get("/tickets", agent(tickets::list));
        config.routes.get("/tickets/{ticket}", agent(tickets::one));
        config.routes.get("/mails/{mail}/body", agent(tickets::body));
        config.routes.get("/mails/{mail}/raw", agent(tickets::raw));
        config.routes.get("/mails/{mail}/copies/{copy}", agent(tickets::copy));
        config.routes.get("/mails/{mail}/attachments/{attachment}", agent(tickets::attachment));
        config.routes.post("/mails/{mail}/redo", agent(tickets::redo));

        ComposePages compose = new ComposePages(templates);
        config.routes.get("/compose", agent(compose::empty));
        config.routes.get("/mails/{mail}/reply", agent(compose::reply));
        config.routes.get("/mails/{mail}/ask", agent(compose::ask));
        config.routes.get("/mails/{mail}/edit", agent(compose::edit));
        config.routes.post("/compose", agent(compose::send));
        config.routes.post("/compose/plan", agent(compose::livePlan));

        MailboxPages mailboxes = new MailboxPages(templates);
        config.routes.get("/mailboxes", agent(mailboxes::list));
        config.routes.get("/mailboxes/{address}", agent(mailboxes::one));
        config.routes.get("/mailboxes/{address}/{number}", agent(mailboxes::raw));

        AdminMount admin = new AdminMount(templates);
        config.routes.get("/admin", agent(admin::menu));
        config.routes.get("/admin/x/{plugin}", agent(admin::page));
        config.routes.get("/admin/x/{plugin}/<path>", agent(admin::page));
        config.routes.post("/admin/x/{plugin}", agent(admin::page));
        config.routes.post("/admin/x/{plugin}/<path>", agent(admin::page));
        config.routes.post("/admin/password/{request}", agent(admin::password));

        ContactMount contacts = new ContactMount(templates);
        config.routes.get("/me", anybody(contacts::page));
        config.routes.get("/me/<path>", anybody(contacts::page));
        config.routes.post("/me", anybody(contacts::page));
        config.routes.post("/me/<path>", anybody(contacts::page));

        DevPages dev = new DevPages(templates);
        config.routes.get("/dev", agent(dev::panel));
        config.routes.post("/dev/clock", agent(dev::clock));
        config.routes.post("/dev/reload", agent(dev::reload));
        config.routes.post("/dev/chaos", agent(dev::chaos));

        Api api = new Api();
        config.routes.get("/api/v1/tickets", agent(api::tickets));
        config.routes.get("/api/v1/tickets/{ticket}", agent(api::ticket));
    }

    /** What a page does for a visit. */
    @FunctionalInterface
    interface Page {
        void serve(Visit visit) throws Exception;
    }

    private Handler anybody(Page page) {
        return context -> {
            // Said before the body is read, or reading it would fail halfway.
            if (context.req().getContentLengthLong() > MAX_REQUEST_MB * 1024L * 1024) {
                throw new ContentTooLargeResponse("refused.large");
            }
            Visit visit = new Visit(harness, context, sessions.of(context));
            if (!context.method().name().equals("GET")) {
                Guard.write(context, visit.session());
            }
            page.serve(visit);
        };
    }

    private Handler agent(Page page) {
        return anybody(visit -> {
            User unused = visit.user();
            page.serve(visit);
        });
    }

    private void refused(HttpResponseException e, Context context) {
        if (e instanceof RedirectResponse) {
            context.redirect("/login");
            return;
        }
        String reason = String.valueOf(e.getMessage());
        message(
                context,
                e.getStatus(),
                "message.status." + e.getStatus(),
                reason.startsWith("refused.") ? reason : "refused." + e.getStatus());
    }

    /** The reader gets a reference, the log the rest. */
    private void failed(Exception e, Context context) {
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("request {} {} failed, reference {}", context.method(), context.path(), reference, e);
        message(context, 500, "message.status.500", reference);
    }

    private void message(Context context, int status, String key, String detail) {
        Visit visit = new Visit(harness, context, sessions.of(context));
        PageContext p = visit.page(visit.words().say("message.title"), "");
        context.status(status).html(templates.render("message", Map.of("p", p, "key", key, "detail", detail)));
    }

    public void start() {
        server.start(port);
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
