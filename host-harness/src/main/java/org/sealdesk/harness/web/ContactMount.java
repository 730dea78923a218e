package org.sealdesk.harness.web;

import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.View;
import org.sealdesk.api.contact.ContactPages;
import org.sealdesk.api.host.Directory.Contact;
import org.sealdesk.harness.plugin.Extensions;

/** The area of a customer who has logged in: the plugin's page for contacts, handed the contact that this customer is. */
final class ContactMount {

    static final String PREFIX = "/me";

    private final Templates templates;

    ContactMount(Templates templates) {
        this.templates = templates;
    }

    void page(Visit visit) throws Exception {
        Contact contact = visit.contact();
        boolean write = visit.http().method().name().equals("POST");
        PendingRequest request = new PendingRequest(
                visit.harness().extensions().pluginId(),
                write,
                AdminMount.segments(visit, PREFIX),
                AdminMount.params(visit, write),
                Map.of(),
                write ? AdminMount.uploads(visit) : List.of(),
                visit.harness().clock().instant());
        MountedRequest mounted = new MountedRequest(
                request,
                new User(contact.id(), Set.of()),
                visit.locale(),
                visit.words().zone(),
                Optional.empty());
        draw(visit, handled(visit, contact, mounted));
    }

    private static Outcome handled(Visit visit, Contact contact, MountedRequest request) throws Exception {
        Extensions.Use use = visit.harness().extensions().use();
        try {
            ContactPages pages = visit.harness().extensions().all(ContactPages.class).stream()
                    .findFirst()
                    .orElseThrow(NotFoundResponse::new);
            return pages.handle(contact, request);
        } finally {
            use.close();
        }
    }

    private void draw(Visit visit, Outcome outcome) throws IOException {
        if (outcome instanceof Outcome.Page page) {
            show(visit, page.view(), Map.of(), 200);
        } else if (outcome instanceof Outcome.Invalid invalid) {
            show(visit, invalid.view(), invalid.fieldErrors(), 422);
        } else if (outcome instanceof Outcome.Redirect redirect) {
            redirect.notice().ifPresent(visit.session()::leave);
            String to = Mount.url(PREFIX, redirect.path());
            visit.http().redirect(to.equals("#") ? PREFIX : to, HttpStatus.SEE_OTHER);
        } else if (outcome instanceof Outcome.Download download) {
            AdminMount.download(visit, download);
        } else if (outcome instanceof Outcome.Reauthenticate) {
            throw new ForbiddenResponse("refused.permission");
        } else {
            throw new NotFoundResponse();
        }
    }

    private void show(Visit visit, View view, Map<String, Text> errors, int status) {
        PageContext p = visit.page(visit.words().of(view.title()), PREFIX).mountedAt(PREFIX);
        ViewRenderer renderer = new ViewRenderer(templates, p, view, errors);
        visit.http()
                .status(status)
                .html(templates.render("view", Map.of("p", renderer.page(), "view", view, "v", renderer)));
    }
}
