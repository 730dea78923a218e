package org.sealdesk.crypt.store;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place for keys that lasts as long as a test, and fails at the call that the test names. */
final class StagingKek implements KekSource {

    enum Call {
        STAGE,
        PROMOTE,
        DISCARD
    }

    private byte @Nullable [] present;
    private byte @Nullable [] staged;
    private final List<byte[]> previous = new ArrayList<>();
    private @Nullable Call failing;

    void failAt(@Nullable Call call) {
        failing = call;
    }

    void forgetAll() {
        present = null;
        staged = null;
        previous.clear();
    }

    void forgetPrevious() {
        previous.clear();
    }

    boolean isStaged() {
        return staged != null;
    }

    private void pass(Call call) {
        if (call == failing) {
            throw new IllegalStateException("the vault failed");
        }
    }

    @Override
    public Optional<byte[]> load() {
        return Optional.ofNullable(present).map(byte[]::clone);
    }

    @Override
    public void create(byte[] key) {
        present = key.clone();
    }

    @Override
    public Optional<byte[]> staged() {
        return Optional.ofNullable(staged).map(byte[]::clone);
    }

    @Override
    public List<byte[]> previous() {
        return previous.stream().map(byte[]::clone).toList();
    }

    @Override
    public byte[] stage(SecureRandom random) {
        pass(Call.STAGE);
        byte[] key = new byte[32];
        random.nextBytes(key);
        staged = key.clone();
        return key;
    }

    @Override
    public void promote() {
        pass(Call.PROMOTE);
        if (present != null) {
            previous.add(0, present);
        }
        present = staged;
        staged = null;
    }

    @Override
    public void discard() {
        pass(Call.DISCARD);
        staged = null;
    }
}
