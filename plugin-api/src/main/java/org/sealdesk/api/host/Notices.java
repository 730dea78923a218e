package org.sealdesk.api.host;

import java.util.List;
import org.sealdesk.api.ForHosts;
import org.sealdesk.api.Problem;

/** What the host shows to administrators until it is over: configuration errors, keys about to expire. */
@ForHosts
public interface Notices {

    /** Replaces everything this plugin has raised before; an empty list clears it. Cheap when nothing changed. */
    void replaceAll(List<Problem> problems);
}
