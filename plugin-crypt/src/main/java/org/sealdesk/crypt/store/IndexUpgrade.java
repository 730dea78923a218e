package org.sealdesk.crypt.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.sealdesk.crypt.key.SecretKeyId;

/**
 * Builds a generation whose index rows are those of this program from a view whose generation has those of an older one.
 * Every record is read; what differs goes through temporary files, so that the heap may be small and the store large.
 */
final class IndexUpgrade {

    private static final long MAX_OCTETS_IN_MEMORY = 48L * 1024 * 1024;

    private final StoreFolder folder;
    private final StoreId storeId;

    IndexUpgrade(StoreFolder folder, StoreId storeId) {
        this.folder = folder;
        this.storeId = storeId;
    }

    /**
     * @param sequence of the last change in the view
     * @throws GenerationDamaged if the view's generation is
     */
    Generation build(View old, long sequence) throws IOException {
        try (RowRuns runs = new RowRuns(folder, MAX_OCTETS_IN_MEMORY)) {
            Counts counts = new IndexCheck(old, new Differences(runs)).run();
            MergedRows rows = new MergedRows(List.of(runs.sorted(), old.rows(new byte[0], View.END)));
            return new GenerationBuilder(folder, storeId).build(rows, counts, sequence);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private record Differences(RowRuns runs) implements IndexCheck.Flaws {
        @Override
        public void unreadable(Table table, String name, String why) {
            // It stays as it is, and the next check of the store names it.
        }

        @Override
        public void missing(byte[] key, byte[] value) {
            runs.add(key, value);
        }

        @Override
        public void stray(byte[] key) {
            runs.add(key, Row.gone());
        }

        @Override
        public void secret(SecretKeyId id, SecretRow row) {
            // Its index rows were checked with those of its certificates.
        }
    }
}
