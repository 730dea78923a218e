package org.sealdesk.harness.mail;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealdesk.api.host.Directory;
import org.sealdesk.harness.services.DeskDirectory;
import org.sealdesk.harness.ticket.Article;
import org.sealdesk.harness.ticket.TicketStore;

/** Which ticket a mail belongs to: by what it answers, by the tag in its subject, else a new one. */
public final class TicketMatcher {

    private static final Pattern TAG = Pattern.compile("\\[Ticket#(\\d{1,9})]");

    private final TicketStore store;
    private final DeskDirectory directory;

    public TicketMatcher(TicketStore store, DeskDirectory directory) {
        this.store = store;
        this.directory = directory;
    }

    /** An existing ticket, or one opened for this mail. */
    int ticketFor(Article article) throws IOException {
        Optional<Integer> known = article.headers().references().stream()
                .flatMap(id -> store.ticketOfMessageId(id).stream())
                .findFirst()
                .or(() -> byTag(article.headers().subject()));
        return known.isPresent()
                ? known.get()
                : store.open(title(article), queue(article), article.at()).number();
    }

    private Optional<Integer> byTag(String subject) {
        Matcher m = TAG.matcher(subject);
        while (m.find()) {
            int number = Integer.parseInt(m.group(1));
            if (store.ticket(number).isPresent()) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }

    private String queue(Article article) {
        return article.envelope().recipients().stream()
                .flatMap(r -> directory.queueOf(r.address()).stream())
                .findFirst()
                .or(() -> directory.queues().stream().findFirst())
                .map(Directory.Queue::id)
                .orElse("");
    }

    static String title(Article article) {
        String title = TAG.matcher(article.headers().subject()).replaceAll("").strip();
        return title.isEmpty() ? "(no subject)" : title;
    }
}
