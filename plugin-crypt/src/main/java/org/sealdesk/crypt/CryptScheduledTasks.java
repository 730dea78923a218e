package org.sealdesk.crypt;

import java.util.List;
import org.pf4j.Extension;
import org.sealdesk.api.host.ScheduledTasks;

/** What the plugin does from time to time. */
@Extension
public final class CryptScheduledTasks implements ScheduledTasks {

    @Override
    public List<Task> tasks() {
        return PluginScope.get(() -> Running.get().tasks()).stream()
                .map(t -> new Task(t.id(), t.every(), () -> PluginScope.run(t.work())))
                .toList();
    }
}
