package org.sealdesk.harness.web;

import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.harness.mail.MailReader;
import org.sealdesk.harness.ticket.Article;

/** What has arrived at the customers. */
final class MailboxPages {

    private final Templates templates;

    MailboxPages(Templates templates) {
        this.templates = templates;
    }

    void list(Visit visit) {
        PageContext p = visit.page(visit.words().say("mailboxes.title"), "/mailboxes");
        visit.http()
                .html(templates.render(
                        "mailboxes",
                        Map.of("p", p, "mailboxes", visit.harness().customers().mailboxes())));
    }

    void one(Visit visit) throws IOException {
        String address = visit.http().pathParam("address");
        List<Article.Headers> mails = new ArrayList<>();
        for (byte[] octets : visit.harness().customers().mails(address)) {
            mails.add(MailReader.of(MailContent.of(octets)).headers());
        }
        PageContext p = visit.page(address, "/mailboxes");
        visit.http().html(templates.render("mailbox", Map.of("p", p, "address", address, "mails", mails)));
    }

    void raw(Visit visit) throws IOException {
        List<byte[]> mails = visit.harness().customers().mails(visit.http().pathParam("address"));
        int number = TicketPages.number(visit, "number");
        if (number < 0 || number >= mails.size()) {
            throw new NotFoundResponse();
        }
        TicketPages.octets(visit.http(), MailContent.of(mails.get(number)));
    }
}
