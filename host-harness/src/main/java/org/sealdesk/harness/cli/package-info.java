/** Running a command of the plugin without a host around it. */
@NullMarked
package org.sealdesk.harness.cli;

import org.jspecify.annotations.NullMarked;
