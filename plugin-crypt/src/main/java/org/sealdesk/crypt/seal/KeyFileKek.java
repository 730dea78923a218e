package org.sealdesk.crypt.seal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.store.KekSource;

/**
 * The key that seals in a file of 32 octets that only its owner can read, outside the data directory. Keys that were
 * replaced lie beside it, with {@code .previous} at the end of their names.
 */
public final class KeyFileKek implements KekSource {

    private final KeyFile file;
    private final KeyFile next;

    public KeyFileKek(Path file) {
        this.file = new KeyFile(file);
        this.next = beside(".next");
    }

    private KeyFile beside(String end) {
        return new KeyFile(file.path().resolveSibling(file.path().getFileName() + end));
    }

    /** The first is the oldest. */
    private KeyFile previous(int number) {
        return beside(number == 0 ? ".previous" : ".previous." + number);
    }

    public boolean exists() {
        return file.exists();
    }

    @Override
    public Optional<byte[]> load() {
        return file.exists() ? Optional.of(file.read()) : Optional.empty();
    }

    @Override
    public void create(byte[] key) {
        file.create(key);
    }

    @Override
    public Optional<byte[]> staged() {
        return next.exists() ? Optional.of(next.read()) : Optional.empty();
    }

    @Override
    public List<byte[]> previous() {
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; previous(i).exists(); i++) {
            keys.add(0, previous(i).read());
        }
        return keys;
    }

    @Override
    public byte[] stage(SecureRandom random) {
        next.delete();
        byte[] key = new byte[KeyFile.KEY_OCTETS];
        random.nextBytes(key);
        next.create(key);
        return key;
    }

    @Override
    public void promote() {
        if (next.exists()) {
            if (file.exists()) {
                keepPrevious();
            }
            next.replace(file);
        }
    }

    private void keepPrevious() {
        int free = 0;
        while (previous(free).exists()) {
            free++;
        }
        byte[] key = file.read();
        try {
            if (free == 0 || !isKept(previous(free - 1), key)) {
                previous(free).create(key);
            }
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** As after a promotion that was cut off. */
    private static boolean isKept(KeyFile last, byte[] key) {
        byte[] kept = last.read();
        boolean same = java.security.MessageDigest.isEqual(kept, key);
        Arrays.fill(kept, (byte) 0);
        return same;
    }

    @Override
    public void discard() {
        next.delete();
    }
}
