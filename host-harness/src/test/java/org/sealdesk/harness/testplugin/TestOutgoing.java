package org.sealdesk.harness.testplugin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;
import org.sealdesk.api.Fix;
import org.sealdesk.api.Text;
import org.sealdesk.api.mail.ComposePlan;
import org.sealdesk.api.mail.Draft;
import org.sealdesk.api.mail.HookContext;
import org.sealdesk.api.mail.HookInfo;
import org.sealdesk.api.mail.OutgoingMail;
import org.sealdesk.api.mail.OutgoingMailHook;
import org.sealdesk.api.mail.Phase;
import org.sealdesk.api.mail.Protection;
import org.sealdesk.api.mail.RecipientPlan;
import org.sealdesk.api.mail.SendDecision;
import org.sealdesk.api.mail.Technology;
import org.sealdesk.api.mail.Wish;

/** Plans as if everybody at fox.test had a key. */
@Extension
public final class TestOutgoing implements OutgoingMailHook {

    @Override
    public HookInfo info() {
        return new HookInfo("test-out", Phase.PROTECT, List.of(), List.of(), Duration.ofSeconds(5));
    }

    @Override
    public Optional<ComposePlan> plan(Draft draft, HookContext context) {
        List<RecipientPlan> recipients = draft.envelope().recipients().stream()
                .map(r -> r.address())
                .map(a -> a.endsWith("@fox.test")
                        ? new RecipientPlan(
                                a,
                                true,
                                "ok",
                                Text.data("4F1C 9A02, Ed25519"),
                                Optional.of("4F1C9A02"),
                                Technology.OPENPGP,
                                List.of())
                        : new RecipientPlan(
                                a,
                                false,
                                "key.missing",
                                Text.data("No key for " + a + "."),
                                Optional.empty(),
                                Technology.AUTOMATIC,
                                List.of(new Fix(Text.data("Import"), "import"))))
                .toList();
        Protection protection = draft.wish().map(Wish::protection).orElse(Protection.SIGN);
        return Optional.of(new ComposePlan(
                new Wish(protection, Technology.AUTOMATIC),
                Text.data("queue setting \"encrypt when possible\""),
                Set.of(Protection.NONE, Protection.SIGN),
                Text.data(protection == Protection.NONE ? "Send" : "Send signed"),
                Optional.of(Text.data("Support 4F1C…")),
                recipients,
                List.of(),
                List.of(Text.data("The subject stays readable on the way."))));
    }

    @Override
    public SendDecision beforeSend(OutgoingMail mail, HookContext context) {
        return new SendDecision.Keep();
    }
}
