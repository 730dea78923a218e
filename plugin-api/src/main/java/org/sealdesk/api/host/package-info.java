/**
 * What the host gives to a plugin: one {@link org.sealdesk.api.host.PluginHost} object, handed to the plugin's
 * constructor by {@link org.sealdesk.api.host.HostedPluginFactory}.
 */
@NullMarked
package org.sealdesk.api.host;

import org.jspecify.annotations.NullMarked;
