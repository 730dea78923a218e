package org.sealdesk.harness.mail;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealdesk.api.Problem;
import org.sealdesk.api.mail.HookInfo;
import org.sealdesk.api.mail.IncomingMail;
import org.sealdesk.api.mail.IncomingMailHook;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.Phase;
import org.sealdesk.api.mail.ReceiveDecision;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.harness.plugin.Extensions;

/** One pass of an incoming mail through the hooks. */
final class IncomingRun {

    private static final Duration MAX_BUDGET = Duration.ofSeconds(30);

    private final Extensions extensions;
    private final TracedCalls calls;

    IncomingRun(Extensions extensions, TracedCalls calls) {
        this.extensions = extensions;
        this.calls = calls;
    }

    /**
     * What came of it.
     *
     * @param content what people read; empty for the original
     * @param held why it is in quarantine
     */
    record Findings(Optional<MailContent> content, Optional<SecurityReport> report, Optional<Problem> held) {}

    /** Not now; the mail is delivered unchanged. */
    static final class Deferred extends Exception {
        private static final long serialVersionUID = 1;
        final transient Problem why;
        final Duration after;

        Deferred(Problem why, Duration after) {
            this.why = why;
            this.after = after;
        }
    }

    Findings through(IncomingMail first, int attempt) throws HookFailure, Deferred {
        Extensions.Use use = extensions.use();
        try {
            return ask(first, attempt);
        } finally {
            use.close();
        }
    }

    private Findings ask(IncomingMail first, int attempt) throws HookFailure, Deferred {
        Optional<String> gone = extensions.failure();
        if (gone.isPresent()) {
            throw new HookFailure("the plugin is not loaded: " + gone.get(), new IllegalStateException(gone.get()));
        }
        Optional<MailContent> content = Optional.empty();
        Optional<SecurityReport> report = Optional.empty();
        boolean unprotected = false;
        for (IncomingMailHook hook : hooks()) {
            IncomingMail mail = new IncomingMail(
                    first.id(), first.cause(), first.envelope(), first.original(), content.orElse(first.original()));
            HookInfo info = hook.info();
            ReceiveDecision decision = ask(hook, info, mail, attempt);
            Optional<SecurityReport> found = Optional.empty();
            if (decision instanceof ReceiveDecision.Annotate a) {
                found = Optional.of(a.report());
            } else if (decision instanceof ReceiveDecision.Replace r) {
                found = Optional.of(r.report());
                content = Optional.of(r.content());
            } else if (decision instanceof ReceiveDecision.Hold h) {
                return new Findings(content, report, Optional.of(h.why()));
            } else if (decision instanceof ReceiveDecision.Defer d) {
                throw new Deferred(d.why(), d.after());
            }
            // The verdict is that of the hook that opened the mail; a later one cannot talk over it.
            if (found.isPresent() && !unprotected) {
                report = found;
                unprotected = info.phase() == Phase.UNPROTECT;
            }
        }
        return new Findings(content, report, Optional.empty());
    }

    private List<IncomingMailHook> hooks() throws HookFailure {
        try {
            return extensions.incoming();
        } catch (RuntimeException e) {
            throw new HookFailure("the mail hooks cannot be ordered: " + e.getMessage(), e);
        }
    }

    private ReceiveDecision ask(IncomingMailHook hook, HookInfo info, IncomingMail mail, int attempt)
            throws HookFailure {
        return calls.ask(
                info,
                new TracedCalls.Subject(mail.id(), mail.current(), attempt, Locale.ENGLISH, MAX_BUDGET),
                context -> hook.onReceive(mail, context),
                answer -> answer instanceof ReceiveDecision.Replace r ? Optional.of(r.content()) : Optional.empty());
    }
}
