package org.sealdesk.api.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Java's keytool, that of the virtual machine which runs the test, in a directory of its own. */
public final class Keytool implements AutoCloseable {

    private final Path directory;

    public Keytool() {
        try {
            directory = Files.createTempDirectory("keytool");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public PeerProcess run(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        return PeerProcess.run(directory, Map.of(), new byte[0], command);
    }

    public byte[] read(String file) {
        try {
            return Files.readAllBytes(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void file(String name, byte[] content) {
        try {
            Files.write(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        PeerProcess.deleteTree(directory);
    }
}
