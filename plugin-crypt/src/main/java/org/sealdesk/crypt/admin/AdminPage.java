package org.sealdesk.crypt.admin;

import java.util.List;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Outcome;

/** One page. */
interface AdminPage {

    /** @param path all segments, as the route had them */
    Outcome handle(AdminRequest request, List<String> path) throws Exception;
}
