package org.sealdesk.crypt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.store.KekSource;

/**
 * The key that seals a keystore outside the running host: in a file of 32 octets that only its owner can read. Where
 * there is no such file, the host's own key is tried.
 */
final class KeyFileKek implements KekSource {

    private static final int KEY_OCTETS = 32;

    private final Path file;
    private final KekSource host;

    KeyFileKek(Path file, KekSource host) {
        this.file = file;
        this.host = host;
    }

    @Override
    public Optional<byte[]> load() {
        if (!Files.exists(file)) {
            return host.load();
        }
        try {
            requirePrivate();
            byte[] key = Files.readAllBytes(file);
            if (key.length != KEY_OCTETS) {
                throw new IllegalStateException(
                        "key file " + file + " has " + key.length + " octets, a key has " + KEY_OCTETS);
            }
            return Optional.of(key);
        } catch (IOException e) {
            throw new IllegalStateException("key file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void requirePrivate() throws IOException {
        if (!isPosix()) {
            return;
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        open.retainAll(PosixFilePermissions.fromString("---rwxrwx"));
        if (!open.isEmpty()) {
            throw new IllegalStateException("key file " + file + " is open to others ("
                    + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    + "); make it readable by its owner only (chmod 600)");
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    /** Never overwrites a key: something may be sealed with it. */
    @Override
    public void create(byte[] key) {
        FileAttribute<?>[] ownerOnly = isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (FileChannel out =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            ByteBuffer octets = ByteBuffer.wrap(key);
            while (octets.hasRemaining()) {
                out.write(octets);
            }
            out.force(true);
        } catch (IOException e) {
            throw new IllegalStateException("key file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
