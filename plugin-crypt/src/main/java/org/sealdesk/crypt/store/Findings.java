package org.sealdesk.crypt.store;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers what administrators should know, each text once, and logs it. Any thread. */
final class Findings implements Consumer<String> {

    /** A disk that fails everywhere must not fill the memory. */
    private static final int MAX_FINDINGS = 200;

    private final Logger log = LoggerFactory.getLogger(DurableKeystore.class);
    private final Clock clock;
    private final Deque<StoreFinding> newestLast = new ArrayDeque<>();

    Findings(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void accept(String text) {
        if (newestLast.stream().anyMatch(finding -> finding.text().equals(text))) {
            return;
        }
        log.warn("{}", text);
        if (newestLast.size() == MAX_FINDINGS) {
            newestLast.removeFirst();
        }
        newestLast.addLast(new StoreFinding(clock.instant(), text));
    }

    synchronized List<StoreFinding> list() {
        return List.copyOf(newestLast);
    }
}
