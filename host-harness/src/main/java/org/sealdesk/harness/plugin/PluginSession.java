package org.sealdesk.harness.plugin;

import org.sealdesk.api.host.PluginHost;
import org.sealdesk.harness.services.HostScheduler;

/** The services of one load of a plugin; closing drops its scheduled work. */
public record PluginSession(PluginHost services, HostScheduler scheduler) implements AutoCloseable {

    @Override
    public void close() {
        scheduler.close();
    }
}
