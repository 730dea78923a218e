package org.sealdesk.crypt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** OpenSSL with a directory of its own, gone when closed. */
public final class Openssl implements AutoCloseable {

    private final Path directory;

    Openssl() throws IOException {
        directory = Files.createTempDirectory("openssl");
    }

    public Path directory() {
        return directory;
    }

    public PeerProcess run(byte[] input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        return PeerProcess.run(directory, Map.of("LC_ALL", "C.UTF-8"), input, command);
    }

    public PeerProcess run(String... arguments) throws IOException {
        return run(new byte[0], arguments);
    }

    public Path file(String name, byte[] octets) throws IOException {
        return Files.write(directory.resolve(name), octets);
    }

    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name));
    }

    @Override
    public void close() {
        PeerProcess.deleteTree(directory);
    }
}
