package org.sealdesk.api.contact;

import org.pf4j.ExtensionPoint;
import org.sealdesk.api.ForPlugins;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.host.Directory.Contact;

/**
 * A page in the area where a contact of the host is logged in, such as "My keys". The host mounts it under a path of its
 * own and draws the answer like an admin page; links and forms in it are relative to that mount.
 *
 * <p>Before it calls, the host has made sure who the contact is, and for a write of method and token. It says so by the
 * contact it hands over: the plugin believes the host that this person may speak for these addresses, and for no others.
 * A host that has not proved an address leaves it out. Called from several threads at once. The contract test is
 * {@code ContactContract}.
 */
@ForPlugins
public interface ContactPages extends ExtensionPoint {

    /** What the host calls the page in its menu. */
    Text title();

    /**
     * Answers one request. {@link AdminRequest#may} is false for every permission, {@link AdminRequest#actor} names the
     * contact. {@link Outcome.Reauthenticate} is never answered. An exception makes the host show a plain error page; its
     * text is not shown.
     */
    Outcome handle(Contact contact, AdminRequest request) throws Exception;
}
