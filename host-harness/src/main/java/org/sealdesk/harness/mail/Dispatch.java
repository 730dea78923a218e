package org.sealdesk.harness.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.sealdesk.api.Problem;
import org.sealdesk.api.mail.ComposePlan;
import org.sealdesk.api.mail.Draft;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.HookContext;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.OutgoingMail;
import org.sealdesk.api.mail.OutgoingMailHook;
import org.sealdesk.harness.plugin.Extensions;
import org.sealdesk.harness.services.HostScheduler;
import org.sealdesk.harness.ticket.Article;
import org.sealdesk.harness.ticket.ArticleFiles;
import org.sealdesk.harness.ticket.Ticket;
import org.sealdesk.harness.ticket.TicketStore;
import org.sealdesk.harness.ticket.TypedMail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Outgoing mail: keep the draft, ask the hooks, send. Whatever fails, nothing leaves that should be protected. */
public final class Dispatch {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    private static final Duration PLAN_PATIENCE = Duration.ofSeconds(1);
    private static final Duration GIVE_UP = Duration.ofHours(24);
    private static final Duration RELAY_RETRY = Duration.ofMinutes(5);

    private final TicketStore store;
    private final Extensions extensions;
    private final HookCalls calls;
    private final OutgoingRun hooks;
    private final Relay relay;
    private final HostScheduler later;
    private final InstantSource clock;

    public Dispatch(
            TicketStore store,
            Extensions extensions,
            HookCalls calls,
            HookTrace trace,
            Relay relay,
            HostScheduler later,
            InstantSource clock) {
        this.store = store;
        this.extensions = extensions;
        this.calls = calls;
        this.hooks = new OutgoingRun(extensions, new TracedCalls(calls, trace, clock));
        this.relay = relay;
        this.later = later;
        this.clock = clock;
    }

    /** The plan of the first hook that has one; empty if none has, or if it takes too long. */
    public Optional<ComposePlan> plan(Draft draft, Locale locale) {
        Extensions.Use use = extensions.use();
        try {
            return extensions.failure().isPresent() ? Optional.empty() : firstPlan(draft, locale);
        } finally {
            use.close();
        }
    }

