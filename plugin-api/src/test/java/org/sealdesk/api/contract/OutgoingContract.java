package org.sealdesk.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.api.contract.Hooks.content;
import static org.sealdesk.api.contract.Hooks.outgoing;
import static org.sealdesk.api.contract.Hooks.problem;
import static org.sealdesk.api.contract.Hooks.report;
import static org.sealdesk.api.contract.Hooks.rewritten;
import static org.sealdesk.api.contract.Hooks.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sealdesk.api.Problem;
import org.sealdesk.api.contract.HostUnderTest.Fate;
import org.sealdesk.api.contract.HostUnderTest.Sent;
import org.sealdesk.api.contract.HostUnderTest.Wire;
import org.sealdesk.api.mail.Draft;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.HookInfo;
import org.sealdesk.api.mail.Origin;
import org.sealdesk.api.mail.OutgoingMail;
import org.sealdesk.api.mail.Phase;
import org.sealdesk.api.mail.Protection;
import org.sealdesk.api.mail.Recipient;
import org.sealdesk.api.mail.SecurityReport.Summary;
import org.sealdesk.api.mail.SendDecision;
import org.sealdesk.api.mail.Technology;
import org.sealdesk.api.mail.Wish;

/** Outgoing mail fails closed: see {@link org.sealdesk.api.mail.OutgoingMailHook}. */
public abstract class OutgoingContract extends HostContract {

    private static final Recipient DANA = new Recipient("dana@fox.test", Recipient.Kind.TO);
    private static final Recipient BOB = new Recipient("bob@x.test", Recipient.Kind.BCC);
    private static final SendDecision KEEP = new SendDecision.Keep();

    private static Draft draft(Protection wanted) {
        return draft(Optional.of(new Wish(wanted, Technology.AUTOMATIC)));
    }

    private static Draft draft(Optional<Wish> wish) {
        return new Draft(
                new Envelope("support@acme.test", List.of(DANA, BOB)),
                "support@acme.test",
                Optional.of("support"),
                Origin.AGENT,
                Optional.empty(),
                false,
                wish);
    }

    private static SendDecision protect(OutgoingMail mail) {
        return new SendDecision.Replace(rewritten(mail.content()), report(Summary.SIGNED_AND_ENCRYPTED));
    }

    private static void assertNotSent(HostUnderTest host, Sent sent, String code) {
        assertThat(sent.fate()).isEqualTo(Fate.NOT_SENT);
        assertThat(sent.problems()).extracting(Problem::code).contains(code);
        assertThat(host.wire()).isEmpty();
    }

    @Test
    void hooksRunByPhaseThenByTheirOwnOrderAndSeeWhatEarlierOnesMade() throws Exception {
        List<String> order = new ArrayList<>();
        Hooks.Sending note = mail -> {
            order.add(text(mail.content()).contains("footer") ? "+" : "-");
            return KEEP;
        };
        var transport = outgoing("a-transport", Phase.TRANSPORT, note);
        var late = new Hooks.Outgoing(
                new HookInfo("a-late", Phase.CONTENT, List.of("b-early"), List.of(), Duration.ofSeconds(5)), note);
        var early = outgoing(
                "b-early",
                Phase.CONTENT,
                mail -> new SendDecision.Replace(
                        content(text(mail.content()) + "footer\r\n"), report(Summary.UNPROTECTED)));
        HostUnderTest host = host(transport, late, early);

        assertThat(host.send(draft(Protection.NONE), MAIL).fate()).isEqualTo(Fate.SENT);

        assertThat(order).containsExactly("+", "+");
        assertThat(host.wire()).hasSize(1).allMatch(w -> w.octets().endsWith("footer\r\n"));
    }

    @Test
    void refusalSendsNothingAndShowsTheProblemsOfAllProtectingHooks() throws Exception {
        HostUnderTest host = host(
                outgoing("a", Phase.PROTECT, m -> new SendDecision.Refuse(List.of(problem("key.missing")))),
                outgoing("b", Phase.PROTECT, m -> new SendDecision.Refuse(List.of(problem("key.expired")))));

        Sent sent = host.send(draft(Protection.SIGN_AND_ENCRYPT), MAIL);

        assertNotSent(host, sent, "key.missing");
        assertThat(sent.problems()).extracting(Problem::code).containsExactly("key.missing", "key.expired");
    }

