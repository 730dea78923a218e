package org.sealdesk.harness.mail;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Problem;
import org.sealdesk.api.mail.Draft;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.HookInfo;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.Origin;
import org.sealdesk.api.mail.OutgoingMail;
import org.sealdesk.api.mail.OutgoingMailHook;
import org.sealdesk.api.mail.Phase;
import org.sealdesk.api.mail.Protection;
import org.sealdesk.api.mail.Recipient;
import org.sealdesk.api.mail.SendDecision;
import org.sealdesk.harness.plugin.Extensions;

/** One pass of an outgoing mail through the hooks. It ends in copies that may leave, or in nothing leaving. */
final class OutgoingRun {

    private static final Duration AGENT_BUDGET = Duration.ofSeconds(10);
    private static final Duration BACKGROUND_BUDGET = Duration.ofSeconds(60);

    private final Extensions extensions;
    private final TracedCalls calls;

    OutgoingRun(Extensions extensions, TracedCalls calls) {
        this.extensions = extensions;
        this.calls = calls;
    }

    /** Nothing of the mail may leave. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        final transient List<Problem> problems;

        Refused(List<Problem> problems) {
            this.problems = List.copyOf(problems);
        }

        Refused(Problem problem) {
            this(List.of(problem));
        }
    }

    /** Nothing of the mail may leave now. */
    static final class Deferred extends Exception {
        private static final long serialVersionUID = 1;
        final transient Problem why;
        final Duration after;

        Deferred(Problem why, Duration after) {
            this.why = why;
            this.after = after;
        }
    }

    List<OutgoingCopy> through(OutgoingMail mail, int attempt, Locale locale) throws Refused, Deferred {
        Extensions.Use use = extensions.use();
        try {
            return ask(mail, attempt, locale);
        } catch (HookFailure | IOException | RuntimeException e) {
            throw new Refused(HostProblems.hookFailed(e.getMessage() == null ? e.toString() : e.getMessage()));
        } finally {
            use.close();
        }
    }

    private List<OutgoingCopy> ask(OutgoingMail mail, int attempt, Locale locale)
            throws HookFailure, IOException, Refused, Deferred {
        Optional<String> gone = extensions.failure();
        if (gone.isPresent()) {
            // Its policy cannot be asked either, so not even a mail without a wish may leave.
            throw new HookFailure("the plugin is not loaded: " + gone.get(), new IllegalStateException(gone.get()));
        }
        List<OutgoingCopy> copies =
                List.of(new OutgoingCopy(mail.draft().envelope(), mail.content(), Optional.empty(), Optional.empty()));
        Map<OutgoingCopy, String> sealed = new HashMap<>();
        List<Problem> refusals = new ArrayList<>();
        boolean protectPhaseOver = false;
        for (OutgoingMailHook hook : extensions.outgoing()) {
            HookInfo info = hook.info();
            if (info.phase().compareTo(Phase.PROTECT) > 0 && !protectPhaseOver) {
                endOfProtectPhase(mail, copies, refusals);
                protectPhaseOver = true;
            }
            List<OutgoingCopy> next = new ArrayList<>();
            for (OutgoingCopy copy : copies) {
                if (protectPhaseOver) {
                    sealed.put(copy, ProtectedPart.digest(copy.content()));
                }
                List<OutgoingCopy> made = one(hook, info, mail, copy, attempt, locale, refusals);
                for (OutgoingCopy m : made) {
                    if (protectPhaseOver && !ProtectedPart.digest(m.content()).equals(sealed.get(copy))) {
                        throw new Refused(HostProblems.changedAfterwards(info.id()));
                    }
                    if (ProtectedPart.hasField(m.content(), "Bcc")) {
                        throw new Refused(HostProblems.bccOnWire(info.id()));
                    }
                }
                next.addAll(made);
            }
            copies = next;
        }
        if (!protectPhaseOver) {
            endOfProtectPhase(mail, copies, refusals);
        }
        return copies;
    }

