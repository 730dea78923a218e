package org.sealdesk.crypt.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.octets.Octets;

/**
 * Streams a snapshot into one file: a zip archive, whose last entry is the {@link BackupManifest}. What is damaged is
 * noticed while it is read, and is not backed up.
 */
final class BackupWriter {

    private static final int BUFFER_OCTETS = 256 * 1024;

    private final Snapshot snapshot;
    private final Instant created;
    private final KeystoreCare.Progress progress;
    private long done;

    BackupWriter(Snapshot snapshot, Instant created, KeystoreCare.Progress progress) {
        this.snapshot = snapshot;
        this.created = created;
        this.progress = progress;
    }

    /**
     * @throws GenerationDamaged if the generation is not what was built
     * @throws Malformed if the journal is damaged
     */
    BackupManifest write(OutputStream out) throws IOException, Malformed {
        List<BackupManifest.Item> items = new ArrayList<>();
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED);
        for (Snapshot.Part part : snapshot.parts()) {
            zip.putNextEntry(entry(part.name()));
            items.add(part.isJournal() ? segment(part, zip) : file(part, zip));
            zip.closeEntry();
        }
        BackupManifest manifest = new BackupManifest(
                snapshot.storeId(),
                created,
                snapshot.sequence(),
                snapshot.counts().contents(),
                items);
        zip.putNextEntry(entry(BackupManifest.NAME));
        zip.write(manifest.encode());
        zip.closeEntry();
        zip.finish();
        return manifest;
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(created.toEpochMilli());
        return entry;
    }

    /** Segments are small enough to be looked at whole. */
    private BackupManifest.Item segment(Snapshot.Part part, OutputStream out) throws IOException, Malformed {
        byte[] octets;
        try (InputStream in = part.origin().open()) {
            octets = in.readNBytes(Math.toIntExact(part.octets()));
        }
        SegmentScan scan = SegmentScan.of(octets, snapshot.storeId());
        if (octets.length != part.octets() || !scan.damage().isEmpty() || scan.tailOctets() > 0) {
            throw new Malformed(
                    scan.damage().isEmpty()
                            ? part.name() + " ends within a record"
                            : part.name() + ", " + scan.damage().get(0).where() + ": "
                                    + scan.damage().get(0).what());
        }
        out.write(octets);
        reached(octets.length);
        MessageDigest digest = sha256();
        return new BackupManifest.Item(part.name(), octets.length, Octets.of(digest.digest(octets)));
    }

    private BackupManifest.Item file(Snapshot.Part part, OutputStream out) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_OCTETS];
        long octets = 0;
        try (InputStream in = part.origin().open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                digest.update(buffer, 0, read);
                octets += read;
                reached(read);
            }
        }
        Octets sha256 = Octets.of(digest.digest());
        if (octets != part.octets() || !part.sha256().map(sha256::equals).orElse(true)) {
            throw new GenerationDamaged(
                    Path.of(part.name()), new IOException("it is not what was written when it was built"));
        }
        return new BackupManifest.Item(part.name(), octets, sha256);
    }

    private void reached(long more) {
        done += more;
        progress.reached(done, snapshot.octets());
    }

    static MessageDigest sha256() throws IOException {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this Java has no SHA-256", e);
        }
    }
}
