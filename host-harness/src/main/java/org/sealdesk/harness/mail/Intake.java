package org.sealdesk.harness.mail;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.sealdesk.api.Problem;
import org.sealdesk.api.host.Reprocessor;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.IncomingMail;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.api.mail.SignatureState;
import org.sealdesk.harness.plugin.Extensions;
import org.sealdesk.harness.services.HostScheduler;
import org.sealdesk.harness.ticket.Article;
import org.sealdesk.harness.ticket.ArticleFiles;
import org.sealdesk.harness.ticket.TicketStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Incoming mail: store the original, ask the hooks, put it into a ticket. Whatever fails, the mail is shown. */
public final class Intake implements Reprocessor {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final int MAX_FAILURES = 3;
    private static final Duration MAX_DEFERRAL = Duration.ofHours(24);

    private final TicketStore store;
    private final IncomingRun hooks;
    private final TicketMatcher matcher;
    private final HostScheduler later;
    private final InstantSource clock;
    private final Duration retryAfter;
    /** One lock for every so many mails: a mail is worked on by one thread at a time. */
    private final List<Object> locks = Stream.generate(Object::new).limit(64).toList();

    /** @param retryAfter real time until a failed check is repeated; doubled after each failure */
    public Intake(
            TicketStore store,
            Extensions extensions,
            HookCalls calls,
            HookTrace trace,
            TicketMatcher matcher,
            HostScheduler later,
            InstantSource clock,
            Duration retryAfter) {
        this.store = store;
        this.hooks = new IncomingRun(extensions, new TracedCalls(calls, trace, clock));
        this.matcher = matcher;
        this.later = later;
        this.clock = clock;
        this.retryAfter = retryAfter;
    }

    /**
     * Takes a mail in. When it returns, the mail is in a ticket.
     *
     * @return the mail id
     * @throws IOException if the original could not be stored; the sender keeps the mail
     */
    public String receive(Envelope envelope, InputStream octets) throws IOException {
        String mailId = UUID.randomUUID().toString();
        store.arrive(
                new Article(
                        mailId,
                        Article.State.NOT_CHECKED,
                        clock.instant(),
                        envelope,
                        Article.Headers.NONE,
                        Article.Progress.NEW,
                        List.of(),
                        Optional.empty()),
                octets);
        process(mailId, IncomingMail.Cause.FIRST_DELIVERY);
        return mailId;
    }

    /** Goes on where the last run of the host stopped. */
    public void recover() {
        store.arrivals().forEach(id -> later.once("arrival", Duration.ZERO, () -> recoverArrival(id)));
        store.articles().stream()
                .filter(a -> a.isIncoming() && store.ticketOf(a.mailId()).isPresent())
                .filter(a -> a.progress().nextTry().isPresent())
                .forEach(a -> later.once("retry", retryAfter, () -> redo(a.mailId())));
    }

    private void recoverArrival(String mailId) {
        Article article = store.article(mailId).orElseThrow();
        if (article.progress().attempts() < MAX_FAILURES) {
            processOrLog(mailId, IncomingMail.Cause.FIRST_DELIVERY);
            return;
        }
        synchronized (lock(mailId)) {
            try {
                unchecked(article, HostProblems.gaveUp("the host stopped while it was checked"), Optional.empty());
            } catch (IOException e) {
                LOG.error("mail {} could not be put into a ticket", mailId, e);
            }
        }
    }

    @Override
    public void request(Collection<String> mailIds) {
        List.copyOf(mailIds).stream()
                .filter(id -> store.article(id).filter(Article::isIncoming).isPresent())
                .forEach(id -> later.once("reprocess", Duration.ZERO, () -> redo(id)));
    }

    /** After a plugin has come: everything that nobody has looked at. */
    public void retryUnchecked() {
        request(store.articles().stream()
                .filter(a -> a.state() == Article.State.NOT_CHECKED)
                .map(Article::mailId)
                .toList());
    }

    /** Gives a stored mail to the hooks again, now. */
    public void redo(String mailId) {
        processOrLog(mailId, IncomingMail.Cause.REPROCESS);
    }

