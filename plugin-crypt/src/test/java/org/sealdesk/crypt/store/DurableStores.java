package org.sealdesk.crypt.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens durable keystores for tests, with a sealing key that stays the same while the test wants. */
final class DurableStores implements KekSource {

    static final StoreSettings SETTINGS = new StoreSettings(1024 * 1024, 1024 * 1024, 8 * 1024 * 1024, 25, 2);

    private byte @Nullable [] kek;

    DurableKeystore open(Path directory) throws Exception {
        return open(directory, SETTINGS);
    }

    DurableKeystore open(Path directory, StoreSettings settings) throws Exception {
        return DurableKeystore.open(
                directory, this, settings, Clock.fixed(Synthetic.NOW, ZoneOffset.UTC), new SecureRandom());
    }

    void replaceKek(byte @Nullable [] other) {
        kek = other;
    }

    byte @Nullable [] kek() {
        return kek;
    }

    @Override
    public Optional<byte[]> load() {
        return Optional.ofNullable(kek).map(byte[]::clone);
    }

    @Override
    public void create(byte[] key) {
        kek = key.clone();
    }
}
