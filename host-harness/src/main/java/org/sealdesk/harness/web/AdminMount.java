package org.sealdesk.harness.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.AdminPages;
import org.sealdesk.api.admin.MenuEntry;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Upload;
import org.sealdesk.api.admin.View;
import org.sealdesk.api.host.AuditSink;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.harness.plugin.Extensions;

/**
 * The plugin's pages, below one path of the host's. The host checks log-in, permission, method and token before the
 * plugin hears of a request, and draws whatever it answers.
 */
final class AdminMount {

    private static final long MAX_UPLOAD_OCTETS = 10L * 1024 * 1024;
    private static final String PREFIX = "/admin/x/";
    /** Fields whose names say that they are secret are handed over as characters and never as a parameter. */
    private static final String SECRET_FIELD = "_secret.";

    private static final java.time.Duration PENDING_FOR = java.time.Duration.ofMinutes(5);

    private final Templates templates;

    AdminMount(Templates templates) {
        this.templates = templates;
    }

    /** The plugin's menu, by the place it names; what the user may not see is left out. */
    void menu(Visit visit) {
        Map<String, List<MenuEntry>> places = new TreeMap<>();
        for (AdminPages pages : visit.harness().extensions().all(AdminPages.class)) {
            pages.menu().stream()
                    .filter(e -> visit.user().may(e.permission()))
                    .sorted(Comparator.comparingInt(MenuEntry::order))
                    .forEach(e -> places.computeIfAbsent(e.parent(), k -> new ArrayList<>())
                            .add(e));
        }
        PageContext p = visit.page(visit.words().say("admin.title"), "/admin");
        visit.http().html(templates.render("admin", Map.of("p", p, "places", places)));
    }

    void page(Visit visit) throws Exception {
        boolean write = visit.http().method().name().equals("POST");
        String plugin = visit.http().pathParam("plugin");
        PendingRequest request = new PendingRequest(
                plugin,
                write,
                segments(visit, PREFIX + plugin),
                params(visit, write),
                secrets(visit, write),
                write ? uploads(visit) : List.of(),
                visit.harness().clock().instant());
        answer(visit, request);
    }

    /** The password has come: the request that waited for it goes on. */
    void password(Visit visit) throws Exception {
        String id = visit.http().pathParam("request");
        PendingRequest request = visit.session().pending().get(id);
        Instant now = visit.harness().clock().instant();
        if (request == null || request.since().plus(PENDING_FOR).isBefore(now)) {
            visit.session().pending().remove(id);
            throw new NotFoundResponse("refused.over");
        }
        if (!visit.user().knows(visit.form("password"))) {
            askForPassword(visit, id, Text.data(visit.words().say("login.wrong")), 422);
            return;
        }
        visit.session().pending().remove(id);
        visit.session().reauthenticated(now);
        answer(visit, request);
    }

    private void answer(Visit visit, PendingRequest request) throws Exception {
        AdminPages pages = allowed(visit, request);
        MountedRequest mounted = new MountedRequest(
                request,
                visit.user(),
                visit.locale(),
                visit.words().zone(),
                visit.session().reauthenticatedAgo(visit.harness().clock().instant()));
        Outcome outcome = handled(visit, pages, mounted);
        if (outcome instanceof Outcome.Reauthenticate r) {
            String id = UUID.randomUUID().toString();
            visit.session().pending().values().forEach(PendingRequest::wipe);
            visit.session().pending().clear();
            visit.session().pending().put(id, request);
            askForPassword(visit, id, r.reason(), 401);
            return;
        }
        request.wipe();
        draw(visit, request, outcome);
    }

    private static Outcome handled(Visit visit, AdminPages pages, MountedRequest request) throws Exception {
        Extensions.Use use = visit.harness().extensions().use();
        try {
            return pages.handle(request);
        } finally {
            use.close();
        }
    }

    /** Default deny: no page object, no permission named, or one the user does not hold. */
    private static AdminPages allowed(Visit visit, PendingRequest request) {
        if (!request.plugin().equals(visit.harness().extensions().pluginId())) {
            throw new NotFoundResponse();
        }
        List<AdminPages> all = visit.harness().extensions().all(AdminPages.class);
        for (AdminPages pages : all) {
            if (visit.user().may(pages.permission(request.path(), request.write()))) {
                return pages;
            }
        }
        throw all.isEmpty() ? new NotFoundResponse() : new ForbiddenResponse("refused.permission");
    }

