package org.sealdesk.crypt.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.sealdesk.crypt.octets.Octets;

/**
 * A backup as it comes from anywhere: nothing in it is believed before it was compared with the manifest, no name in it
 * but those of {@link BackupManifest} is used, and no more octets are unpacked than the manifest announces.
 */
final class BackupFile implements AutoCloseable {

    private static final int BUFFER_OCTETS = 256 * 1024;

    private final ZipFile zip;
    private final BackupManifest manifest;

    private BackupFile(ZipFile zip, BackupManifest manifest) {
        this.zip = zip;
        this.manifest = manifest;
    }

    /** @throws Malformed if it is no backup, cut off, or holds other files than its manifest says */
    static BackupFile open(Path file) throws IOException, Malformed {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no such file");
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new Malformed("it is no backup, or cut off (" + e.getMessage() + ")");
        }
        try {
            BackupManifest manifest = manifest(zip);
            requireSame(zip, manifest);
            return new BackupFile(zip, manifest);
        } catch (IOException | Malformed | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static BackupManifest manifest(ZipFile zip) throws IOException, Malformed {
        ZipEntry entry = zip.getEntry(BackupManifest.NAME);
        if (entry == null) {
            throw new Malformed("it is no backup of a keystore: it has no " + BackupManifest.NAME);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] octets = in.readNBytes(BackupManifest.MAX_OCTETS + 1);
            if (octets.length > BackupManifest.MAX_OCTETS) {
                throw new Malformed("its " + BackupManifest.NAME + " has more than " + BackupManifest.MAX_OCTETS
                        + " octets, no keystore needs so many");
            }
            return BackupManifest.decode(octets);
        } catch (ZipException e) {
            throw new Malformed("its " + BackupManifest.NAME + " is damaged (" + e.getMessage() + ")");
        } catch (Malformed e) {
            throw new Malformed("its " + BackupManifest.NAME + " is damaged: " + e.getMessage());
        }
    }

    private static void requireSame(ZipFile zip, BackupManifest manifest) throws Malformed {
        Set<String> announced = new HashSet<>(List.of(BackupManifest.NAME));
        manifest.items().forEach(item -> announced.add(item.name()));
        if (zip.size() != announced.size()) {
            throw new Malformed("it has " + zip.size() + " entries, its manifest names " + announced.size());
        }
        Set<String> found = new HashSet<>();
        zip.stream().forEach(entry -> found.add(entry.getName()));
        if (!found.equals(announced)) {
            throw new Malformed("it holds other files than its manifest names");
        }
    }

    BackupManifest manifest() {
        return manifest;
    }

    /** @throws Malformed if the octets are not those of the manifest; what was written by then is worthless */
    void unpack(BackupManifest.Item item, OutputStream out) throws IOException, Malformed {
        MessageDigest digest = BackupWriter.sha256();
        byte[] buffer = new byte[BUFFER_OCTETS];
        long octets = 0;
        try (InputStream in = zip.getInputStream(zip.getEntry(item.name()))) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                octets += read;
                if (octets > item.octets()) {
                    throw new Malformed(
                            item.name() + " in it has more than the " + item.octets() + " octets of its manifest");
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        } catch (ZipException | java.io.EOFException e) {
            throw new Malformed(item.name() + " in it is damaged (" + e.getMessage() + ")");
        }
        Octets sha256 = Octets.of(digest.digest());
        if (octets != item.octets() || !sha256.equals(item.sha256())) {
            throw new Malformed(item.name() + " in it is damaged: it has " + octets + " octets with SHA-256 "
                    + sha256.hex() + ", the manifest says " + item.octets() + " with "
                    + item.sha256().hex());
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
