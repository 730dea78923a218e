package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.key.Keystore;

/** The contract with rows in memory, in a generation, and after every change read from the disk again. */
class DurableKeystoreTest {

    @Nested
    class FromTheDelta extends KeystoreContract {
        private final Path directory;

        FromTheDelta(@TempDir Path directory) {
            this.directory = directory;
        }

        @Override
        protected Keystore newKeystore() throws Exception {
            return new DurableStores().open(directory);
        }
    }

    @Nested
    class FromAGenerationAfterEachChange extends KeystoreContract {
        private final Path directory;

        FromAGenerationAfterEachChange(@TempDir Path directory) {
            this.directory = directory;
        }

        @Override
        protected Keystore newKeystore() throws Exception {
            return new DurableStores().open(directory);
        }

        @Override
        protected void settle() throws Exception {
            DurableKeystore durable = (DurableKeystore) store;
            durable.renewGeneration();
            assertThat(durable.findings()).isEmpty();
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files.map(Path::toString)).anyMatch(name -> name.endsWith(".manifest"));
            }
        }
    }

    @Nested
    class ReopenedAfterEachChange extends KeystoreContract {
        private final DurableStores stores = new DurableStores();
        private final Path directory;

        ReopenedAfterEachChange(@TempDir Path directory) {
            this.directory = directory;
        }

        @Override
        protected Keystore newKeystore() throws Exception {
            return stores.open(directory);
        }

        @Override
        protected void settle() throws Exception {
            store.close();
            store = stores.open(directory);
        }
    }
}
