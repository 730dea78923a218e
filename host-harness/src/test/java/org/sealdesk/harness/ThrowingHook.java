package org.sealdesk.harness;

import java.time.Duration;
import java.util.List;
import org.sealdesk.api.mail.HookContext;
import org.sealdesk.api.mail.HookInfo;
import org.sealdesk.api.mail.OutgoingMail;
import org.sealdesk.api.mail.OutgoingMailHook;
import org.sealdesk.api.mail.Phase;
import org.sealdesk.api.mail.SendDecision;

/** Has a bug. */
final class ThrowingHook implements OutgoingMailHook {

    static final String BUG = "a bug, as asked";

    @Override
    public HookInfo info() {
        return new HookInfo("throwing", Phase.PROTECT, List.of(), List.of(), Duration.ofSeconds(5));
    }

    @Override
    public SendDecision beforeSend(OutgoingMail mail, HookContext context) {
        throw new IllegalStateException(BUG);
    }
}
