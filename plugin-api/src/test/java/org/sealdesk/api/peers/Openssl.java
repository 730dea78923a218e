package org.sealdesk.api.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** OpenSSL with a directory of its own, gone when closed. */
public final class Openssl implements AutoCloseable {

    private final Path directory;

    Openssl() {
        try {
            directory = Files.createTempDirectory("openssl");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path directory() {
        return directory;
    }

    public PeerProcess run(byte[] input, String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        return PeerProcess.run(directory, Map.of("LC_ALL", "C.UTF-8"), input, command);
    }

    public PeerProcess run(String... arguments) {
        return run(new byte[0], arguments);
    }

    public Path file(String name, byte[] octets) {
        try {
            return Files.write(directory.resolve(name), octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] read(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        PeerProcess.deleteTree(directory);
    }
}
