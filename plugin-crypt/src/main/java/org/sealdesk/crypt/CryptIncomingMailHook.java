package org.sealdesk.crypt;

import java.time.Duration;
import java.util.List;
import org.pf4j.Extension;
import org.sealdesk.api.mail.HookContext;
import org.sealdesk.api.mail.HookInfo;
import org.sealdesk.api.mail.IncomingMail;
import org.sealdesk.api.mail.IncomingMailHook;
import org.sealdesk.api.mail.Phase;
import org.sealdesk.api.mail.ReceiveDecision;

/** Opens and judges what arrives. */
@Extension
public final class CryptIncomingMailHook implements IncomingMailHook {

    private static final HookInfo INFO =
            new HookInfo("crypt", Phase.UNPROTECT, List.of(), List.of(), Duration.ofSeconds(30));

    @Override
    public HookInfo info() {
        return INFO;
    }

    @Override
    public ReceiveDecision onReceive(IncomingMail mail, HookContext context) {
        return PluginScope.get(() -> Running.get().receive(mail));
    }
}
