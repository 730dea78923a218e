/** Commands a plugin adds to the host's command line. */
@NullMarked
package org.sealdesk.api.console;

import org.jspecify.annotations.NullMarked;
