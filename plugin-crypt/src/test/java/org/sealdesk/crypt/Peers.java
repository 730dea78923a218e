package org.sealdesk.crypt;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The tools that judge our octets: gpg and openssl, each in a temporary home of its own. Without the tool a test is
 * skipped with the reason, or fails if the system property {@code peers} is {@code required}.
 */
public final class Peers {

    private static final long TIMEOUT_SECONDS = 60;

    private Peers() {}

    /** The caller closes it. */
    public static Gpg requireGpg() {
        requireTool("gpg");
        return new Gpg();
    }

    /** The caller closes it. */
    public static Openssl requireOpenssl() {
        requireTool("openssl");
        return new Openssl();
    }

    private static void requireTool(String tool) {
        boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, tool)));
        if (!found && "required".equals(System.getProperty("peers"))) {
            fail(tool + " is required and not on the path");
        }
        if (!found) {
            System.out.println("skipped: " + tool + " is not on the path");
        }
        assumeTrue(found, tool + " is not on the path");
    }

    /** What a tool said. */
    // Never compared; a fresh array each.
    @SuppressWarnings("ArrayRecordComponent")
    public record Result(int exit, byte[] out, String err) {

        public String text() {
            return new String(out, StandardCharsets.UTF_8);
        }

        /** @throws AssertionError unless the tool was content */
        public Result ok() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + ": " + err);
            }
            return this;
        }
    }

    /** gpg with a home of its own. */
    public static final class Gpg extends Tool {

        private Gpg() {
            super("gpg");
        }

        /** Runs gpg in batch mode; status lines are part of {@link Result#err()}. */
        public Result run(byte[] input, List<String> arguments) {
            List<String> command = new ArrayList<>(List.of(
                    "gpg",
                    "--homedir",
                    home().toString(),
                    "--batch",
                    "--yes",
                    "--no-tty",
                    "--status-fd",
                    "2",
                    "--pinentry-mode",
                    "loopback",
                    "--trust-model",
                    "always"));
            command.addAll(arguments);
            return execute(command, input);
        }

        public Result run(byte[] input, String... arguments) {
            return run(input, List.of(arguments));
        }

        @Override
        public void close() {
            execute(List.of("gpgconf", "--homedir", home().toString(), "--kill", "all"), new byte[0]);
            super.close();
        }
    }

    /** openssl with a directory of its own. */
    public static final class Openssl extends Tool {

        private Openssl() {
            super("openssl");
        }

        public Result run(byte[] input, String... arguments) {
            List<String> command = new ArrayList<>(List.of("openssl"));
            command.addAll(List.of(arguments));
            return execute(command, input);
        }
    }

    /** A tool and its temporary home, which goes when it is closed. */
    public abstract static class Tool implements AutoCloseable {
        private final Path home;

        Tool(String name) {
            try {
                // Sockets live in it, and their paths must be short.
                home = Files.createTempDirectory(Path.of("/tmp"), name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public Path home() {
            return home;
        }

        /** Writes a file into the home. */
        public Path file(String name, byte[] content) {
            try {
                return Files.write(home.resolve(name), content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        final Result execute(List<String> command, byte[] input) {
            try {
                ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
                builder.environment().put("LC_ALL", "C");
                builder.environment().put("GNUPGHOME", home.toString());
                builder.environment().put("HOME", home.toString());
                Process process = builder.start();
                ByteArrayOutputStream err = new ByteArrayOutputStream();
                Thread feeder = thread(() -> feed(process.getOutputStream(), input));
                Thread reader = thread(() -> drain(process.getErrorStream(), err));
                Thread killer = thread(() -> killLate(process));
                byte[] out = process.getInputStream().readAllBytes();
                int exit = process.waitFor();
                feeder.join();
                reader.join();
                killer.join();
                return new Result(exit, out, err.toString(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + command.get(0), e);
            }
        }

        private static Thread thread(Runnable work) {
            Thread thread = new Thread(work, "peer");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        private static void killLate(Process process) {
            try {
                if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void feed(OutputStream out, byte[] input) {
            try (out) {
                out.write(input);
            } catch (IOException e) {
                // The tool has heard enough.
            }
        }

        private static void drain(InputStream in, ByteArrayOutputStream out) {
            try {
                in.transferTo(out);
            } catch (IOException e) {
                // Its end is the end of what it says.
            }
        }

        @Override
        public void close() {
            try (Stream<Path> files = Files.walk(home)) {
                files.sorted(Comparator.reverseOrder()).forEach(Tool::delete);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path file) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // An agent that ends later takes its socket along.
            }
        }
    }
}
