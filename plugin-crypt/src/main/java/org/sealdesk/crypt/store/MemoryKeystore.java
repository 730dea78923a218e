package org.sealdesk.crypt.store;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sealdesk.crypt.key.KeystoreLocked;

/** A keystore that lives as long as its owner: nothing on disk, secrets sealed under a key that is never stored. */
public final class MemoryKeystore extends RowKeystore {

    private final Clock clock;
    private final Sealing sealing;
    private volatile View view = View.EMPTY;

    public MemoryKeystore(Clock clock, SecureRandom random) {
        this.clock = clock;
        DataKey dataKey = DataKey.random(1, clock.instant(), random);
        this.sealing = new KeyRing(StoreId.random(random), List.of(dataKey), random);
    }

    @Override
    public void apply(List<Change> changes) throws KeystoreLocked {
        List<LoggedChange> logged = logged(changes);
        synchronized (this) {
            view = withChanges(view, logged);
        }
    }

    @Override
    public Optional<String> readOnlyReason() {
        return Optional.empty();
    }

    @Override
    public void close() {
        sealing.close();
        view = View.EMPTY;
    }

    @Override
    <T> T read(Function<View, T> question) {
        return question.apply(view);
    }

    @Override
    Sealing sealing() {
        return sealing;
    }

    @Override
    Clock clock() {
        return clock;
    }

    @Override
    Consumer<String> damage() {
        return text -> {};
    }
}
