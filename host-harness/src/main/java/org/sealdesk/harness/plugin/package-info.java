/** Loading the plugin jar through PF4J, and what the loaded plugin offers. */
@NullMarked
package org.sealdesk.harness.plugin;

import org.jspecify.annotations.NullMarked;
