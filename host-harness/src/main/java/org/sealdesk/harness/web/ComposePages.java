package org.sealdesk.harness.web;

import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Problem;
import org.sealdesk.api.host.Directory;
import org.sealdesk.api.mail.ComposePlan;
import org.sealdesk.api.mail.Protection;
import org.sealdesk.api.mail.Technology;
import org.sealdesk.api.mail.Wish;
import org.sealdesk.harness.mail.BadFieldException;
import org.sealdesk.harness.mail.Composition;
import org.sealdesk.harness.mail.MailReader;
import org.sealdesk.harness.mail.Mailbox;
import org.sealdesk.harness.mail.Octets;
import org.sealdesk.harness.ticket.Article;
import org.sealdesk.harness.ticket.TypedMail;

/** Writing a mail: always says what will happen before it is sent. */
final class ComposePages {

    private final Templates templates;

    ComposePages(Templates templates) {
        this.templates = templates;
    }

    void empty(Visit visit) {
        show(visit, new ComposeForms(visit).empty(), List.of(), 200);
    }

    void reply(Visit visit) throws IOException {
        ComposeForm form = new ComposeForms(visit).reply(TicketPages.article(visit));
        show(visit, confidentialDefault(visit, form), List.of(), 200);
    }

    /** A polite text to the sender of a mail that cannot be read or checked. */
    void ask(Visit visit) throws IOException {
        Article article = TicketPages.article(visit);
        SenderRequest request = visit.harness().tickets().files(article.mailId()).reports().stream()
                .findFirst()
                .filter(r -> article.isIncoming())
                .flatMap(SenderRequest::of)
                .orElseThrow(NotFoundResponse::new);
        ComposeForm form = new ComposeForms(visit).ask(article, request);
        show(visit, confidentialDefault(visit, form), List.of(), 200);
    }

    /** A mail that was not sent, with all its fields. */
    void edit(Visit visit) throws IOException {
        Article article = TicketPages.article(visit);
        show(visit, new ComposeForms(visit).draft(article), article.problems(), 200);
    }

    /** An answer to an encrypted mail is encrypted unless somebody chooses less, wherever the keys allow it. */
    private static ComposeForm confidentialDefault(Visit visit, ComposeForm form) {
        Optional<ComposePlan> plan = plan(visit, form);
        boolean raise = form.confidential()
                && plan.isPresent()
                && !plan.get().selected().protection().encrypts()
                && plan.get().possible().contains(Protection.SIGN_AND_ENCRYPT);
        return raise ? form.withProtection(Protection.SIGN_AND_ENCRYPT.name()) : form;
    }

    private void show(Visit visit, ComposeForm form, List<Problem> problems, int status) {
        PageContext p = visit.page(visit.words().say(form.title()), "/compose");
        visit.http()
                .status(status)
                .html(templates.render(
                        "compose",
                        Map.of(
                                "p",
                                p,
                                "form",
                                form,
                                "plan",
                                plan(visit, form),
                                "problems",
                                problems,
                                "queues",
                                visit.harness().directory().queues())));
    }

    /** Empty as long as a field cannot be used. */
    private static Optional<ComposePlan> plan(Visit visit, ComposeForm form) {
        try {
            return plan(visit, composition(visit, form, List.of()));
        } catch (BadFieldException e) {
            return Optional.empty();
        }
    }

    private static Optional<ComposePlan> plan(Visit visit, Composition mail) {
        return visit.harness().dispatch().plan(mail.draft(), visit.locale());
    }

    /** The plan alone, for the script. */
    void livePlan(Visit visit) throws IOException {
        ComposeForm form = new ComposeForms(visit).sent();
        PageContext p = visit.page("", "/compose");
        visit.http().html(templates.render("plan", Map.of("p", p, "plan", plan(visit, form), "form", form)));
    }

