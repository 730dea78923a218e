package org.sealdesk.crypt.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.octets.Octets;

/**
 * Seals all secrets with the newest data key, a few at a time, so that other changes have their turn in between. Each
 * step reads and writes on the writer thread: no change of a secret can come between the two.
 */
final class Resealing {

    private static final int ROWS_A_STEP = 500;

    private final Ledger ledger;
    private final KeyRing ring;
    private byte[] from = new KeyOctets(Table.SECRET).toArray();
    private boolean done;
    private long resealed;
    private long unreadable;

    Resealing(Ledger ledger, KeyRing ring) {
        this.ledger = ledger;
        this.ring = ring;
    }

    boolean isDone() {
        return done;
    }

    long resealed() {
        return resealed;
    }

    /** Secrets whose seal is broken; they stay as they are. */
    long unreadable() {
        return unreadable;
    }

    /** @throws IOException if the journal took nothing; the step can be tried again */
    void step() throws IOException {
        View view = ledger.view();
        List<LoggedChange> changes = new ArrayList<>();
        byte[] next = from;
        int rows = 0;
        try {
            Iterator<Row> secrets = view.rows(from, KeyOctets.after(new KeyOctets(Table.SECRET).toArray()));
            while (rows < ROWS_A_STEP && secrets.hasNext()) {
                Row row = secrets.next();
                rows++;
                next = Arrays.copyOf(row.key(), row.key().length + 1);
                resealed(row).ifPresent(changes::add);
            }
        } catch (GenerationDamaged e) {
            ledger.heal(view.base(), e);
            return;
        }
        commit(changes);
        resealed += changes.size();
        from = next;
        done = rows < ROWS_A_STEP;
    }

    private Optional<LoggedChange> resealed(Row row) {
        try {
            SecretRow secret = SecretRow.decode(row.value());
            if (KeyRing.dataKeyOf(secret.sealed()) == ring.newest()) {
                return Optional.empty();
            }
            byte[] plain = ring.open(row.key(), secret.sealed());
            try {
                Octets sealed = ring.seal(row.key(), plain);
                return Optional.of(new LoggedChange.PutSecret(
                        CertificateKeys.secretKeyIdIn(row.key()), new SecretRow(secret.since(), sealed)));
            } finally {
                Arrays.fill(plain, (byte) 0);
            }
        } catch (Malformed | KeystoreDamaged e) {
            unreadable++;
            return Optional.empty();
        }
    }

    private void commit(List<LoggedChange> changes) throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        CompletableFuture<Void> written = new CompletableFuture<>();
        ledger.commit(List.of(new StoreThread.Batch(changes, ChangeCodec.writeBatch(changes), ledger, written)));
        try {
            Waiting.on(written);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() == null ? e : e.getCause());
        }
    }

    /** The data keys that the secrets in some rows were sealed with. */
    static Set<Integer> dataKeysIn(Layer rows) {
        Set<Integer> ids = new HashSet<>();
        byte[] secrets = new KeyOctets(Table.SECRET).toArray();
        rows.rows(secrets, KeyOctets.after(secrets)).forEachRemaining(row -> {
            try {
                ids.add(KeyRing.dataKeyOf(SecretRow.decode(row.value()).sealed()));
            } catch (Malformed e) {
                // A record that is no record needs no key.
            }
        });
        return ids;
    }
}
