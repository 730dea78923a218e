package org.sealdesk.api.host;

import java.time.Duration;
import java.util.List;
import org.pf4j.ExtensionPoint;
import org.sealdesk.api.ForPlugins;

/** Work that comes back. The host asks once after the plugin has started. */
@ForPlugins
public interface ScheduledTasks extends ExtensionPoint {

    List<Task> tasks();

    /**
     * One recurring piece of work. The host runs it on one of its threads, never twice at the same time, first one
     * interval after start. An exception is logged and does not end the series.
     *
     * @param id unique within the plugin
     * @param every at least one second
     */
    record Task(String id, Duration every, Runnable work) {}
}
