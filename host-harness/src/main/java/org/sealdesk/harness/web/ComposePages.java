package org.sealdesk.harness.web;

import io.javalin.http.HttpStatus;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
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
import org.sealdesk.harness.ticket.Ticket;

/** Writing a mail: always says what will happen before it is sent. */
final class ComposePages {

    private final Templates templates;

    ComposePages(Templates templates) {
        this.templates = templates;
    }

    void empty(Visit visit) throws IOException {
        ComposeForm form =
                new ComposeForm("", "", "support", "", "", "", "", "", Optional.empty(), false, false, "", "AUTOMATIC");
        show(visit, form, List.of(), 200);
    }

    void reply(Visit visit) throws IOException {
        Article article = TicketPages.article(visit);
        Optional<Ticket> ticket = visit.harness()
                .tickets()
                .ticketOf(article.mailId())
                .flatMap(visit.harness().tickets()::ticket);
        String subject = oneLine(article.headers().subject());
        ComposeForm form = new ComposeForm(
                ticket.map(t -> "" + t.number()).orElse(""),
                article.mailId(),
                ticket.map(Ticket::queue).orElse("support"),
                String.join(
                        ", ",
                        MailReader.addresses(
                                article.isIncoming()
                                        ? article.headers().from()
                                        : article.headers().to())),
                "",
                "",
                subject.regionMatches(true, 0, "Re:", 0, 3) ? subject : "Re: " + subject,
                "",
                quote(visit, article),
                true,
                confidential(visit, article.mailId()),
                "",
                "AUTOMATIC");
        show(visit, confidentialDefault(visit, form), List.of(), 200);
    }

    /** An answer to an encrypted mail is encrypted unless somebody chooses less, wherever the keys allow it. */
    private static ComposeForm confidentialDefault(Visit visit, ComposeForm form) {
        try {
            Optional<ComposePlan> plan = plan(visit, composition(visit, form, List.of()));
            boolean raise = form.confidential()
                    && plan.isPresent()
                    && !plan.get().selected().protection().encrypts()
                    && plan.get().possible().contains(Protection.SIGN_AND_ENCRYPT);
            return raise ? form.withProtection(Protection.SIGN_AND_ENCRYPT.name()) : form;
        } catch (BadFieldException e) {
            return form;
        }
    }

    private static String oneLine(String subject) {
        return Words.clean(subject).replaceAll("\\s+", " ").strip();
    }

    private static Optional<String> quote(Visit visit, Article article) throws IOException {
        String text = MailReader.of(
                        visit.harness().tickets().files(article.mailId()).content())
                .text()
                .strip();
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(text.lines().map(l -> "> " + l).collect(Collectors.joining("\n")));
    }

    private static boolean confidential(Visit visit, String mailId) throws IOException {
        return visit.harness().tickets().isConfidential(mailId);
    }