    private void processOrLog(String mailId, IncomingMail.Cause cause) {
        try {
            process(mailId, cause);
        } catch (IOException e) {
            LOG.error("mail {} could not be processed", mailId, e);
        }
    }

    private void process(String mailId, IncomingMail.Cause cause) throws IOException {
        synchronized (lock(mailId)) {
            Article article = store.article(mailId).orElseThrow();
            article = article.with(article.state(), article.progress().begun(), article.problems());
            store.update(article);
            ArticleFiles files = store.files(mailId);
            MailContent original = store.original(mailId);
            IncomingMail mail = new IncomingMail(mailId, cause, article.envelope(), original, original);
            try {
                IncomingRun.Findings findings =
                        hooks.through(mail, article.progress().attempts());
                checked(article, files, findings);
            } catch (HookFailure e) {
                LOG.warn("mail {}: {}", mailId, e.getMessage());
                LOG.debug("mail {}", mailId, e);
                failed(article, e);
            } catch (IncomingRun.Deferred e) {
                Instant next = clock.instant().plus(e.after);
                boolean late = next.isAfter(article.at().plus(MAX_DEFERRAL));
                unchecked(article, e.why, late ? Optional.empty() : Optional.of(e.after));
            }
        }
    }

    private Object lock(String mailId) {
        return locks.get(Math.floorMod(mailId.hashCode(), locks.size()));
    }

    /** Content that cannot be read any more counts as a failed hook. */
    private void checked(Article article, ArticleFiles files, IncomingRun.Findings findings)
            throws IOException, HookFailure {
        try {
            files.writeFindings(findings.content(), findings.report());
        } catch (IOException | RuntimeException e) {
            throw new HookFailure("what the hook made of the mail could not be stored: " + e, e);
        }
        Article.State state = findings.held().isPresent() ? Article.State.HELD : Article.State.RECEIVED;
        deliver(article.with(
                state, article.progress().done(), findings.held().stream().toList()));
    }

    private void failed(Article article, HookFailure failure) throws IOException {
        int failures = article.progress().failures() + 1;
        boolean again = failures < MAX_FAILURES;
        String why = failure.getMessage() == null ? "" : failure.getMessage();
        Problem problem = again ? HostProblems.notChecked(why) : HostProblems.gaveUp(why);
        Optional<Duration> after =
                again ? Optional.of(retryAfter.multipliedBy(1L << (failures - 1))) : Optional.empty();
        unchecked(
                article.with(article.state(), article.progress().failed(Optional.empty()), article.problems()),
                problem,
                after);
    }

    private void unchecked(Article article, Problem problem, Optional<Duration> after) throws IOException {
        Article.Progress progress = after.map(
                        a -> article.progress().waiting(clock.instant().plus(a)))
                .orElse(article.progress());
        if (hasVerdict(article)) {
            // A later failure takes nothing away from what was found out before.
            store.update(article.with(article.state(), progress, article.problems()));
        } else {
            store.files(article.mailId())
                    .writeFindings(
                            Optional.empty(), Optional.of(SecurityReport.notChecked(problem, clock.instant(), "host")));
            deliver(article.with(Article.State.NOT_CHECKED, progress, List.of(problem)));
        }
        after.ifPresent(a -> later.once("retry", a, () -> redo(article.mailId())));
    }

    private boolean hasVerdict(Article article) throws IOException {
        return article.state() == Article.State.RECEIVED
                && store.files(article.mailId()).reports().stream()
                        .anyMatch(r -> r.signature() != SignatureState.NOT_CHECKED);
    }

    private void deliver(Article article) throws IOException {
        String mailId = article.mailId();
        MailReader read = MailReader.of(store.files(mailId).content());
        Article full = article.with(read.headers());
        store.update(full);
        Optional<Integer> ticket = store.ticketOf(mailId);
        if (ticket.isEmpty()) {
            store.deliver(mailId, matcher.ticketFor(full));
        } else if (store.ticket(ticket.get()).orElseThrow().mailIds().get(0).equals(mailId)) {
            store.retitle(ticket.get(), TicketMatcher.title(full));
        }
    }
}
