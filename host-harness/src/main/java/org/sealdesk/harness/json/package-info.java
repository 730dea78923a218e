/** The host's records as JSON: ticket files and the interface for tests. */
@NullMarked
package org.sealdesk.harness.json;

import org.jspecify.annotations.NullMarked;
