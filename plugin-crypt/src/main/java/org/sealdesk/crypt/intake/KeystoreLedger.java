package org.sealdesk.crypt.intake;

import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;

/** Writes to the keystore. */
record KeystoreLedger(Keystore keystore) implements Ledger {

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public Optional<Refusal> write(List<Keystore.Change> changes) {
        try {
            keystore.apply(changes);
            return Optional.empty();
        } catch (KeystoreLocked e) {
            return Optional.of(new Refusal("store.locked", "not stored: " + e.getMessage()));
        } catch (KeystoreUnavailable e) {
            return Optional.of(new Refusal("store.unavailable", "not stored: " + e.getMessage()));
        }
    }
}
