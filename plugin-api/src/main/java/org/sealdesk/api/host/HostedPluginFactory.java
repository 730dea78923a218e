package org.sealdesk.api.host;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Function;
import org.pf4j.DefaultPluginFactory;
import org.pf4j.Plugin;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the host's services to the constructor of plugins that ask for them: {@code public MyPlugin(PluginHost host)}.
 * Other plugins are made as PF4J makes them. A host overrides one method of its plugin manager:
 *
 * <pre>{@code
 * protected PluginFactory createPluginFactory() {
 *     return new HostedPluginFactory(pluginId -> hostServicesFor(pluginId));
 * }
 * }</pre>
 */
public final class HostedPluginFactory extends DefaultPluginFactory {

    private static final Logger LOG = LoggerFactory.getLogger(HostedPluginFactory.class);

    private final Function<String, PluginHost> hosts;

    /** @param hosts plugin id to the services for that plugin */
    public HostedPluginFactory(Function<String, PluginHost> hosts) {
        this.hosts = hosts;
    }

    @Override
    protected Plugin createInstance(Class<?> pluginClass, PluginWrapper wrapper) {
        try {
            Constructor<?> constructor = pluginClass.getConstructor(PluginHost.class);
            return (Plugin) constructor.newInstance(hosts.apply(wrapper.getPluginId()));
        } catch (NoSuchMethodException e) {
            return super.createInstance(pluginClass, wrapper);
        } catch (InvocationTargetException e) {
            LOG.error("plugin {} could not be made", wrapper.getPluginId(), e.getCause());
            throw new IllegalStateException("plugin " + wrapper.getPluginId() + " could not be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("plugin " + wrapper.getPluginId() + " could not be made", e);
        }
    }
}
