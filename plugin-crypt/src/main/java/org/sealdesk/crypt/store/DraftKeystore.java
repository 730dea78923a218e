package org.sealdesk.crypt.store;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sealdesk.crypt.key.KeystoreLocked;

/**
 * A keystore as it is now, for trying changes on: it takes them and forgets them when it is closed. Nothing reaches the
 * keystore it began with, and that one's later changes are not seen. Whether secrets are locked is as it is there.
 */
final class DraftKeystore extends RowKeystore {

    private final RowKeystore base;
    private volatile View view;

    /** @param base stays the caller's and stays open at least as long */
    DraftKeystore(RowKeystore base) {
        this.base = base;
        this.view = base.read(now -> now);
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
        return base.readOnlyReason();
    }

    @Override
    public void close() {
        view = View.EMPTY;
    }

    @Override
    <T> T read(Function<View, T> question) {
        return question.apply(view);
    }

    @Override
    Sealing sealing() {
        return base.sealing();
    }

    @Override
    Clock clock() {
        return base.clock();
    }

    @Override
    Consumer<String> damage() {
        return base.damage();
    }
}