    @Test
    void refusalOfOneHookIsNotHealedByAnother() throws Exception {
        HostUnderTest host = host(
                outgoing("a", Phase.PROTECT, m -> new SendDecision.Refuse(List.of(problem("key.missing")))),
                outgoing("b", Phase.PROTECT, OutgoingContract::protect));

        assertNotSent(host, host.send(draft(Protection.SIGN_AND_ENCRYPT), MAIL), "key.missing");
    }

    @Test
    void exceptionMeansNotSent() throws Exception {
        HostUnderTest host = host(outgoing("a", Phase.PROTECT, m -> {
            throw new IllegalStateException("boom");
        }));

        assertNotSent(host, host.send(draft(Protection.SIGN), MAIL), "hook.failed");
    }

    @Test
    void errorMeansNotSent() throws Exception {
        HostUnderTest host = host(outgoing("a", Phase.PROTECT, m -> {
            throw new NoClassDefFoundError("gone");
        }));

        assertNotSent(host, host.send(draft(Protection.SIGN), MAIL), "hook.failed");
    }

    @Test
    void exceptionOfAnyHookMeansNotSentEvenWithoutAWish() throws Exception {
        HostUnderTest host = host(outgoing("a", Phase.CONTENT, m -> {
            throw new IllegalStateException("boom");
        }));

        assertNotSent(host, host.send(draft(Optional.empty()), MAIL), "hook.failed");
    }

    @Test
    void timeoutMeansNotSentAndTheHookIsInterrupted() throws Exception {
        HookInfo quick = new HookInfo("slow", Phase.PROTECT, List.of(), List.of(), Duration.ofMillis(100));
        HostUnderTest host = host(new Hooks.Outgoing(quick, m -> {
            Hooks.hang();
            return KEEP;
        }));

        assertNotSent(host, host.send(draft(Protection.SIGN), MAIL), "hook.failed");
    }

    @Test
    void wantedProtectionThatNobodyGivesMeansNotSent() throws Exception {
        HostUnderTest host = host(outgoing("a", Phase.PROTECT, m -> KEEP));

        assertNotSent(host, host.send(draft(Protection.SIGN), MAIL), "protection.unavailable");
    }

    @Test
    void wantedProtectionWithoutAnyHookMeansNotSent() throws Exception {
        HostUnderTest host = host();

        assertNotSent(host, host.send(draft(Protection.ENCRYPT), MAIL), "protection.unavailable");
    }

    @Test
    void contentHookIsNoProtection() throws Exception {
        HostUnderTest host = host(outgoing("a", Phase.CONTENT, OutgoingContract::protect));

        assertNotSent(host, host.send(draft(Protection.SIGN_AND_ENCRYPT), MAIL), "protection.unavailable");
    }

    @Test
    void handingBackTheSameTextIsNoProtection() throws Exception {
        HostUnderTest host = host(outgoing(
                "a", Phase.PROTECT, m -> new SendDecision.Replace(m.content(), report(Summary.SIGNED_AND_ENCRYPTED))));

        assertNotSent(host, host.send(draft(Protection.SIGN_AND_ENCRYPT), MAIL), "protection.unavailable");
    }

    @Test
    void mailWithoutAWishGoesAsTheHooksLeaveIt() throws Exception {
        HostUnderTest host = host(outgoing("a", Phase.PROTECT, m -> KEEP));

        assertThat(host.send(draft(Optional.empty()), MAIL).fate()).isEqualTo(Fate.SENT);
        assertThat(host.wire()).containsExactly(new Wire(List.of("dana@fox.test", "bob@x.test"), MAIL));
    }

    @Test
    void replacedContentIsOnTheWireOctetForOctet() throws Exception {
        HostUnderTest host = host(outgoing("a", Phase.PROTECT, OutgoingContract::protect));

        assertThat(host.send(draft(Protection.SIGN_AND_ENCRYPT), MAIL).fate()).isEqualTo(Fate.SENT);

        assertThat(host.wire())
                .containsExactly(new Wire(List.of("dana@fox.test", "bob@x.test"), text(rewritten(content(MAIL)))));
    }

    @Test
    void splitCopiesReachTheirOwnRecipientsOnly() throws Exception {
        HostUnderTest host = host(outgoing("a", Phase.PROTECT, m -> split(m, List.of(DANA), List.of(BOB))));

        assertThat(host.send(draft(Protection.SIGN_AND_ENCRYPT), MAIL).fate()).isEqualTo(Fate.SENT);
        assertThat(host.wire())
                .extracting(Wire::recipients)
                .containsExactly(List.of("dana@fox.test"), List.of("bob@x.test"));
    }

