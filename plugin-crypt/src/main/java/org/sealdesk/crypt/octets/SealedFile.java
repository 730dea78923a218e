package org.sealdesk.crypt.octets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A temporary file of AES-256-GCM blocks under a key that exists in memory only. Blocks are numbered in their nonce, so
 * that any part can be read alone and none can be moved.
 */
final class SealedFile {

    static final String SUFFIX = ".spill";

    private static final int BLOCK_OCTETS = 64 * 1024;
    private static final int TAG_OCTETS = 16;

    private final Path path;
    private final SecretKeySpec key;
    private final FileChannel channel;
    private final Consumer<SealedFile> onDelete;
    private final byte[] block = new byte[BLOCK_OCTETS];
    private int filled;
    private long blocks;
    private long size;

    private SealedFile(Path path, SecretKeySpec key, FileChannel channel, Consumer<SealedFile> onDelete) {
        this.path = path;
        this.key = key;
        this.channel = channel;
        this.onDelete = onDelete;
    }

    static SealedFile create(Path directory, SecureRandom random, Consumer<SealedFile> onDelete) throws IOException {
        byte[] key = new byte[32];
        random.nextBytes(key);
        Path path = directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Files.createTempFile(
                        directory,
                        "",
                        SUFFIX,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(directory, "", SUFFIX);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new SealedFile(path, new SecretKeySpec(key, "AES"), channel, onDelete);
    }

    void write(byte[] b, int off, int len) throws IOException {
        int from = off;
        int left = len;
        while (left > 0) {
            int n = Math.min(left, BLOCK_OCTETS - filled);
            System.arraycopy(b, from, block, filled, n);
            filled += n;
            from += n;
            left -= n;
            if (filled == BLOCK_OCTETS) {
                flushBlock();
            }
        }
        size += len;
    }

    void finish() throws IOException {
        if (filled > 0) {
            flushBlock();
        }
    }

    private void flushBlock() throws IOException {
        ByteBuffer sealed = ByteBuffer.wrap(crypt(Cipher.ENCRYPT_MODE, blocks, block, filled));
        long position = blocks * (BLOCK_OCTETS + TAG_OCTETS);
        while (sealed.hasRemaining()) {
            position += channel.write(sealed, position);
        }
        blocks++;
        filled = 0;
    }

    private byte[] readBlock(long index) throws IOException {
        int length = (int) Math.min(BLOCK_OCTETS, size - index * BLOCK_OCTETS);
        ByteBuffer sealed = ByteBuffer.allocate(length + TAG_OCTETS);
        long position = index * (BLOCK_OCTETS + TAG_OCTETS);
        while (sealed.hasRemaining()) {
            int n = channel.read(sealed, position);
            if (n < 0) {
                throw new IOException("temporary file is shorter than it was written");
            }
            position += n;
        }
        return crypt(Cipher.DECRYPT_MODE, index, sealed.array(), sealed.capacity());
    }

    private byte[] crypt(int mode, long index, byte[] data, int length) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(index).array();
            cipher.init(mode, key, new GCMParameterSpec(TAG_OCTETS * 8, nonce));
            return cipher.doFinal(data, 0, length);
        } catch (GeneralSecurityException e) {
            throw new IOException("temporary file was altered", e);
        }
    }

    Content content() {
        return new FileContent(this);
    }

    void delete() {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The directory is emptied again when the plugin starts.
        }
        onDelete.accept(this);
    }

    private static final class FileContent extends Content {
        private final SealedFile file;

        FileContent(SealedFile file) {
            this.file = file;
        }

        @Override
        public long size() {
            return file.size;
        }

        @Override
        public InputStream open(long from, long to) {
            Objects.checkFromToIndex(from, to, file.size);
            return new BlockStream(this, from, to);
        }
    }

    private static final class BlockStream extends InputStream {
        private final FileContent content;
        private final long end;
        private long position;
        private long current = -1;
        private byte[] plain = new byte[0];

        BlockStream(FileContent content, long from, long to) {
            this.content = content;
            this.position = from;
            this.end = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            Objects.checkFromIndexSize(off, len, b.length);
            if (len == 0) {
                return 0;
            }
            if (position >= end) {
                return -1;
            }
            long index = position / BLOCK_OCTETS;
            if (index != current) {
                plain = content.file.readBlock(index);
                current = index;
            }
            int at = (int) (position % BLOCK_OCTETS);
            int n = (int) Math.min(Math.min(len, plain.length - at), end - position);
            System.arraycopy(plain, at, b, off, n);
            position += n;
            return n;
        }
    }
}
