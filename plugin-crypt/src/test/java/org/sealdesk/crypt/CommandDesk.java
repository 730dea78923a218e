package org.sealdesk.crypt;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.console.Console;
import org.sealdesk.crypt.console.Commands;
import org.sealdesk.crypt.folder.FolderEvents;
import org.sealdesk.crypt.folder.KeyFolders;
import org.sealdesk.crypt.hook.ReportMapper;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.store.KekSource;
import org.sealdesk.crypt.store.MemoryKeystore;
import org.sealdesk.crypt.text.BundleTexts;
import org.sealdesk.crypt.text.Texts;

/** Runs commands as a host would. */
final class CommandDesk implements AutoCloseable {

    private final Path directory;
    private final Core live;
    private final KeyFolders folders;
    private final Commands commands;

    /** What a command wrote. */
    record Run(int status, String out, String err) {
        List<JsonObject> answers() {
            return out.lines()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
        }
    }

    /** @param directory what relative paths are relative to */
    CommandDesk(Path directory, InstantSource clock) {
        this.directory = directory;
        SecureRandom random = new SecureRandom();
        Path spill = directory.resolve("spill");
        live = new Core(
                new MemoryKeystore(clock.withZone(ZoneOffset.UTC), random), clock, spill, Duration.ofHours(1), random);
        folders = folders(directory.resolve("folders"), clock);
        commands = new Commands(
                new Workbenches(live, Optional.empty(), new NoKek(), spill, folders, random),
                new ReportMapper("crypt test", new Texts(BundleTexts.load())));
    }

    /** No setting names a folder here. */
    private KeyFolders folders(Path memory, InstantSource clock) {
        try {
            return KeyFolders.open(
                    List::of,
                    memory,
                    new KeyFolders.Target(
                            live.keystore(), live.importer(), "system", clock, Limits.DEFAULT, FolderEvents.UNHEARD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What commands work on that name no keystore. */
    Core live() {
        return live;
    }

    Run run(String input, String command, String... words) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = commands.run(
                command,
                List.of(words),
                new Terminal(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        directory));
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        folders.close();
        live.close();
    }

    private record Terminal(InputStream in, PrintStream out, PrintStream err, Path workingDirectory)
            implements Console {}

    /** Stores on disk play no part here. */
    private static final class NoKek implements KekSource {
        @Override
        public Optional<byte[]> load() {
            return Optional.empty();
        }

        @Override
        public void create(byte[] key) {
            throw new IllegalStateException("nothing is kept");
        }
    }
}