    @Test
    void splitThatForgetsSomebodyMeansNotSent() throws Exception {
        HostUnderTest host = host(outgoing("a", Phase.PROTECT, m -> split(m, List.of(DANA))));

        assertNotSent(host, host.send(draft(Protection.SIGN), MAIL), "recipients.changed");
    }

    @Test
    void splitThatAddsSomebodyMeansNotSent() throws Exception {
        Recipient eve = new Recipient("eve@evil.test", Recipient.Kind.BCC);
        HostUnderTest host = host(outgoing("a", Phase.PROTECT, m -> split(m, List.of(DANA, BOB), List.of(eve))));

        assertNotSent(host, host.send(draft(Protection.SIGN), MAIL), "recipients.changed");
    }

    @Test
    void splitThatNamesSomebodyTwiceMeansNotSent() throws Exception {
        HostUnderTest host = host(outgoing("a", Phase.PROTECT, m -> split(m, List.of(DANA), List.of(DANA, BOB))));

        assertNotSent(host, host.send(draft(Protection.SIGN), MAIL), "recipients.changed");
    }

    @SafeVarargs
    private static SendDecision split(OutgoingMail mail, List<Recipient>... groups) {
        List<SendDecision.Split.Copy> copies = new ArrayList<>();
        for (List<Recipient> group : groups) {
            copies.add(new SendDecision.Split.Copy(
                    group, rewritten(mail.content()), report(Summary.SIGNED_AND_ENCRYPTED)));
        }
        return new SendDecision.Split(copies);
    }

    @Test
    void laterHookThatChangesTheProtectedTextIsRefusedByName() throws Exception {
        HostUnderTest host = host(
                outgoing("a", Phase.PROTECT, OutgoingContract::protect),
                outgoing(
                        "vandal",
                        Phase.TRANSPORT,
                        m -> new SendDecision.Replace(
                                content(text(m.content()) + "PS\r\n"), report(Summary.UNPROTECTED))));

        Sent sent = host.send(draft(Protection.SIGN), MAIL);

        assertNotSent(host, sent, "content.changed");
        assertThat(sent.problems().get(0).why().toString()).contains("vandal");
    }

    @Test
    void laterHookMayAddAHeader() throws Exception {
        HostUnderTest host = host(
                outgoing("a", Phase.PROTECT, OutgoingContract::protect),
                outgoing(
                        "dkim",
                        Phase.TRANSPORT,
                        m -> new SendDecision.Replace(
                                content("DKIM-Signature: v=1\r\n" + text(m.content())), report(Summary.UNPROTECTED))));

        assertThat(host.send(draft(Protection.SIGN), MAIL).fate()).isEqualTo(Fate.SENT);
        assertThat(host.wire()).allMatch(w -> w.octets().startsWith("DKIM-Signature"));
    }

    @Test
    void bccHeaderNeverLeaves() throws Exception {
        HostUnderTest host = host(outgoing(
                "a",
                Phase.PROTECT,
                m -> new SendDecision.Replace(
                        content("bcc: bob@x.test\r\n" + text(rewritten(m.content()))),
                        report(Summary.SIGNED_AND_ENCRYPTED))));

        assertNotSent(host, host.send(draft(Protection.SIGN), MAIL), "header.bcc");
    }

    @Test
    void deferredMailStaysAndComesBackWithTheSameIdAndARisingAttempt() throws Exception {
        var hook = new Hooks.Outgoing[1];
        hook[0] = outgoing(
                "a",
                Phase.PROTECT,
                m -> hook[0].attempts.size() == 1
                        ? new SendDecision.Defer(Duration.ofHours(1), problem("store.unavailable"))
                        : protect(m));
        HostUnderTest host = host(hook[0]);

        Sent first = host.send(draft(Protection.SIGN), MAIL);
        assertThat(first.fate()).isEqualTo(Fate.DEFERRED);
        assertThat(host.wire()).isEmpty();
        Sent second = host.retry(first.mailId());

        assertThat(second.fate()).isEqualTo(Fate.SENT);
        assertThat(hook[0].seen).extracting(OutgoingMail::id).containsExactly(first.mailId(), first.mailId());
        assertThat(hook[0].attempts).containsExactly(1, 2);
    }
}
