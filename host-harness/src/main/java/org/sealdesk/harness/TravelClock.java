package org.sealdesk.harness;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that can be moved: the real time, or a test's, plus an offset. */
public final class TravelClock implements InstantSource {

    private final InstantSource base;
    private volatile Duration offset = Duration.ZERO;

    public TravelClock(InstantSource base) {
        this.base = base;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset);
    }

    public synchronized void advance(Duration by) {
        offset = offset.plus(by);
    }

    public synchronized void backToReal() {
        offset = Duration.ZERO;
    }

    public Duration offset() {
        return offset;
    }
}