    void send(Visit visit) throws IOException {
        ComposeForms forms = new ComposeForms(visit);
        ComposeForm form = forms.sent();
        try {
            List<MailReader.Attachment> files = new ArrayList<>(forms.keptFiles(form));
            files.addAll(uploads(visit));
            Composition mail = composition(visit, form, files);
            if (!"send".equals(visit.form("do"))) {
                show(visit, form, List.of(), 200);
                return;
            }
            if (mail.draft().envelope().recipients().isEmpty()) {
                throw new BadFieldException("to", visit.words().say("compose.no.recipient"));
            }
            ConfidentialAnswer answer = new ConfidentialAnswer(visit, form);
            Article sent = visit.harness().dispatch().send(answer.guarded(resolved(visit, mail, form)), form.typed());
            if (sent.state() == Article.State.NOT_SENT) {
                show(visit, forms.refused(form, sent), sent.problems(), 422);
                return;
            }
            visit.session().leave(answer.notice(sent));
            int ticket = visit.harness().tickets().ticketOf(sent.mailId()).orElseThrow();
            visit.http().redirect("/tickets/" + ticket, HttpStatus.SEE_OTHER);
        } catch (BadFieldException e) {
            show(visit, form, List.of(e.problem()), 422);
        }
    }

    /** Without a choice the plan's becomes the wish, so that the mail leaves as announced or not at all. */
    private static Composition resolved(Visit visit, Composition mail, ComposeForm form) {
        if (mail.wish().isPresent()) {
            return mail;
        }
        Optional<Wish> planned = plan(visit, mail).map(ComposePlan::selected);
        if (planned.isEmpty() && form.confidential()) {
            planned = Optional.of(new Wish(Protection.SIGN_AND_ENCRYPT, Technology.AUTOMATIC));
        }
        return mail.with(planned);
    }

    private static Composition composition(Visit visit, ComposeForm form, List<MailReader.Attachment> attachments)
            throws BadFieldException {
        TypedMail typed = form.typed();
        Directory.Queue queue = visit.harness()
                .directory()
                .queue(typed.queue())
                .orElseThrow(() -> new BadFieldException("queue", typed.queue()));
        Optional<Integer> ticket =
                form.ticket().matches("\\d{1,9}") ? Optional.of(Integer.parseInt(form.ticket())) : Optional.empty();
        return new Composition(
                ticket,
                queue.id(),
                new Mailbox(queue.name(), queue.addresses().get(0)),
                Mailbox.parse("to", typed.to()),
                Mailbox.parse("cc", typed.cc()),
                Mailbox.parse("bcc", typed.bcc()),
                typed.subject().isBlank() ? visit.words().say("compose.no.subject") : typed.subject(),
                typed.text(),
                typed.withQuote() ? form.quote() : Optional.empty(),
                attachments,
                Optional.of(form.inReplyTo()).filter(id -> !id.isEmpty()),
                form.confidential(),
                wish(typed),
                visit.locale());
    }

    private static Optional<Wish> wish(TypedMail typed) throws BadFieldException {
        try {
            Technology technology =
                    typed.technology().isEmpty() ? Technology.AUTOMATIC : Technology.valueOf(typed.technology());
            return typed.protection().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Wish(Protection.valueOf(typed.protection()), technology));
        } catch (IllegalArgumentException e) {
            throw new BadFieldException("protection", typed.protection() + " " + typed.technology());
        }
    }

    private static List<MailReader.Attachment> uploads(Visit visit) throws IOException {
        List<MailReader.Attachment> all = new ArrayList<>();
        for (UploadedFile file : visit.http().uploadedFiles("attachments")) {
            if (file.size() > 0) {
                try (InputStream in = file.content()) {
                    String type = file.contentType();
                    boolean sound = type != null && type.matches("[\\w.+-]+/[\\w.+-]+");
                    all.add(new MailReader.Attachment(
                            file.filename(), sound ? type : "application/octet-stream", Octets.of(in.readAllBytes())));
                }
            }
        }
        return all;
    }
}
