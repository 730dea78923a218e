package org.sealdesk.crypt.store;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.mapdb.DataInput2;
import org.mapdb.volume.Volume;

/**
 * The file of a generation for MapDB, read-only and memory-mapped, so that an interrupted reader closes nothing. Each
 * page is checked when it is first touched: MapDB itself would return flipped bits as data, or follow them for ever.
 */
final class CheckedVolume extends Volume {

    /** MapDB never reads across a boundary of 1 MiB, so never across one of these. */
    private static final int SLICE_SHIFT = 30;

    private final Path file;
    private final long length;
    private final ByteBuffer[] slices;
    private final PageSums sums;

    /** 1 for a page that was checked. Threads may check a page twice; the answer is the same. */
    private final byte[] checked;

    private CheckedVolume(Path file, long length, ByteBuffer[] slices, PageSums sums) {
        this.file = file;
        this.length = length;
        this.slices = slices;
        this.sums = sums;
        this.checked = new byte[sums.pages()];
    }

    static CheckedVolume open(Path file, PageSums sums) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size();
            if (PageSums.pages(length) != sums.pages()) {
                throw new IOException(
                        file + " has " + PageSums.pages(length) + " pages, " + sums.pages() + " were written");
            }
            ByteBuffer[] slices = new ByteBuffer[(int) ((length + (1L << SLICE_SHIFT) - 1) >>> SLICE_SHIFT)];
            for (int i = 0; i < slices.length; i++) {
                long from = (long) i << SLICE_SHIFT;
                long size = Math.min(1L << SLICE_SHIFT, length - from);
                slices[i] = channel.map(FileChannel.MapMode.READ_ONLY, from, size);
            }
            return new CheckedVolume(file, length, slices, sums);
        }
    }

    /** Checks every page now. */
    void checkAll() {
        check(0, length);
    }

    private void check(long from, long count) {
        int last = (int) ((from + Math.max(count, 1) - 1) >>> PageSums.PAGE_SHIFT);
        for (int page = (int) (from >>> PageSums.PAGE_SHIFT); page <= last; page++) {
            if (page >= checked.length) {
                throw new GenerationDamaged(file, from, from + count);
            }
            if (checked[page] == 0) {
                checkPage(page);
            }
        }
    }

    private void checkPage(int page) {
        long from = (long) page << PageSums.PAGE_SHIFT;
        int size = (int) Math.min(PageSums.PAGE_OCTETS, length - from);
        if (!sums.matches(page, slice(from).slice(inSlice(from), size))) {
            throw new GenerationDamaged(file, from, from + size);
        }
        checked[page] = 1;
    }

    private ByteBuffer slice(long offset) {
        return slices[(int) (offset >>> SLICE_SHIFT)];
    }

    private static int inSlice(long offset) {
        return (int) (offset & ((1L << SLICE_SHIFT) - 1));
    }

    @Override
    public long getLong(long offset) {
        check(offset, Long.BYTES);
        return slice(offset).getLong(inSlice(offset));
    }

    @Override
    public int getInt(long offset) {
        check(offset, Integer.BYTES);
        return slice(offset).getInt(inSlice(offset));
    }

    @Override
    public byte getByte(long offset) {
        check(offset, 1);
        return slice(offset).get(inSlice(offset));
    }

    @Override
    public DataInput2 getDataInput(long offset, int size) {
        check(offset, size);
        return new DataInput2.ByteBuffer(slice(offset), inSlice(offset));
    }

    @Override
    public void getData(long offset, byte[] target, int from, int size) {
        check(offset, size);
        slice(offset).get(inSlice(offset), target, from, size);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int sliceSize() {
        return 1 << SLICE_SHIFT;
    }

    @Override
    public boolean isSliced() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public File getFile() {
        return file.toFile();
    }

    @Override
    public boolean getFileLocked() {
        return false;
    }

    /** The mapping goes with the last reader, by garbage collection: unmapping under one would end the process. */
    @Override
    public void close() {
        closed.set(true);
    }

    @Override
    public void sync() {
        // Nothing is ever written.
    }

    @Override
    public void ensureAvailable(long offset) {
        if (offset > length) {
            throw readOnly();
        }
    }

    @Override
    public void truncate(long size) {
        throw readOnly();
    }

    @Override
    public void putLong(long offset, long value) {
        throw readOnly();
    }

    @Override
    public void putInt(long offset, int value) {
        throw readOnly();
    }

    @Override
    public void putByte(long offset, byte value) {
        throw readOnly();
    }

    @Override
    public void putData(long offset, byte[] source, int from, int size) {
        throw readOnly();
    }

    @Override
    public void putData(long offset, ByteBuffer source) {
        throw readOnly();
    }

    @Override
    public void clear(long from, long to) {
        throw readOnly();
    }

    private UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException(file + " is read-only");
    }
}
