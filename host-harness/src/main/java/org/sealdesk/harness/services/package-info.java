/** What the host gives to a plugin: the parts of {@link org.sealdesk.api.host.PluginHost}. */
@NullMarked
package org.sealdesk.harness.services;

import org.jspecify.annotations.NullMarked;
