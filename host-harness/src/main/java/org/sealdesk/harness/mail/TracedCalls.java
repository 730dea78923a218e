package org.sealdesk.harness.mail;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.sealdesk.api.mail.HookContext;
import org.sealdesk.api.mail.HookInfo;
import org.sealdesk.api.mail.MailContent;

/** Calls a hook within its budget and writes down what came of it. */
final class TracedCalls {

    private final HookCalls calls;
    private final HookTrace trace;
    private final InstantSource clock;

    TracedCalls(HookCalls calls, HookTrace trace, InstantSource clock) {
        this.calls = calls;
        this.trace = trace;
        this.clock = clock;
    }

    /**
     * What a hook is asked about.
     *
     * @param content what the hook is given
     * @param most what the host waits at most, whatever the hook says about itself
     */
    record Subject(String mailId, MailContent content, int attempt, Locale locale, Duration most) {}

    /** The call itself; it runs on another thread. */
    @FunctionalInterface
    interface Question<D> {
        D ask(HookContext context) throws Exception;
    }

    /** @param replacement the content that a decision puts in place of the hook's input */
    <D> D ask(HookInfo info, Subject subject, Question<D> question, Function<D, Optional<MailContent>> replacement)
            throws HookFailure {
        Duration budget = info.budget().compareTo(subject.most()) < 0 ? info.budget() : subject.most();
        HookContext context = new HookContext(clock.instant().plus(budget), subject.attempt(), subject.locale());
        long start = System.nanoTime();
        String decision = "failed";
        MailContent after = subject.content();
        try {
            D answer = calls.call(info.id(), budget, () -> question.ask(context));
            decision = answer.getClass().getSimpleName();
            after = replacement.apply(answer).orElse(after);
            return answer;
        } finally {
            trace.add(new HookTrace.Step(
                    clock.instant(),
                    subject.mailId(),
                    info.id(),
                    info.phase().name(),
                    (System.nanoTime() - start) / 1_000_000,
                    decision,
                    HookTrace.fingerprint(subject.content()),
                    HookTrace.fingerprint(after)));
        }
    }
}