    private void show(Visit visit, ComposeForm form, List<Problem> problems, int status) throws IOException {
        PageContext p = visit.page(visit.words().say("compose.title"), "/compose");
        Optional<ComposePlan> plan;
        try {
            plan = plan(visit, composition(visit, form, List.of()));
        } catch (BadFieldException e) {
            plan = Optional.empty();
        }
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
                                plan,
                                "problems",
                                problems,
                                "queues",
                                visit.harness().directory().queues())));
    }

    private static Optional<ComposePlan> plan(Visit visit, Composition mail) {
        return visit.harness().dispatch().plan(mail.draft(), visit.locale());
    }

    /** The plan alone, for the script. */
    void livePlan(Visit visit) throws IOException {
        ComposeForm form = form(visit);
        Optional<ComposePlan> plan;
        try {
            plan = plan(visit, composition(visit, form, List.of()));
        } catch (BadFieldException e) {
            plan = Optional.empty();
        }
        PageContext p = visit.page("", "/compose");
        visit.http().html(templates.render("plan", Map.of("p", p, "plan", plan, "form", form)));
    }

    void send(Visit visit) throws IOException {
        ComposeForm form = form(visit);
        try {
            Composition mail = composition(visit, form, attachments(visit));
            if (!"send".equals(visit.form("do"))) {
                show(visit, form, List.of(), 200);
                return;
            }
            if (mail.draft().envelope().recipients().isEmpty()) {
                throw new BadFieldException("to", visit.words().say("compose.no.recipient"));
            }
            Confidential confidential = new Confidential(visit, form);
            Article sent = visit.harness().dispatch().send(confidential.guarded(resolved(visit, mail, form)));
            if (sent.state() == Article.State.NOT_SENT) {
                show(visit, form, sent.problems(), 422);
                return;
            }
            visit.session().leave(confidential.notice(sent));
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

    private static ComposeForm form(Visit visit) throws IOException {
        String inReplyTo = visit.form("inReplyTo");
        Optional<Article> answered = visit.harness().tickets().article(inReplyTo);
        return new ComposeForm(
                visit.form("ticket"),
                inReplyTo,
                visit.form("queue"),
                visit.form("to"),
                visit.form("cc"),
                visit.form("bcc"),
                visit.form("subject"),
                visit.form("text"),
                answered.isPresent() ? quote(visit, answered.get()) : Optional.empty(),
                !visit.form("withQuote").isEmpty(),
                confidential(visit, inReplyTo),
                visit.form("protection"),
                visit.form("technology"));
    }

    private static Composition composition(Visit visit, ComposeForm form, List<MailReader.Attachment> attachments)
            throws BadFieldException {
        Directory.Queue queue = visit.harness()
                .directory()
                .queue(form.queue())
                .orElseThrow(() -> new BadFieldException("queue", form.queue()));
        Optional<Integer> ticket =
                form.ticket().matches("\\d{1,9}") ? Optional.of(Integer.parseInt(form.ticket())) : Optional.empty();
        return new Composition(
                ticket,
                queue.id(),
                new Mailbox(queue.name(), queue.addresses().get(0)),
                Mailbox.parse("to", form.to()),
                Mailbox.parse("cc", form.cc()),
                Mailbox.parse("bcc", form.bcc()),
                form.subject().isBlank() ? visit.words().say("compose.no.subject") : form.subject(),
                form.text(),
                form.withQuote() ? form.quote() : Optional.empty(),
                attachments,
                Optional.of(form.inReplyTo()).filter(id -> !id.isEmpty()),
                form.confidential(),
                wish(form),
                visit.locale());
    }

    private static Optional<Wish> wish(ComposeForm form) throws BadFieldException {
        try {
            Technology technology =
                    form.technology().isEmpty() ? Technology.AUTOMATIC : Technology.valueOf(form.technology());
            return form.protection().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Wish(Protection.valueOf(form.protection()), technology));
        } catch (IllegalArgumentException e) {
            throw new BadFieldException("protection", form.protection() + " " + form.technology());
        }
    }

    private static List<MailReader.Attachment> attachments(Visit visit) throws IOException {
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

    /** Keeps the text of an encrypted mail out of an answer that is not. */
    private static final class Confidential {

        private final Visit visit;
        private final ComposeForm form;
        private boolean removed;

        Confidential(Visit visit, ComposeForm form) {
            this.visit = visit;
            this.form = form;
        }

        Composition guarded(Composition mail) throws IOException {
            boolean encrypts =
                    mail.wish().filter(w -> w.protection().encrypts()).isPresent();
            if (!form.confidential() || encrypts) {
                return mail;
            }
            removed = mail.quote().isPresent();
            return mail.withoutSecrets(openSubject(mail));
        }

        /** The protected subject stays inside too: what was readable on the way in takes its place. */
        private String openSubject(Composition mail) throws IOException {
            Optional<Article> answered =
                    mail.inReplyTo().flatMap(visit.harness().tickets()::article);
            if (answered.isEmpty()) {
                return mail.subject();
            }
            String secret = oneLine(answered.get().headers().subject());
            String open = oneLine(MailReader.of(visit.harness()
                            .tickets()
                            .files(answered.get().mailId())
                            .originalContent())
                    .headers()
                    .subject());
            boolean tells = !secret.isBlank()
                    && !secret.equals(open)
                    && oneLine(mail.subject()).contains(secret);
            return tells ? "Re: " + open : mail.subject();
        }

        Problem notice(Article sent) {
            String key = sent.state() == Article.State.SENT ? "compose.sent" : "compose.deferred";
            Text what = Text.data(visit.words().say(key));
            Text why = Text.data(removed ? visit.words().say("compose.quote.removed") : "");
            return new Problem("compose.done", Severity.INFO, what, why, List.of());
        }
    }
}