    /** All hooks of the phase were asked, so that their problems are shown together. */
    private static void endOfProtectPhase(OutgoingMail mail, List<OutgoingCopy> copies, List<Problem> refusals)
            throws Refused {
        if (!refusals.isEmpty()) {
            throw new Refused(refusals);
        }
        boolean wanted = mail.draft()
                .wish()
                .filter(w -> w.protection() != Protection.NONE)
                .isPresent();
        if (wanted && copies.stream().anyMatch(c -> c.protectedBy().isEmpty())) {
            throw new Refused(HostProblems.unprotected());
        }
    }

    private List<OutgoingCopy> one(
            OutgoingMailHook hook,
            HookInfo info,
            OutgoingMail mail,
            OutgoingCopy copy,
            int attempt,
            Locale locale,
            List<Problem> refusals)
            throws HookFailure, IOException, Refused, Deferred {
        Draft draft = narrowed(mail.draft(), copy.envelope());
        SendDecision decision = call(hook, info, new OutgoingMail(mail.id(), draft, copy.content()), attempt, locale);
        if (decision instanceof SendDecision.Replace r) {
            return List.of(new OutgoingCopy(
                    copy.envelope(), r.content(), Optional.of(r.report()), protector(info, copy, r.content())));
        }
        if (decision instanceof SendDecision.Split s) {
            checkRecipients(info, copy.envelope(), s);
            List<OutgoingCopy> parts = new ArrayList<>();
            for (SendDecision.Split.Copy part : s.copies()) {
                parts.add(new OutgoingCopy(
                        new Envelope(copy.envelope().from(), part.recipients()),
                        part.content(),
                        Optional.of(part.report()),
                        protector(info, copy, part.content())));
            }
            return parts;
        }
        if (decision instanceof SendDecision.Refuse r) {
            if (info.phase() != Phase.PROTECT) {
                throw new Refused(refusals.isEmpty() ? r.problems() : refusals);
            }
            refusals.addAll(r.problems());
        }
        if (decision instanceof SendDecision.Defer d && refusals.isEmpty()) {
            throw new Deferred(d.why(), d.after());
        }
        return List.of(copy);
    }

    /** Handing back the same text is no protection, whatever the report says. */
    private static Optional<String> protector(HookInfo info, OutgoingCopy before, MailContent after)
            throws IOException {
        boolean changed = info.phase() == Phase.PROTECT
                && !ProtectedPart.digest(before.content()).equals(ProtectedPart.digest(after));
        return changed ? Optional.of(info.id()) : before.protectedBy();
    }

    private static void checkRecipients(HookInfo info, Envelope whole, SendDecision.Split split) throws Refused {
        List<Recipient> left = new ArrayList<>(whole.recipients());
        for (SendDecision.Split.Copy copy : split.copies()) {
            boolean all =
                    !copy.recipients().isEmpty() && copy.recipients().stream().allMatch(left::remove);
            if (!all) {
                throw new Refused(HostProblems.wrongRecipients(info.id()));
            }
        }
        if (!left.isEmpty()) {
            throw new Refused(HostProblems.wrongRecipients(info.id()));
        }
    }

    private static Draft narrowed(Draft draft, Envelope envelope) {
        return new Draft(
                envelope,
                draft.from(),
                draft.queue(),
                draft.origin(),
                draft.inReplyTo(),
                draft.answersConfidential(),
                draft.wish());
    }

    private SendDecision call(OutgoingMailHook hook, HookInfo info, OutgoingMail mail, int attempt, Locale locale)
            throws HookFailure {
        Duration most = mail.draft().origin() == Origin.AGENT ? AGENT_BUDGET : BACKGROUND_BUDGET;
        return calls.ask(
                info,
                new TracedCalls.Subject(mail.id(), mail.content(), attempt, locale, most),
                context -> hook.beforeSend(mail, context),
                answer -> answer instanceof SendDecision.Replace r ? Optional.of(r.content()) : Optional.empty());
    }
}
