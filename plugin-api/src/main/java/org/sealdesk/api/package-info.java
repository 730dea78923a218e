/**
 * What a ticketing host and the plugin say to each other. Start with {@link org.sealdesk.api.host.PluginHost} for what
 * a host gives, with {@link org.sealdesk.api.mail} for the mail hooks and with {@link org.sealdesk.api.admin} for the
 * pages.
 *
 * <p>Only the JDK, PF4J and JSpecify appear here: octets, streams, paths and records, so that nothing of a library's
 * crosses the class loader border. Types marked {@link org.sealdesk.api.ForPlugins} are implemented by plugins, types
 * marked {@link org.sealdesk.api.ForHosts} by hosts.
 */
@NullMarked
package org.sealdesk.api;

import org.jspecify.annotations.NullMarked;
