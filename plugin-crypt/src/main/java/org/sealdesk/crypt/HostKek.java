package org.sealdesk.crypt;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.host.SecretStore;
import org.sealdesk.crypt.store.KekSource;

/** The key that seals the keystore, in the host's secret store. */
final class HostKek implements KekSource {

    static final String NAME = "keystore-kek";

    /** A host cannot delete secrets; an empty one is none. */
    private static final String STAGED = "keystore-kek.next";

    /** Keys one after the other, the last one first. */
    private static final String PREVIOUS = "keystore-kek.previous";

    private static final int KEY_OCTETS = 32;

    /** A host keeps 4 KiB under a name. */
    private static final int MAX_PREVIOUS = 64;

    private final SecretStore secrets;

    HostKek(SecretStore secrets) {
        this.secrets = secrets;
    }

    @Override
    public Optional<byte[]> load() {
        return secrets.read(NAME);
    }

    @Override
    public void create(byte[] key) {
        secrets.write(NAME, key);
    }

    @Override
    public Optional<byte[]> staged() {
        return secrets.read(STAGED).filter(key -> key.length > 0);
    }

    @Override
    public List<byte[]> previous() {
        byte[] all = secrets.read(PREVIOUS).orElseGet(() -> new byte[0]);
        List<byte[]> keys = new ArrayList<>();
        for (int at = 0; at + KEY_OCTETS <= all.length; at += KEY_OCTETS) {
            keys.add(Arrays.copyOfRange(all, at, at + KEY_OCTETS));
        }
        Arrays.fill(all, (byte) 0);
        return keys;
    }

    @Override
    public byte[] stage(SecureRandom random) {
        byte[] key = new byte[KEY_OCTETS];
        random.nextBytes(key);
        secrets.write(STAGED, key);
        return key;
    }

    /** In an order that leaves both keys somewhere at any moment. */
    @Override
    public void promote() {
        Optional<byte[]> next = staged();
        if (next.isEmpty()) {
            return;
        }
        Optional<byte[]> old = load();
        try {
            if (old.isPresent() && !Arrays.equals(old.get(), next.get())) {
                keepPrevious(old.get());
            }
            secrets.write(NAME, next.get());
            discard();
        } finally {
            Arrays.fill(next.get(), (byte) 0);
            old.ifPresent(key -> Arrays.fill(key, (byte) 0));
        }
    }

    private void keepPrevious(byte[] key) {
        List<byte[]> all = new ArrayList<>(List.of(key));
        for (byte[] older : previous()) {
            if (!Arrays.equals(older, key) && all.size() < MAX_PREVIOUS) {
                all.add(older);
            }
        }
        byte[] joined = new byte[all.size() * KEY_OCTETS];
        for (int i = 0; i < all.size(); i++) {
            System.arraycopy(all.get(i), 0, joined, i * KEY_OCTETS, KEY_OCTETS);
        }
        secrets.write(PREVIOUS, joined);
        all.subList(1, all.size()).forEach(older -> Arrays.fill(older, (byte) 0));
        Arrays.fill(joined, (byte) 0);
    }

    @Override
    public void discard() {
        secrets.write(STAGED, new byte[0]);
    }
}