    private void askForPassword(Visit visit, String id, Text reason, int status) {
        PageContext p = visit.page(visit.words().say("password.title"), "/admin");
        visit.http().status(status).html(templates.render("password", Map.of("p", p, "id", id, "reason", reason)));
    }

    private void draw(Visit visit, PendingRequest request, Outcome outcome) throws IOException {
        if (outcome instanceof Outcome.Page page) {
            show(visit, page.view(), Map.of(), 200);
        } else if (outcome instanceof Outcome.Invalid invalid) {
            show(visit, invalid.view(), invalid.fieldErrors(), 422);
        } else if (outcome instanceof Outcome.Redirect redirect) {
            redirect.notice().ifPresent(visit.session()::leave);
            String to = Mount.url(PREFIX + request.plugin(), redirect.path());
            visit.http().redirect(to.equals("#") ? "/admin" : to, HttpStatus.SEE_OTHER);
        } else if (outcome instanceof Outcome.Download download) {
            download(visit, download);
        } else {
            throw new NotFoundResponse();
        }
    }

    private void show(Visit visit, View view, Map<String, Text> errors, int status) {
        Words words = visit.words();
        PageContext p = visit.page(words.of(view.title()), "/admin");
        ViewRenderer renderer = new ViewRenderer(templates, p, view, errors);
        visit.http()
                .status(status)
                .html(templates.render("view", Map.of("p", renderer.page(), "view", view, "v", renderer)));
    }

    static void download(Visit visit, Outcome.Download download) throws IOException {
        if (download.sensitive()) {
            visit.http().header("Cache-Control", "no-store, private").header("Pragma", "no-cache");
            visit.harness()
                    .audit()
                    .record(new AuditSink.Event(
                            visit.harness().clock().instant(),
                            visit.name(),
                            "download.sensitive",
                            visit.http().path(),
                            "ok"));
        }
        try (InputStream in = download.content().open()) {
            Downloads.send(visit.http(), download.fileName(), download.mediaType(), in.readAllBytes());
        }
    }

    /** From the request line as it came: a decoded slash would make two segments of one. */
    static List<String> segments(Visit visit, String prefix) {
        String raw = visit.http().req().getRequestURI();
        String rest = raw.substring(Math.min(raw.length(), prefix.length()));
        List<String> segments = new ArrayList<>();
        for (String segment : rest.split("/")) {
            if (!segment.isEmpty()) {
                String decoded = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
                if (decoded.equals("..") || decoded.equals(".") || decoded.indexOf('/') >= 0) {
                    throw new BadRequestResponse();
                }
                segments.add(decoded);
            }
        }
        return segments;
    }

    static Map<String, List<String>> params(Visit visit, boolean write) {
        Map<String, List<String>> params = new HashMap<>();
        visit.http().queryParamMap().forEach((k, v) -> params.put(k, List.copyOf(v)));
        if (write) {
            visit.http().formParamMap().forEach((k, v) -> {
                if (!k.equals("_csrf") && !k.startsWith(SECRET_FIELD)) {
                    params.put(k, List.copyOf(v));
                }
            });
        }
        return params;
    }

    private static Map<String, char[]> secrets(Visit visit, boolean write) {
        Map<String, char[]> secrets = new HashMap<>();
        if (write) {
            visit.http().formParamMap().forEach((k, v) -> {
                if (k.startsWith(SECRET_FIELD) && !v.isEmpty()) {
                    secrets.put(k.substring(SECRET_FIELD.length()), v.get(0).toCharArray());
                }
            });
        }
        return secrets;
    }

    static List<Upload> uploads(Visit visit) throws IOException {
        List<Upload> uploads = new ArrayList<>();
        long total = 0;
        for (UploadedFile file : visit.http().uploadedFiles()) {
            total += file.size();
            if (total > MAX_UPLOAD_OCTETS) {
                throw new ContentTooLargeResponse("refused.large");
            }
            if (file.size() > 0 || !file.filename().isEmpty()) {
                try (InputStream in = file.content()) {
                    String name = file.filename();
                    uploads.add(new Upload(
                            name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1),
                            MailContent.of(in.readAllBytes())));
                }
            }
        }
        return uploads;
    }
}
