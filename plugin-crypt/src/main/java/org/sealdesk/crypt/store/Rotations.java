package org.sealdesk.crypt.store;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.RotationReport;

/** Changes the keys of a store in use, in steps on its writer thread. One rotation at a time. */
final class Rotations {

    private final StoreThread writer;
    private final Ledger ledger;
    private final RingRotation rings;
    private final Store store;

    /** What a rotation asks of the store around it. */
    interface Store {

        Optional<String> lockedReason();

        /** From now on every change is sealed with this; those sealed before are with the writer thread already. */
        void use(KeyRing ring);

        /** Builds a new generation and waits for it. */
        void renew() throws KeystoreUnavailable;

        int generationsKept();
    }

    Rotations(StoreThread writer, Ledger ledger, RingRotation rings, Store store) {
        this.writer = writer;
        this.ledger = ledger;
        this.rings = rings;
        this.store = store;
    }

    synchronized void replaceKek() throws KeystoreUnavailable {
        requireUnlocked();
        on(() -> {
            rings.replaceKek();
            return null;
        });
    }

    synchronized RotationReport replaceDataKey() throws KeystoreUnavailable {
        requireUnlocked();
        KeyRing ring = on(rings::addDataKey);
        store.use(ring);
        Resealing resealing = new Resealing(ledger, ring);
        while (!resealing.isDone()) {
            on(() -> {
                resealing.step();
                return null;
            });
        }
        long until = on(ledger::lastSequence);
        for (int i = 0; i < store.generationsKept(); i++) {
            store.renew();
        }
        int left = on(() -> dropOld(until));
        return new RotationReport(resealing.resealed(), resealing.unreadable(), left);
    }

    /** Not while an older generation or the journal before it is still there, such as for a backup. */
    private int dropOld(long until) throws IOException {
        return ledger.isForgotten(until) ? rings.keepOnly(ledger.dataKeysInGenerations()) : rings.keepOnly(rings.all());
    }

    private void requireUnlocked() throws KeystoreUnavailable {
        Optional<String> locked = store.lockedReason();
        if (locked.isPresent()) {
            throw new KeystoreUnavailable("The keys were not changed, the keystore is locked. " + locked.get());
        }
    }

    private <T> T on(Callable<T> step) throws KeystoreUnavailable {
        CompletableFuture<T> done = writer.submit(step);
        try {
            return Waiting.on(done);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new KeystoreUnavailable(
                    "The keys were not changed to the end: " + cause.getMessage()
                            + ". Everything opens as before; try again.",
                    cause);
        }
    }
}
