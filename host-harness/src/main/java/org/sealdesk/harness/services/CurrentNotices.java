package org.sealdesk.harness.services;

import java.util.List;
import org.sealdesk.api.Problem;
import org.sealdesk.api.host.Notices;

/** What the plugin wants administrators to see now. */
public final class CurrentNotices implements Notices {

    private volatile List<Problem> problems = List.of();

    @Override
    public void replaceAll(List<Problem> next) {
        problems = List.copyOf(next);
    }

    public List<Problem> problems() {
        return problems;
    }
}
