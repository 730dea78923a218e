package org.sealdesk.harness.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import org.sealdesk.api.host.SecretStore;
import org.sealdesk.harness.files.DurableFiles;

/** Secrets as files in a directory of their own, readable by the owner only. File names are the hex of the name. */
public final class StoredSecrets implements SecretStore {

    private static final int MAX_OCTETS = 4096;

    private final Path directory;

    public StoredSecrets(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Override
    public Optional<byte[]> read(String name) {
        try {
            Path file = file(name);
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("secret " + name + " cannot be read", e);
        }
    }

    /** The temporary file that becomes the secret is made with owner-only permissions from the start. */
    @Override
    public void write(String name, byte[] secret) {
        if (secret.length > MAX_OCTETS) {
            throw new IllegalArgumentException(
                    "secret " + name + " has " + secret.length + " octets, at most " + MAX_OCTETS + " are kept");
        }
        try {
            DurableFiles.write(file(name), secret);
        } catch (IOException e) {
            throw new IllegalStateException("secret " + name + " cannot be written", e);
        }
    }

    private Path file(String name) {
        return directory.resolve(HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8)));
    }
}
