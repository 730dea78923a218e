package org.sealdesk.api.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a peer: its exit status and what it wrote. Standard input and outputs go through files, so none blocks. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PeerProcess(int status, byte[] out, String err) {

    private static final int TIMEOUT_SECONDS = 60;

    static PeerProcess run(Path directory, Map<String, String> environment, byte[] input, List<String> command) {
        try {
            return start(directory, environment, input, command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PeerProcess start(
            Path directory, Map<String, String> environment, byte[] input, List<String> command) throws IOException {
        Path in = Files.createTempFile(directory, "in", "");
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Files.write(in, input);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command.get(0) + " did not finish in " + TIMEOUT_SECONDS + " s");
            }
            return new PeerProcess(
                    process.exitValue(), Files.readAllBytes(out), Files.readString(err, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(in);
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /** This, if it ended well. */
    public PeerProcess ok() {
        if (status != 0) {
            throw new AssertionError("peer ended with status " + status + ": " + err);
        }
        return this;
    }

    public String text() {
        return new String(out, StandardCharsets.UTF_8);
    }

    public static void deleteTree(Path directory) {
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> {
                try {
                    Files.deleteIfExists(f);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
