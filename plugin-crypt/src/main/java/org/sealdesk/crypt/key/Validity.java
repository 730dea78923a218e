package org.sealdesk.crypt.key;

import java.time.Instant;
import java.util.Optional;

/**
 * From when to when.
 *
 * @param to the first instant at which it is over; empty for never
 */
public record Validity(Instant from, Optional<Instant> to) {

    public boolean contains(Instant at) {
        return !at.isBefore(from) && to.map(at::isBefore).orElse(true);
    }

    public boolean isOver(Instant at) {
        return to.map(end -> !at.isBefore(end)).orElse(false);
    }
}
