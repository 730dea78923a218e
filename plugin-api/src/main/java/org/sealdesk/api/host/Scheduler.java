package org.sealdesk.api.host;

import java.time.Duration;
import org.sealdesk.api.ForHosts;

/** Work on the host's threads, after the current call. Work of a stopped plugin is dropped. */
@ForHosts
public interface Scheduler {

    /** Runs work once, no earlier than after the delay. An exception is logged by the host and ends the work. */
    void once(String name, Duration delay, Runnable work);
}
