package org.sealdesk.harness.testplugin;

import org.pf4j.Plugin;
import org.sealdesk.api.host.PluginHost;

/** Keeps the host's services for its extensions. */
public final class TestPlugin extends Plugin {

    private final PluginHost host;

    public TestPlugin(PluginHost host) {
        this.host = host;
    }

    @Override
    public void start() {
        if (host.settings().get(org.sealdesk.api.host.Scope.GLOBAL, "test.fail").isPresent()) {
            throw new IllegalStateException("asked to fail");
        }
    }
}
