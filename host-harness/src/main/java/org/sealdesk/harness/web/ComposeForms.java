package org.sealdesk.harness.web;

import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sealdesk.harness.mail.MailReader;
import org.sealdesk.harness.ticket.Article;
import org.sealdesk.harness.ticket.Ticket;
import org.sealdesk.harness.ticket.TicketStore;
import org.sealdesk.harness.ticket.TypedMail;

/** Makes the compose form: empty, for an answer, of a draft that was kept, or as the browser sent it. */
final class ComposeForms {

    private static final String QUEUE = "support";
    private static final String AUTOMATIC = "AUTOMATIC";

    private final Visit visit;
    private final TicketStore store;

    ComposeForms(Visit visit) {
        this.visit = visit;
        this.store = visit.harness().tickets();
    }

    ComposeForm empty() {
        TypedMail typed = new TypedMail(QUEUE, "", "", "", "", "", false, "", AUTOMATIC, Optional.empty());
        return new ComposeForm("", "", typed, Optional.empty(), false, List.of());
    }

    /** An answer that quotes the mail. */
    ComposeForm reply(Article article) throws IOException {
        Optional<Ticket> ticket = ticketOf(article);
        String subject = oneLine(article.headers().subject());
        String to = String.join(
                ", ",
                MailReader.addresses(
                        article.isIncoming()
                                ? article.headers().from()
                                : article.headers().to()));
        TypedMail typed = new TypedMail(
                ticket.map(Ticket::queue).orElse(QUEUE),
                to,
                "",
                "",
                subject.regionMatches(true, 0, "Re:", 0, 3) ? subject : "Re: " + subject,
                "",
                true,
                "",
                AUTOMATIC,
                Optional.empty());
        return new ComposeForm(
                number(ticket),
                article.mailId(),
                typed,
                quote(article.mailId()),
                store.isConfidential(article.mailId()),
                List.of());
    }

    /** An answer that asks for what is missing; nothing is quoted. */
    ComposeForm ask(Article article, SenderRequest request) throws IOException {
        ComposeForm form = reply(article);
        TypedMail typed = form.typed();
        String subject = oneLine(article.headers().subject());
        String text =
                visit.words().say(request.key(), subject, visit.words().at(article.at()), queueName(typed.queue()));
        return form.withTyped(new TypedMail(
                typed.queue(), typed.to(), "", "", typed.subject(), text, false, "", AUTOMATIC, Optional.empty()));
    }

    private String queueName(String queue) {
        return visit.harness().directory().queue(queue).map(q -> q.name()).orElse(queue);
    }

    /** All fields of a mail that was not sent, as they were. */
    ComposeForm draft(Article article) throws IOException {
        TypedMail typed = store.files(article.mailId())
                .typed()
                .filter(t -> article.state() == Article.State.NOT_SENT)
                .orElseThrow(NotFoundResponse::new);
        List<MailReader.Attachment> files = attachments(article.mailId());
        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < files.size(); i++) {
            all.add(i);
        }
        String inReplyTo =
                article.outgoing().flatMap(Article.Outgoing::inReplyTo).orElse("");
        return new ComposeForm(
                number(ticketOf(article)),
                inReplyTo,
                replacing(typed, article.mailId()),
                quote(inReplyTo),
                store.isConfidential(inReplyTo),
                kept(files, all));
    }

    /** What the browser sent. */
    ComposeForm sent() throws IOException {
        String inReplyTo = visit.form("inReplyTo");
        Optional<String> draft = Optional.of(visit.form("draft"))
                .filter(id -> store.article(id)
                        .filter(a -> a.state() == Article.State.NOT_SENT)
                        .isPresent());
        TypedMail typed = new TypedMail(
                visit.form("queue"),
                visit.form("to"),
                visit.form("cc"),
                visit.form("bcc"),
                visit.form("subject"),
                visit.form("text"),
                !visit.form("withQuote").isEmpty(),
                visit.form("protection"),
                visit.form("technology"),
                draft);
        Set<Integer> chosen = visit.http().formParams("kept").stream()
                .filter(n -> n.matches("\\d{1,4}"))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
        return new ComposeForm(
                visit.form("ticket"),
                inReplyTo,
                typed,
                quote(inReplyTo),
                store.isConfidential(inReplyTo),
                draft.isPresent() ? kept(attachments(draft.get()), chosen) : List.of());
    }

    /** The form of a mail that has just been refused: from now on it edits the draft that was kept. */
    ComposeForm refused(ComposeForm form, Article draft) throws IOException {
        return draft(draft).withTyped(replacing(form.typed(), draft.mailId()));
    }

    private static TypedMail replacing(TypedMail t, String draft) {
        return new TypedMail(
                t.queue(),
                t.to(),
                t.cc(),
                t.bcc(),
                t.subject(),
                t.text(),
                t.withQuote(),
                t.protection(),
                t.technology(),
                Optional.of(draft));
    }

    /** The chosen files of the draft. */
    List<MailReader.Attachment> keptFiles(ComposeForm form) throws IOException {
        Optional<String> draft = form.typed().replaces();
        if (draft.isEmpty()) {
            return List.of();
        }
        List<MailReader.Attachment> all = attachments(draft.get());
        return form.kept().stream()
                .filter(ComposeForm.KeptFile::chosen)
                .map(f -> all.get(f.number()))
                .toList();
    }

    private List<MailReader.Attachment> attachments(String mailId) throws IOException {
        return MailReader.of(store.files(mailId).originalContent()).attachments();
    }

    private static List<ComposeForm.KeptFile> kept(List<MailReader.Attachment> files, Set<Integer> chosen) {
        List<ComposeForm.KeptFile> kept = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            MailReader.Attachment file = files.get(i);
            kept.add(new ComposeForm.KeptFile(i, file.name(), file.octets().length(), chosen.contains(i)));
        }
        return kept;
    }

    private Optional<Ticket> ticketOf(Article article) {
        return store.ticketOf(article.mailId()).flatMap(store::ticket);
    }

    private static String number(Optional<Ticket> ticket) {
        return ticket.map(t -> Integer.toString(t.number())).orElse("");
    }

    static String oneLine(String subject) {
        return Words.clean(subject).replaceAll("\\s+", " ").strip();
    }

    private Optional<String> quote(String mailId) throws IOException {
        if (store.article(mailId).isEmpty()) {
            return Optional.empty();
        }
        String text = MailReader.of(store.files(mailId).content()).text().strip();
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(text.lines().map(l -> "> " + l).collect(Collectors.joining("\n")));
    }
}
