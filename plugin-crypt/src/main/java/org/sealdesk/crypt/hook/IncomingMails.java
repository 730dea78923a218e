package org.sealdesk.crypt.hook;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
import org.sealdesk.api.mail.IncomingMail;
import org.sealdesk.api.mail.ReceiveDecision;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.crypt.message.KeyUses;
import org.sealdesk.crypt.message.MessageOpener;
import org.sealdesk.crypt.message.OpenRequest;
import org.sealdesk.crypt.message.OpenedMail;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Incoming mail: opens, judges, reports. A mail that cannot be worked on goes on as it came, with a report that says
 * so; nothing here loses, blanks or bounces one.
 */
public final class IncomingMails {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingMails.class);

    private final MessageOpener opener;
    private final Articles articles;
    private final KeyUses uses;
    private final Supplier<Set<Technology>> enabled;
    private final InstantSource clock;
    private final ReportMapper reports;
    private final String by;
    private final Texts texts;

    /**
     * @param enabled technologies that are switched on now
     * @param by plugin id and version
     */
    public IncomingMails(
            MessageOpener opener,
            Articles articles,
            KeyUses uses,
            Supplier<Set<Technology>> enabled,
            InstantSource clock,
            String by,
            Texts texts) {
        this.opener = opener;
        this.articles = articles;
        this.uses = uses;
        this.enabled = enabled;
        this.clock = clock;
        this.reports = new ReportMapper(by, texts);
        this.texts = texts;
        this.by = by;
    }

    public ReceiveDecision onReceive(IncomingMail mail) {
        Set<Technology> on = enabled.get();
        if (on.isEmpty()) {
            return new ReceiveDecision.Keep();
        }
        try {
            return decide(mail, on);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // The class says what went wrong without repeating what a stranger wrote.
            LOG.error("mail {} could not be checked", mail.id(), e);
            Problem why = new Problem(
                    "hook.failed",
                    Severity.ERROR,
                    texts.of("message.not-checked"),
                    Text.data(e.getClass().getSimpleName()),
                    java.util.List.of());
            return new ReceiveDecision.Annotate(SecurityReport.notChecked(why, clock.instant(), by));
        }
    }

    private ReceiveDecision decide(IncomingMail mail, Set<Technology> on) throws IOException {
        // Signatures and keys count seconds, and people read them.
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        OpenedMail opened =
                opener.open(new OpenRequest(HostContent.of(mail.original()), now, on, OpenRequest.DEFAULT_REQUIRED));
        LOG.info("mail {}: {}", mail.id(), opened.summary());
        uses.opened(opened, now);
        SecurityReport report = reports.report(opened.summary());
        Optional<Content> article = articles.of(opened);
        if (article.isEmpty()) {
            return new ReceiveDecision.Annotate(report);
        }
        return new ReceiveDecision.Replace(HostContent.toHost(article.get()), report);
    }
}
