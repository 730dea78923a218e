/**
 * The plugin's commands for scripts and administrators. Start with {@link org.sealdesk.crypt.console.Commands}. They
 * use the same parts as the hooks; stores and engines come through {@link org.sealdesk.crypt.console.Workbench}.
 */
@NullMarked
package org.sealdesk.crypt.console;

import org.jspecify.annotations.NullMarked;
