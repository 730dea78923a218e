package org.sealdesk.crypt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;
import org.sealdesk.api.mail.ComposePlan;
import org.sealdesk.api.mail.Draft;
import org.sealdesk.api.mail.HookContext;
import org.sealdesk.api.mail.HookInfo;
import org.sealdesk.api.mail.OutgoingMail;
import org.sealdesk.api.mail.OutgoingMailHook;
import org.sealdesk.api.mail.Phase;
import org.sealdesk.api.mail.SendDecision;

/** Signs and encrypts what leaves. */
@Extension
public final class CryptOutgoingMailHook implements OutgoingMailHook {

    private static final HookInfo INFO =
            new HookInfo("crypt", Phase.PROTECT, List.of(), List.of(), Duration.ofSeconds(60));

    @Override
    public HookInfo info() {
        return INFO;
    }

    @Override
    public Optional<ComposePlan> plan(Draft draft, HookContext context) {
        return PluginScope.get(() -> Running.get().outgoing().plan(draft));
    }

    @Override
    public SendDecision beforeSend(OutgoingMail mail, HookContext context) {
        return PluginScope.get(() -> Running.get().outgoing().beforeSend(mail));
    }
}
