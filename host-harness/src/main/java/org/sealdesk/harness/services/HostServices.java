package org.sealdesk.harness.services;

import java.nio.file.Path;
import java.time.InstantSource;
import org.sealdesk.api.ApiVersion;
import org.sealdesk.api.host.AuditSink;
import org.sealdesk.api.host.Directory;
import org.sealdesk.api.host.Notices;
import org.sealdesk.api.host.PluginHost;
import org.sealdesk.api.host.Reprocessor;
import org.sealdesk.api.host.Scheduler;
import org.sealdesk.api.host.SecretStore;
import org.sealdesk.api.host.Settings;

/** The services for one plugin, put together. */
public record HostServices(
        Path dataDir,
        InstantSource clock,
        Settings settings,
        SecretStore secrets,
        Directory directory,
        AuditSink audit,
        Notices notices,
        Scheduler scheduler,
        Reprocessor reprocessor)
        implements PluginHost {

    @Override
    public String apiVersion() {
        return ApiVersion.CURRENT;
    }

    /** None of the optional services exists yet. */
    @Override
    public boolean supports(String capability) {
        return false;
    }
}
