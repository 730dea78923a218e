package org.sealdesk.crypt.message;

import java.time.Instant;
import java.util.Set;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * A mail to open.
 *
 * @param mail RFC 5322 octets as received
 * @param at the time of judging: of reception, or of trying again
 * @param enabled technologies that are switched on; layers of others stay closed
 * @param required the least trust at which a signature counts
 */
public record OpenRequest(Content mail, Instant at, Set<Technology> enabled, TrustLevel required) {

    /** Design: green needs a key found where its owner publishes it, or better. */
    public static final TrustLevel DEFAULT_REQUIRED = TrustLevel.DISCOVERED;

    public OpenRequest {
        enabled = Set.copyOf(enabled);
    }
}
