package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.key.Keystore.Change;

/** One process, and one instance in it, owns a store. */
class StoreOwnershipTest {

    private final DurableStores stores = new DurableStores();
    private final Path directory;

    StoreOwnershipTest(@TempDir Path directory) {
        this.directory = directory.resolve("store");
    }

    @Test
    void aSecondInstanceInThisProcessIsRefusedAndDoesNotFreeTheLock() throws Exception {
        try (DurableKeystore first = stores.open(directory)) {
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> stores.open(directory))
                        .isInstanceOf(KeystoreInUse.class)
                        .hasMessageContaining(directory.toString());
            }
            assertThat(ChildStore.run(directory, Duration.ofSeconds(30))).contains("IN USE");
            first.apply(List.of(new Change.PutCertificate(pgp(1), facts())));
        }
        try (DurableKeystore second = stores.open(directory)) {
            assertThat(second.byFingerprint(pgp(1).fingerprint())).isPresent();
        }
    }

    @Test
    void aSecondProcessIsRefusedWithinASecond() throws Exception {
        try (DurableKeystore first = stores.open(directory)) {
            assertThat(first.readOnlyReason()).isEmpty();
            String answer = ChildStore.run(directory, Duration.ofSeconds(30));
            assertThat(answer).contains("IN USE").contains(directory.toString());
            long millis = Long.parseLong(answer.replaceAll("(?s).*after (\\d+) ms.*", "$1"));
            assertThat(millis).isLessThan(1000);
        }
    }
}
