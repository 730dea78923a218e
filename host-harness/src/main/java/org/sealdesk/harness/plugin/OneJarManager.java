package org.sealdesk.harness.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.pf4j.CompoundPluginDescriptorFinder;
import org.pf4j.DefaultPluginManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.JarPluginLoader;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PropertiesPluginDescriptorFinder;
import org.pf4j.SingletonExtensionFactory;
import org.sealdesk.api.ApiVersion;
import org.sealdesk.api.host.HostedPluginFactory;
import org.sealdesk.api.host.PluginHost;

/** PF4J for jars that are named one by one. Nothing is ever deleted: PF4J's delete removes sources in its own dev mode. */
final class OneJarManager extends DefaultPluginManager {

    private final Function<String, PluginHost> services;

    OneJarManager(Path directory, Function<String, PluginHost> services) {
        super(List.of(directory));
        this.services = services;
        setSystemVersion(ApiVersion.CURRENT);
    }

    /** Called by the super constructor, before the field is set; so it is read when a plugin is made. */
    @Override
    protected PluginFactory createPluginFactory() {
        return new HostedPluginFactory(id -> services.apply(id));
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new SingletonExtensionFactory(this);
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new JarPluginLoader(this);
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new CompoundPluginDescriptorFinder()
                .add(new PropertiesPluginDescriptorFinder())
                .add(new ManifestPluginDescriptorFinder());
    }

    @Override
    public boolean deletePlugin(String pluginId) {
        throw new UnsupportedOperationException("the harness never deletes a plugin");
    }
}
