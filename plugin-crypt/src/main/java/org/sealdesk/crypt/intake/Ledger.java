package org.sealdesk.crypt.intake;

import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.key.Keystore;

/** Where the changes of an import go. */
interface Ledger {

    /** Keeps nothing, so that an import can be looked at before it happens. */
    Ledger NOTHING = changes -> Optional.empty();

    /** True if what was written can be read back from the keystore. */
    default boolean isDurable() {
        return false;
    }

    /** @return empty if all of it is durable now; otherwise nothing happened, and why */
    Optional<Refusal> write(List<Keystore.Change> changes);

    /** Why the store did not take changes: a problem code and a sentence for administrators. */
    record Refusal(String code, String reason) {}
}
