package org.sealdesk.crypt.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still a day after the peers made the keys of this test, until somebody moves it. */
public final class MovableClock implements InstantSource {

    private Instant now = Clock.systemUTC().instant().plus(Duration.ofDays(1));

    @Override
    public Instant instant() {
        return now;
    }

    public void move(Duration by) {
        now = now.plus(by);
    }
}