    private Optional<ComposePlan> firstPlan(Draft draft, Locale locale) {
        for (OutgoingMailHook hook : extensions.outgoing()) {
            HookContext context = new HookContext(clock.instant().plus(PLAN_PATIENCE), 1, locale);
            try {
                Optional<ComposePlan> plan =
                        calls.call(hook.info().id(), PLAN_PATIENCE, () -> hook.plan(draft, context));
                if (plan.isPresent()) {
                    return plan;
                }
            } catch (HookFailure e) {
                LOG.warn("no plan: {}", e.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * Sends a mail that an agent wrote; the answer's state says what became of it. What was typed stays beside it, and
     * the draft that it replaces is put away.
     */
    public Article send(Composition mail, TypedMail typed) throws BadFieldException, IOException {
        HeaderGuard.check("subject", mail.subject());
        Optional<Ticket> known = mail.ticket().flatMap(store::ticket);
        Ticket ticket = known.isPresent() ? known.get() : store.open(mail.subject(), mail.queue(), clock.instant());
        byte[] octets = MailWriter.octets(mail, tagged(mail.subject(), ticket), references(mail), clock.instant());
        Article article = kept(ticket.number(), mail.draft(), MailContent.of(octets));
        store.files(article.mailId()).writeTyped(typed);
        typed.replaces().flatMap(store::article).ifPresent(this::putAway);
        return attempt(article, mail.locale());
    }

    private void putAway(Article draft) {
        if (draft.state() == Article.State.NOT_SENT) {
            store.update(draft.with(Article.State.REPLACED, draft.progress(), draft.problems()));
        }
    }

    /** Sends a mail that is ready: RFC 5322 octets without a Bcc header. */
    public Article send(int ticket, Draft draft, MailContent clear, Locale locale) throws IOException {
        return attempt(kept(ticket, draft, clear), locale);
    }

    private Article kept(int ticket, Draft draft, MailContent clear) throws IOException {
        Article article = new Article(
                UUID.randomUUID().toString(),
                Article.State.SENDING,
                clock.instant(),
                draft.envelope(),
                MailReader.of(clear).headers(),
                Article.Progress.NEW,
                List.of(),
                Optional.of(new Article.Outgoing(
                        draft.queue().orElse(""),
                        draft.from(),
                        draft.origin(),
                        draft.inReplyTo(),
                        draft.wish(),
                        List.of())));
        try (var in = clear.open()) {
            store.add(ticket, article, new ByteArrayInputStream(in.readAllBytes()));
        }
        return article;
    }

    private static String tagged(String subject, Ticket ticket) {
        return subject.contains(ticket.tag()) ? subject : subject + " " + ticket.tag();
    }

    private List<String> references(Composition mail) {
        Optional<Article.Headers> answered =
                mail.inReplyTo().flatMap(store::article).map(Article::headers);
        List<String> references = new ArrayList<>();
        answered.ifPresent(h -> {
            references.addAll(h.references());
            if (!h.messageId().isEmpty()) {
                references.add(h.messageId());
            }
        });
        return references.stream().distinct().toList();
    }

    /** Goes on where the last run of the host stopped. */
    public void recover() {
        for (Article article : store.articles()) {
            if (article.state() == Article.State.SENDING) {
                store.update(article.with(
                        Article.State.NOT_SENT, article.progress().done(), List.of(HostProblems.interrupted())));
            } else if (article.state() == Article.State.DEFERRED) {
                later.once("send", Duration.ofSeconds(5), () -> retry(article.mailId()));
            }
        }
    }

    /** Tries a deferred mail again. */
    public void retry(String mailId) {
        Optional<Article> article = store.article(mailId).filter(a -> a.state() == Article.State.DEFERRED);
        try {
            if (article.isPresent()) {
                attempt(article.get(), Locale.ENGLISH);
            }
        } catch (IOException e) {
            LOG.error("mail {} could not be tried again", mailId, e);
        }
    }

    private Article attempt(Article before, Locale locale) throws IOException {
        Article article = before.with(Article.State.SENDING, before.progress().begun(), List.of());
        store.update(article);
        Article.Outgoing outgoing = article.outgoing().orElseThrow();
        if (!outgoing.copies().isEmpty()) {
            return transmit(article);
        }
        ArticleFiles files = store.files(article.mailId());
        Draft draft = new Draft(
                article.envelope(),
                outgoing.from(),
                Optional.of(outgoing.queue()).filter(q -> !q.isEmpty()),
                outgoing.origin(),
                outgoing.inReplyTo(),
                outgoing.inReplyTo().isPresent()
                        && store.isConfidential(outgoing.inReplyTo().get()),
                outgoing.wish());
        try {
            List<OutgoingCopy> copies = hooks.through(
                    new OutgoingMail(article.mailId(), draft, store.original(article.mailId())),
                    article.progress().attempts(),
                    locale);
            return transmit(keep(article, files, copies));
        } catch (OutgoingRun.Refused e) {
            return saved(article.with(Article.State.NOT_SENT, article.progress().done(), e.problems));
        } catch (OutgoingRun.Deferred e) {
            return later(article, e.why, e.after);
        } catch (IOException e) {
            return saved(article.with(
                    Article.State.NOT_SENT, article.progress().done(), List.of(HostProblems.hookFailed("" + e))));
        }
    }

    private Article keep(Article article, ArticleFiles files, List<OutgoingCopy> copies) throws IOException {
        List<Article.Copy> kept = new ArrayList<>();
        for (OutgoingCopy copy : copies) {
            kept.add(new Article.Copy(copy.envelope().recipients(), false));
            files.writeCopy(kept.size(), copy.content(), copy.report());
        }
        return saved(article.with(article.outgoing().orElseThrow().withCopies(kept)));
    }

    /** Each copy is marked before the next one leaves, so that a retry repeats none. */
    private Article transmit(Article article) throws IOException {
        Article now = article;
        ArticleFiles files = store.files(article.mailId());
        int count = article.outgoing().orElseThrow().copies().size();
        for (int i = 0; i < count; i++) {
            List<Article.Copy> copies =
                    new ArrayList<>(now.outgoing().orElseThrow().copies());
            Article.Copy copy = copies.get(i);
            if (copy.sent()) {
                continue;
            }
            try {
                relay.send(new Envelope(article.envelope().from(), copy.recipients()), files.copy(i + 1));
            } catch (IOException e) {
                return later(now, HostProblems.relayFailed("" + e.getMessage()), RELAY_RETRY);
            }
            copies.set(i, new Article.Copy(copy.recipients(), true));
            now = saved(now.with(now.outgoing().orElseThrow().withCopies(copies)));
        }
        return saved(now.with(Article.State.SENT, now.progress().done(), List.of()));
    }

    private Article later(Article article, Problem why, Duration after) {
        Instant next = clock.instant().plus(after);
        if (next.isAfter(article.at().plus(GIVE_UP))) {
            return saved(article.with(Article.State.NOT_SENT, article.progress().done(), List.of(why)));
        }
        later.once("send", after, () -> retry(article.mailId()));
        return saved(article.with(Article.State.DEFERRED, article.progress().waiting(next), List.of(why)));
    }

    private Article saved(Article article) {
        store.update(article);
        return article;
    }
}
