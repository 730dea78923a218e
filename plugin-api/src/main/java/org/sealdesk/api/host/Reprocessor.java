package org.sealdesk.api.host;

import java.util.Collection;
import org.sealdesk.api.ForHosts;

/** Asks the host to give stored mails to the incoming hooks again, because something may have changed. */
@ForHosts
public interface Reprocessor {

    /**
     * Returns at once; the host calls the incoming hooks later with cause {@code REPROCESS} and the stored original.
     *
     * @param mailIds as in {@code IncomingMail.id()}; unknown ids are ignored
     */
    void request(Collection<String> mailIds);
}
