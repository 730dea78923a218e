package org.sealdesk.harness;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.sealdesk.harness.plugin.Extensions;
import org.sealdesk.harness.plugin.PluginRuntime;

/** The extensions of the plugin that the harness has loaded, and others beside them. */
final class PluginAnd implements Extensions {

    private final List<PluginRuntime> plugin = new CopyOnWriteArrayList<>();
    private final Extensions others;

    PluginAnd(Object... others) {
        this.others = Extensions.of("others", others);
    }

    void bind(PluginRuntime loaded) {
        plugin.add(loaded);
    }

    @Override
    public String pluginId() {
        return plugin.isEmpty() ? others.pluginId() : plugin.get(0).pluginId();
    }

    @Override
    public <T> List<T> all(Class<T> type) {
        return Stream.concat(plugin.stream().flatMap(p -> p.all(type).stream()), others.all(type).stream())
                .toList();
    }

    @Override
    public Use use() {
        return plugin.isEmpty() ? others.use() : plugin.get(0).use();
    }

    @Override
    public Optional<String> failure() {
        return plugin.isEmpty() ? Optional.of("not yet loaded") : plugin.get(0).failure();
    }
}
