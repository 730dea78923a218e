package org.sealdesk.api.mail;

import org.pf4j.ExtensionPoint;
import org.sealdesk.api.ForPlugins;

/**
 * Sees every mail that arrives, after the host has stored the original. Called once on first delivery and again
 * whenever the host reprocesses the article, then with the same id and the stored original. May be called from several
 * threads at once.
 *
 * <p>On an exception or a timeout the host delivers the mail unchanged with a report of NOT_CHECKED, answers SMTP with
 * 250 all the same, and tries again later; after the third failure it stops trying. Headers that a stranger could use
 * to fake a result are stripped by the host before display.
 *
 * <p>Contract test: {@code HostContract} in the test jar of this module.
 */
@ForPlugins
public interface IncomingMailHook extends ExtensionPoint {

    HookInfo info();

    ReceiveDecision onReceive(IncomingMail mail, HookContext context) throws Exception;
}
