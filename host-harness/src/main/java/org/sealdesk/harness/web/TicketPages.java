package org.sealdesk.harness.web;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.mail.EncryptionState;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.harness.mail.Html;
import org.sealdesk.harness.mail.MailReader;
import org.sealdesk.harness.ticket.Article;
import org.sealdesk.harness.ticket.ArticleFiles;
import org.sealdesk.harness.ticket.Ticket;
import org.sealdesk.harness.ticket.TicketStore;

/** The inbox and the ticket view. The verdict stands in the host's own words and place, the mail in a closed frame. */
final class TicketPages {

    private static final String FRAME_CSP = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox;"
            + " frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

    private static final Set<EncryptionState> UNREADABLE = EnumSet.complementOf(
            EnumSet.of(EncryptionState.DECRYPTED, EncryptionState.DECRYPTED_LEGACY, EncryptionState.NONE));
    /** About what fits beside each other in the frame. */
    private static final int CHARS_A_LINE = 90;

    private final Templates templates;

    TicketPages(Templates templates) {
        this.templates = templates;
    }

    void list(Visit visit) throws IOException {
        TicketStore store = visit.harness().tickets();
        List<TicketLine> lines = new ArrayList<>();
        for (Ticket ticket : store.tickets()) {
            List<Article> mails = shown(store, ticket);
            if (!mails.isEmpty()) {
                Article last = mails.get(mails.size() - 1);
                Seal seal = Seal.of(last, store.files(last.mailId()).reports());
                lines.add(new TicketLine(ticket, last, mails.get(0), seal, mails.size()));
            }
        }
        lines.sort(Comparator.comparing((TicketLine l) -> l.last().at())
                .thenComparing(l -> l.ticket().number())
                .reversed());
        PageContext p = visit.page(visit.words().say("tickets.title"), "/tickets");
        visit.http()
                .html(templates.render(
                        "tickets",
                        Map.of(
                                "p",
                                p,
                                "lines",
                                lines,
                                "directory",
                                visit.harness().directory())));
    }

    /** Without drafts that another mail has taken the place of. */
    private static List<Article> shown(TicketStore store, Ticket ticket) {
        return ticket.mailIds().stream()
                .map(id -> store.article(id).orElseThrow())
                .filter(a -> a.state() != Article.State.REPLACED)
                .toList();
    }

    void one(Visit visit) throws IOException {
        Ticket ticket = ticket(visit);
        List<ShownMail> shown = new ArrayList<>();
        for (Article article : shown(visit.harness().tickets(), ticket)) {
            shown.add(shown(visit, article));
        }
        PageContext p = visit.page("#" + ticket.number() + " " + ticket.title(), "/tickets");
        visit.http().html(templates.render("ticket", Map.of("p", p, "ticket", ticket, "mails", shown)));
    }

    private static ShownMail shown(Visit visit, Article article) throws IOException {
        ArticleFiles files = visit.harness().tickets().files(article.mailId());
        MailReader read = MailReader.of(files.content());
        List<SecurityReport> reports = files.reports();
        String text = read.text();
        boolean unreadable = article.isIncoming()
                && text.isBlank()
                && read.html().isEmpty()
                && reports.stream().anyMatch(r -> UNREADABLE.contains(r.encryption()));
        return new ShownMail(
                article,
                Seal.of(article, reports),
                reports,
                NextSteps.of(article, reports, files.typed().isPresent()),
                unreadable ? List.of() : read.attachments(),
                unreadable,
                read.html().isPresent(),
                read.html().isPresent() && visit.http().queryParam("html") != null,
                (int) text.lines().count() + text.length() / CHARS_A_LINE,
                article.outgoing().map(o -> o.copies().size()).orElse(0));
    }

    static Ticket ticket(Visit visit) {
        try {
            int number = Integer.parseInt(visit.http().pathParam("ticket"));
            return visit.harness().tickets().ticket(number).orElseThrow(NotFoundResponse::new);
        } catch (NumberFormatException e) {
            throw new NotFoundResponse();
        }
    }

    static Article article(Visit visit) {
        return visit.harness().tickets().article(visit.http().pathParam("mail")).orElseThrow(NotFoundResponse::new);
    }

    /** The mail itself. A frame without any permission, from a path with a policy of its own. */
    void body(Visit visit) throws IOException {
        Article article = article(visit);
        MailReader read =
                MailReader.of(visit.harness().tickets().files(article.mailId()).content());
        boolean wantsHtml = visit.http().queryParam("html") != null;
        Optional<String> html = wantsHtml || read.text().isBlank()
                ? read.html().map(h -> Html.harmless(h, read.inlineImages()))
                : Optional.empty();
        visit.http().header("Content-Security-Policy", FRAME_CSP);
        visit.http()
                .html(templates.render(
                        "frame",
                        Map.of(
                                "text",
                                Words.clean(article.state() == Article.State.HELD ? "" : read.text()),
                                "html",
                                article.state() == Article.State.HELD ? Optional.empty() : html)));
    }

    void raw(Visit visit) throws IOException {
        Article article = article(visit);
        octets(visit.http(), visit.harness().tickets().files(article.mailId()).originalContent());
    }

    void copy(Visit visit) throws IOException {
        Article article = article(visit);
        ArticleFiles files = visit.harness().tickets().files(article.mailId());
        int number = number(visit, "copy");
        if (!files.hasCopy(number)) {
            throw new NotFoundResponse();
        }
        octets(visit.http(), files.copy(number));
    }

    static int number(Visit visit, String name) {
        try {
            return Integer.parseInt(visit.http().pathParam(name));
        } catch (NumberFormatException e) {
            throw new NotFoundResponse();
        }
    }

    /** As text, never as what a stranger says it is. */
    static void octets(Context http, MailContent content) throws IOException {
        try (InputStream in = content.open()) {
            http.header("Content-Security-Policy", FRAME_CSP)
                    .contentType("text/plain; charset=utf-8")
                    .result(in.readAllBytes());
        }
    }

    void attachment(Visit visit) throws IOException {
        Article article = article(visit);
        List<MailReader.Attachment> all = MailReader.of(
                        visit.harness().tickets().files(article.mailId()).content())
                .attachments();
        int number = number(visit, "attachment");
        if (number < 0 || number >= all.size()) {
            throw new NotFoundResponse();
        }
        Downloads.send(
                visit.http(),
                all.get(number).name(),
                "application/octet-stream",
                all.get(number).octets().toArray());
    }

    void redo(Visit visit) {
        Article article = article(visit);
        if (article.isIncoming()) {
            visit.harness().intake().redo(article.mailId());
        } else {
            visit.harness().dispatch().retry(article.mailId());
        }
        int ticket = visit.harness().tickets().ticketOf(article.mailId()).orElseThrow(NotFoundResponse::new);
        visit.http().redirect("/tickets/" + ticket + "#m-" + article.mailId(), io.javalin.http.HttpStatus.SEE_OTHER);
    }
}
