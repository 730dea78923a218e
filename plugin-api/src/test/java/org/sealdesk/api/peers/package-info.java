/**
 * Other people's mail programs, run as processes: {@link org.sealdesk.api.peers.Peers} is where to start. Knows nothing
 * of hosts and plugins.
 */
@NullMarked
package org.sealdesk.api.peers;

import org.jspecify.annotations.NullMarked;
