package org.sealdesk.api.mail;

import java.util.Optional;
import org.pf4j.ExtensionPoint;
import org.sealdesk.api.ForPlugins;

/**
 * Sees every mail the host sends. All methods may be called from several threads at once.
 *
 * <table>
 * <caption>What the host does</caption>
 * <tr><td>Order</td><td>{@link HookOrder}; each hook sees what earlier ones made</td></tr>
 * <tr><td>Refuse</td><td>nothing goes out; the first refusal wins</td></tr>
 * <tr><td>Exception, timeout, plugin gone</td><td><b>not sent</b>; the draft is kept with problem {@code hook.failed}
 * </td></tr>
 * <tr><td>Protection wanted, every hook of phase PROTECT answered Keep</td><td><b>not sent</b>, problem
 * {@code protection.unavailable}</td></tr>
 * <tr><td>After phase PROTECT</td><td>a later hook that changes the body is refused by name</td></tr>
 * <tr><td>Attempts</td><td>at least once: the same id with a rising attempt; equal input gives an equivalent
 * answer</td></tr>
 * </table>
 *
 * <p>Contract test: {@code HostContract} in the test jar of this module.
 */
@ForPlugins
public interface OutgoingMailHook extends ExtensionPoint {

    HookInfo info();

    /**
     * Says what would happen to a draft, on each pause of typing. Pure: unlocks no secret, writes nothing, opens no
     * connection, answers within 250 ms.
     *
     * @return empty if this hook has nothing to say; the host shows the plan of the first hook that has
     */
    default Optional<ComposePlan> plan(Draft draft, HookContext context) {
        return Optional.empty();
    }

    /** Decides about a mail that is about to leave. Called once per attempt, before anything is on the wire. */
    SendDecision beforeSend(OutgoingMail mail, HookContext context) throws Exception;
}
