package org.sealdesk.crypt.hook;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.mail.ComposePlan;
import org.sealdesk.api.mail.Draft;
import org.sealdesk.api.mail.Origin;
import org.sealdesk.api.mail.OutgoingMail;
import org.sealdesk.api.mail.Recipient;
import org.sealdesk.api.mail.SendDecision;
import org.sealdesk.api.mail.Technology;
import org.sealdesk.api.mail.Wish;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.message.KeyUses;
import org.sealdesk.crypt.message.MessageProtector;
import org.sealdesk.crypt.message.PlanRequest;
import org.sealdesk.crypt.message.PlanRequest.PlanRecipient;
import org.sealdesk.crypt.message.PolicySource;
import org.sealdesk.crypt.message.ProtectedCopy;
import org.sealdesk.crypt.message.ProtectionPlan;
import org.sealdesk.crypt.message.ProtectionPlanner;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.text.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outgoing mail: says what would happen, and makes it happen or refuses. Whatever goes wrong here ends in a refusal;
 * there is no way from a wish for protection to a mail without it.
 */
public final class OutgoingMails {

    private static final Logger LOG = LoggerFactory.getLogger(OutgoingMails.class);

    private final ProtectionPlanner planner;
    private final MessageProtector protector;
    private final KeyUses uses;
    private final PolicySource policies;
    private final InstantSource clock;
    private final SentReport sentReport;
    private final PlanText words;

    public OutgoingMails(
            ProtectionPlanner planner,
            MessageProtector protector,
            KeyUses uses,
            PolicySource policies,
            InstantSource clock,
            String by,
            Texts texts) {
        this.planner = planner;
        this.protector = protector;
        this.uses = uses;
        this.policies = policies;
        this.clock = clock;
        this.sentReport = new SentReport(by, texts);
        this.words = new PlanText(texts);
    }

    public Optional<ComposePlan> plan(Draft draft) {
        ProtectionPolicy policy = policies.forQueue(draft.queue());
        ProtectionPlan plan = planner.plan(request(draft, policy));
        Technology wished = draft.wish().map(Wish::technology).orElse(Technology.AUTOMATIC);
        return Optional.of(words.compose(plan, wished, policy));
    }

    public SendDecision beforeSend(OutgoingMail mail) {
        try {
            return decide(mail);
        } catch (EngineRefusal e) {
            LOG.info("mail {} not sent: {} {}", mail.id(), e.code(), e.getMessage());
            return refused(e, mail.draft());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            LOG.error("mail {} not sent", mail.id(), e);
            return refuse("hook.failed", e.getClass().getSimpleName());
        }
    }

    private SendDecision decide(OutgoingMail mail) throws EngineRefusal, IOException {
        ProtectionPolicy policy = policies.forQueue(mail.draft().queue());
        ProtectionPlan plan = planner.plan(request(mail.draft(), policy));
        if (!plan.obstacles().isEmpty()) {
            return new SendDecision.Refuse(words.problems(plan));
        }
        if (plan.level() == ProtectionLevel.NONE) {
            return new SendDecision.Keep();
        }
        Instant at = clock.instant();
        List<PlanRecipient> recipients = mail.draft().envelope().recipients().stream()
                .map(OutgoingMails::recipient)
                .toList();
        List<ProtectedCopy> copies = protector.protect(HostContent.of(mail.content()), plan, recipients, policy, at);
        uses.sent(copies, at);
        if (copies.size() == 1) {
            ProtectedCopy only = copies.get(0);
            return new SendDecision.Replace(HostContent.toHost(only.mail()), sentReport.of(only, at));
        }
        return new SendDecision.Split(copies.stream()
                .map(copy -> new SendDecision.Split.Copy(
                        envelope(copy, mail.draft().envelope().recipients()),
                        HostContent.toHost(copy.mail()),
                        sentReport.of(copy, at)))
                .toList());
    }

    private PlanRequest request(Draft draft, ProtectionPolicy policy) {
        return new PlanRequest(
                draft.from(),
                draft.envelope().recipients().stream()
                        .map(OutgoingMails::recipient)
                        .toList(),
                draft.wish().map(w -> PlanText.level(w.protection())),
                draft.wish().flatMap(w -> PlanText.technology(w.technology())),
                draft.origin() != Origin.AGENT && draft.origin() != Origin.FORWARD,
                draft.answersConfidential(),
                policy,
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    private static PlanRecipient recipient(Recipient recipient) {
        return new PlanRecipient(recipient.address(), recipient.kind() == Recipient.Kind.BCC);
    }

    private static List<Recipient> envelope(ProtectedCopy copy, List<Recipient> all) {
        return all.stream()
                .filter(r -> copy.recipients().contains(recipient(r)))
                .toList();
    }

    /** The only secret keys that sending needs are the sender's, so a locked one is theirs and is called so. */
    private SendDecision refused(EngineRefusal e, Draft draft) {
        String detail = String.valueOf(e.getMessage());
        return e.code().equals("key.locked")
                ? new SendDecision.Refuse(List.of(words.problem("signer.key.locked", draft.from(), detail)))
                : refuse(e.code(), detail);
    }

    private SendDecision refuse(String code, String detail) {
        return new SendDecision.Refuse(List.of(words.failure(code, detail)));
    }
}
