package org.sealdesk.crypt.store;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mapdb.DBException;
import org.mapdb.volume.ByteBufferVol;

/**
 * The file of a generation while MapDB writes it, through memory. Each slice has its place on the disk before it is
 * mapped: in a file with holes a full disk would show as a fault in the middle of a memory access.
 */
final class GenerationVolume extends ByteBufferVol {

    private static final int SLICE_SHIFT = 20;

    private final Path file;
    private final Disk.Output output;
    private final List<MappedByteBuffer> mapped = new ArrayList<>();

    GenerationVolume(Path file, Disk.Output output) {
        super(false, SLICE_SHIFT, false);
        this.file = file;
        this.output = output;
        this.slices = new ByteBuffer[0];
    }

    @Override
    public void ensureAvailable(long offset) {
        growLock.lock();
        try {
            while (length() < offset) {
                output.write(ByteBuffer.allocate(sliceSize));
                mapped.add(output.map(length(), sliceSize));
                ByteBuffer[] grown = Arrays.copyOf(slices, mapped.size());
                grown[grown.length - 1] = mapped.get(mapped.size() - 1);
                slices = grown;
            }
        } catch (IOException e) {
            throw new DBException.VolumeIOError(e.getMessage(), e);
        } finally {
            growLock.unlock();
        }
    }

    @Override
    public void sync() {
        try {
            mapped.forEach(MappedByteBuffer::force);
            output.force();
        } catch (IOException | UncheckedIOException e) {
            throw new DBException.VolumeIOError(e.getMessage(), e);
        }
    }

    @Override
    public long length() {
        return (long) mapped.size() << SLICE_SHIFT;
    }

    /** The file stays open for whoever gave it. */
    @Override
    public void close() {
        closed.set(true);
    }

    @Override
    public void truncate(long size) {
        // It only grows: what is left at the end of the last slice stays zero.
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public File getFile() {
        return file.toFile();
    }

    @Override
    public boolean getFileLocked() {
        return false;
    }
}
