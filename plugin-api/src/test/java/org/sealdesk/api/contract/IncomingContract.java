package org.sealdesk.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.api.contract.Hooks.content;
import static org.sealdesk.api.contract.Hooks.incoming;
import static org.sealdesk.api.contract.Hooks.problem;
import static org.sealdesk.api.contract.Hooks.report;
import static org.sealdesk.api.contract.Hooks.rewritten;
import static org.sealdesk.api.contract.Hooks.text;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.sealdesk.api.contract.HostUnderTest.Answer;
import org.sealdesk.api.contract.HostUnderTest.Delivered;
import org.sealdesk.api.mail.HookInfo;
import org.sealdesk.api.mail.IncomingMail;
import org.sealdesk.api.mail.Phase;
import org.sealdesk.api.mail.ReceiveDecision;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.api.mail.SecurityReport.Summary;
import org.sealdesk.api.mail.SignatureState;

/** Incoming mail fails visible: see {@link org.sealdesk.api.mail.IncomingMailHook}. */
public abstract class IncomingContract extends HostContract {

    private static final ReceiveDecision KEEP = new ReceiveDecision.Keep();

    /** Something the host does on its own time. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    private static void eventually(Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static void assertUnchecked(Delivered mail) {
        assertThat(mail.original()).isEqualTo(MAIL);
        assertThat(mail.shown()).isEqualTo(MAIL);
        assertThat(mail.report()).map(SecurityReport::signature).contains(SignatureState.NOT_CHECKED);
        assertThat(mail.report()).map(SecurityReport::summary).contains(Summary.UNPROTECTED);
    }

    @Test
    void hookSeesTheOriginalOctetForOctet() throws Exception {
        var hook = incoming("a", Phase.UNPROTECT, m -> KEEP);
        HostUnderTest host = host(hook);

        Answer answer = host.receive(INCOMING, MAIL);

        assertThat(answer.accepted()).isTrue();
        assertThat(hook.seen).hasSize(1);
        IncomingMail seen = hook.seen.get(0);
        assertThat(text(seen.original())).isEqualTo(MAIL);
        assertThat(seen.current()).isSameAs(seen.original());
        assertThat(seen.id()).isEqualTo(answer.mailId());
        assertThat(seen.cause()).isEqualTo(IncomingMail.Cause.FIRST_DELIVERY);
        assertThat(seen.envelope()).isEqualTo(INCOMING);
    }

    @Test
    void replacedContentIsShownAndTheOriginalKept() throws Exception {
        HostUnderTest host = host(incoming(
                "a",
                Phase.UNPROTECT,
                m -> new ReceiveDecision.Replace(rewritten(m.current()), report(Summary.SIGNED_AND_ENCRYPTED))));

        Delivered mail = host.delivered(host.receive(INCOMING, MAIL).mailId());

        assertThat(mail.original()).isEqualTo(MAIL);
        assertThat(mail.shown()).isEqualTo(text(rewritten(content(MAIL))));
        assertThat(mail.report()).contains(report(Summary.SIGNED_AND_ENCRYPTED));
    }

    @Test
    void laterHookSeesWhatAnEarlierOneMadeAndTheOriginal() throws Exception {
        var spam = incoming("a-spam", Phase.CLASSIFY, m -> KEEP);
        HostUnderTest host = host(
                spam,
                incoming(
                        "z-crypt",
                        Phase.UNPROTECT,
                        m -> new ReceiveDecision.Replace(rewritten(m.current()), report(Summary.ENCRYPTED_ONLY))));

        host.receive(INCOMING, MAIL);

        assertThat(text(spam.seen.get(0).current())).contains("protected");
        assertThat(text(spam.seen.get(0).original())).isEqualTo(MAIL);
    }

    @Test
    void laterHookCannotTalkOverTheVerdict() throws Exception {
        HostUnderTest host = host(
                incoming("liar", Phase.CLASSIFY, m -> new ReceiveDecision.Annotate(report(Summary.SIGNED_ONLY))),
                incoming("crypt", Phase.UNPROTECT, m -> new ReceiveDecision.Annotate(report(Summary.UNPROTECTED))));

        Delivered mail = host.delivered(host.receive(INCOMING, MAIL).mailId());

        assertThat(mail.report()).map(SecurityReport::summary).contains(Summary.UNPROTECTED);
    }

    @Test
    void exceptionDeliversUnchangedAndIsTriedAgain() throws Exception {
        var hook = new Hooks.Incoming[1];
        hook[0] = incoming("a", Phase.UNPROTECT, m -> {
            if (hook[0].attempts.size() < 3) {
                throw new IllegalStateException("boom");
            }
            return new ReceiveDecision.Annotate(report(Summary.SIGNED_ONLY));
        });
        HostUnderTest host = host(hook[0]);

        Answer answer = host.receive(INCOMING, MAIL);

        assertThat(answer.accepted()).isTrue();
        assertThat(host.delivered(answer.mailId()).shown()).isEqualTo(MAIL);
        eventually(() -> host.delivered(answer.mailId())
                .report()
                .filter(r -> r.summary() == Summary.SIGNED_ONLY)
                .isPresent());
        assertThat(hook[0].attempts).containsExactly(1, 2, 3);
        assertThat(hook[0].seen).extracting(IncomingMail::id).containsOnly(answer.mailId());
        assertThat(hook[0].seen.get(1).cause()).isEqualTo(IncomingMail.Cause.REPROCESS);
    }

    @Test
    void afterTheThirdFailureTheHostStopsTrying() throws Exception {
        var hook = incoming("a", Phase.UNPROTECT, m -> {
            throw new StackOverflowError();
        });
        HostUnderTest host = host(hook);

        String id = host.receive(INCOMING, MAIL).mailId();
        eventually(() -> hook.attempts.size() == 3);

        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        assertThat(hook.attempts).containsExactly(1, 2, 3);
        assertUnchecked(host.delivered(id));
    }

    @Test
    void timeoutDeliversUnchanged() throws Exception {
        HookInfo quick = new HookInfo("slow", Phase.UNPROTECT, List.of(), List.of(), Duration.ofMillis(50));
        HostUnderTest host = host(new Hooks.Incoming(quick, m -> {
            Hooks.hang();
            return KEEP;
        }));

        Answer answer = host.receive(INCOMING, MAIL);

        assertThat(answer.accepted()).isTrue();
        assertUnchecked(host.delivered(answer.mailId()));
    }

    @Test
    void failureOfALaterHookShowsTheOriginal() throws Exception {
        HostUnderTest host = host(
                incoming(
                        "a",
                        Phase.UNPROTECT,
                        m -> new ReceiveDecision.Replace(rewritten(m.current()), report(Summary.ENCRYPTED_ONLY))),
                incoming("b", Phase.CLASSIFY, m -> {
                    throw new IllegalStateException("boom");
                }));

        assertUnchecked(host.delivered(host.receive(INCOMING, MAIL).mailId()));
    }

    @Test
    void reprocessGivesTheOriginalAndNeverAnEarlierResult() throws Exception {
        var hook = incoming(
                "a",
                Phase.UNPROTECT,
                m -> new ReceiveDecision.Replace(rewritten(m.current()), report(Summary.ENCRYPTED_ONLY)));
        HostUnderTest host = host(hook);
        String id = host.receive(INCOMING, MAIL).mailId();

        host.reprocess(id);

        assertThat(hook.seen).hasSize(2);
        assertThat(text(hook.seen.get(1).current())).isEqualTo(MAIL);
        assertThat(hook.seen.get(1).cause()).isEqualTo(IncomingMail.Cause.REPROCESS);
        assertThat(hook.attempts).containsExactly(1, 2);
    }

    @Test
    void failedReprocessTakesNoVerdictAway() throws Exception {
        var hook = new Hooks.Incoming[1];
        hook[0] = incoming("a", Phase.UNPROTECT, m -> {
            if (hook[0].attempts.size() > 1) {
                throw new IllegalStateException("boom");
            }
            return new ReceiveDecision.Replace(rewritten(m.current()), report(Summary.ENCRYPTED_ONLY));
        });
        HostUnderTest host = host(hook[0]);
        String id = host.receive(INCOMING, MAIL).mailId();

        host.reprocess(id);

        assertThat(host.delivered(id).report()).map(SecurityReport::summary).contains(Summary.ENCRYPTED_ONLY);
    }

    @Test
    void deferredMailIsShownUnchangedMeanwhile() throws Exception {
        HostUnderTest host = host(incoming(
                "a",
                Phase.UNPROTECT,
                m -> new ReceiveDecision.Defer(Duration.ofHours(1), problem("store.unavailable"))));

        Answer answer = host.receive(INCOMING, MAIL);

        assertThat(answer.accepted()).isTrue();
        assertUnchecked(host.delivered(answer.mailId()));
    }
}
