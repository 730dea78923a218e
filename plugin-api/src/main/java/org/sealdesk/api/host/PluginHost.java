package org.sealdesk.api.host;

import java.nio.file.Path;
import java.time.InstantSource;
import org.sealdesk.api.ForHosts;

/**
 * The host's services, one object for one plugin. All of them may be called from any thread until the plugin's
 * {@code stop()} has returned.
 */
@ForHosts
public interface PluginHost {

    /** The API version the host was built with: {@link org.sealdesk.api.ApiVersion#CURRENT}. */
    String apiVersion();

    /** True if the host offers an optional service; unknown names answer false. */
    boolean supports(String capability);

    /**
     * A directory of this plugin alone, existing, writable, on a local disk, kept between runs and part of the host's
     * backup.
     */
    Path dataDir();

    /** The only clock a plugin reads. Tests and the harness move it. */
    InstantSource clock();

    Settings settings();

    SecretStore secrets();

    Directory directory();

    AuditSink audit();

    Notices notices();

    Scheduler scheduler();

    Reprocessor reprocessor();
}
