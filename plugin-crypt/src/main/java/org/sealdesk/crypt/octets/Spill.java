package org.sealdesk.crypt.octets;

import java.io.IOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where large plaintext goes while a mail is worked on: into files encrypted with keys that never leave this process,
 * in a directory that is emptied when the plugin starts and stops.
 */
public final class Spill implements AutoCloseable {

    /** Up to this size content stays in memory: most mails never touch the disk. */
    public static final int DEFAULT_MEMORY_OCTETS = 16 * 1024 * 1024;

    private final Path directory;
    private final int memoryOctets;
    private final SecureRandom random;
    private final Set<SealedFile> files = ConcurrentHashMap.newKeySet();
    private final Set<Held> held = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Content> forgotten = new ReferenceQueue<>();

    /** @param directory for the files; made when the first one is needed */
    public Spill(Path directory, int memoryOctets, SecureRandom random) {
        this.directory = directory;
        this.memoryOctets = memoryOctets;
        this.random = random;
    }

    int memoryOctets() {
        return memoryOctets;
    }

    /** @param maxOctets writing more fails with {@link SpillBuffer.TooManyOctets} */
    public SpillBuffer newBuffer(long maxOctets) {
        return newBuffer(maxOctets, 0);
    }

    /** @param expectedOctets about how many will come, so that the buffer need not grow; a guess does no harm */
    public SpillBuffer newBuffer(long maxOctets, long expectedOctets) {
        return new SpillBuffer(this, maxOctets, (int) Math.min(expectedOctets, Math.min(maxOctets, memoryOctets)));
    }

    SealedFile newFile() throws IOException {
        deleteForgotten();
        Files.createDirectories(directory);
        SealedFile file = SealedFile.create(directory, random, files::remove);
        files.add(file);
        return file;
    }

    /** The file behind a content goes when nobody holds the content any more; no thread waits for that. */
    Content track(Content content, SealedFile file) {
        held.add(new Held(content, forgotten, file));
        return content;
    }

    private void deleteForgotten() {
        for (Reference<? extends Content> r = forgotten.poll(); r != null; r = forgotten.poll()) {
            if (r instanceof Held h) {
                held.remove(h);
                h.file.delete();
            }
        }
    }

    private static final class Held extends PhantomReference<Content> {
        private final SealedFile file;

        Held(Content content, ReferenceQueue<Content> queue, SealedFile file) {
            super(content, queue);
            this.file = file;
        }
    }

    /** Deletes every file, also those that a killed process left behind: for the start of a directory's only user. */
    public void clean() throws IOException {
        close();
        if (Files.isDirectory(directory)) {
            try (var left = Files.newDirectoryStream(directory, "*" + SealedFile.SUFFIX)) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Deletes its own files; those of others in the directory stay. */
    @Override
    public void close() throws IOException {
        Set.copyOf(files).forEach(SealedFile::delete);
    }
}
