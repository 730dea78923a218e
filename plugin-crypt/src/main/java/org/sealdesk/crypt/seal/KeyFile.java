package org.sealdesk.crypt.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file that holds one key of 32 octets and that only its owner can read. */
record KeyFile(Path path) {

    static final int KEY_OCTETS = 32;

    boolean exists() {
        return Files.exists(path);
    }

    /** @throws IllegalStateException if it is no key, open to others, or cannot be read */
    byte[] read() {
        try {
            requirePrivate();
            byte[] key = Files.readAllBytes(path);
            if (key.length != KEY_OCTETS) {
                throw new IllegalStateException(
                        "key file " + path + " has " + key.length + " octets, a key has " + KEY_OCTETS);
            }
            return key;
        } catch (IOException e) {
            throw new IllegalStateException("key file " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void requirePrivate() throws IOException {
        if (!isPosix()) {
            return;
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        open.retainAll(PosixFilePermissions.fromString("---rwxrwx"));
        if (!open.isEmpty()) {
            throw new IllegalStateException("key file " + path + " is open to others ("
                    + PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                    + "); make it readable by its owner only (chmod 600)");
        }
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Durable when this returns; whatever ends the process before, the file is whole or not there. Never overwrites a key:
     * something may be sealed with it.
     */
    void create(byte[] key) {
        if (exists()) {
            throw new IllegalStateException(
                    "key file " + path + " is there already, and no key is written over another");
        }
        KeyFile part = new KeyFile(path.resolveSibling(path.getFileName() + ".part"));
        part.write(key);
        part.replace(this);
    }

    private void write(byte[] key) {
        FileAttribute<?>[] ownerOnly = isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        delete();
        try (FileChannel out =
                FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            ByteBuffer octets = ByteBuffer.wrap(key);
            while (octets.hasRemaining()) {
                out.write(octets);
            }
            out.force(true);
        } catch (IOException e) {
            throw new IllegalStateException("key file " + path + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Afterwards this key has the other file's name, and the other key is gone. */
    void replace(KeyFile other) {
        try {
            Files.move(path, other.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException("key file " + path + " cannot be renamed: " + e.getMessage(), e);
        }
        sync();
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new IllegalStateException("key file " + path + " cannot be deleted: " + e.getMessage(), e);
        }
        sync();
    }

    /** Makes names durable, on systems that can open a directory. */
    private void sync() {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            return;
        }
        try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // Systems that cannot open a directory keep names in order by themselves.
        }
    }
}
