/**
 * Other people's mail programs, run as processes: {@link org.sealdesk.api.peers.Peers} is where to start. Knows
 * nothing of the host and its plugin.
 */
@NullMarked
package org.sealdesk.harness.peers;

import org.jspecify.annotations.NullMarked;
