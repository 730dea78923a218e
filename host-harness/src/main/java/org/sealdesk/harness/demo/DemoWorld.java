package org.sealdesk.harness.demo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.sealdesk.api.console.Console;
import org.sealdesk.api.console.ConsoleCommands;
import org.sealdesk.api.host.Scope;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.Recipient;
import org.sealdesk.harness.Harness;
import org.sealdesk.harness.mail.SmtpRelay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills an empty host: the desk imports its keys and its contacts' certificates through the plugin's own command, then
 * the customers send their mails to the SMTP door. A plugin without the command {@code keys} gets no demo.
 */
public final class DemoWorld {

    private static final Logger LOG = LoggerFactory.getLogger(DemoWorld.class);
    private static final String COMMAND = "keys";

    private final Harness harness;
    private final Path directory;

    /** @param directory for the key files; some are for importing by hand */
    public DemoWorld(Harness harness, Path directory) {
        this.harness = harness;
        this.directory = directory.toAbsolutePath();
    }

    /** Makes the people's keys, which takes a moment, on another thread. */
    public static CompletableFuture<DemoKeys> begin(Instant now) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new DemoKeys(DemoPeople.make(now), now);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    /** Keys that are ready; what they are is the demo's own business. */
    public static final class DemoKeys {
        private final DemoPeople people;
        private final Instant now;

        private DemoKeys(DemoPeople people, Instant now) {
            this.people = people;
            this.now = now;
        }
    }

    /** @return how many mails were sent; 0 if there is nothing to do */
    public int fill() throws Exception {
        return fill(begin(harness.clock().instant()));
    }

    /** @return how many mails were sent; 0 if there is nothing to do */
    public int fill(CompletableFuture<DemoKeys> begun) throws Exception {
        Optional<ConsoleCommands> keys = command();
        if (keys.isEmpty() || !harness.tickets().tickets().isEmpty()) {
            return 0;
        }
        DemoPeople people = begun.get().people;
        Instant now = begun.get().now;
        people.write(directory);
        harness.settings().change(Scope.GLOBAL, Map.of("PGP", Optional.of("1"), "SMIME", Optional.of("1")), "demo");
        importKeys(keys.get(), "anchors", "--anchor");
        importKeys(keys.get(), "own");
        importKeys(keys.get(), "contacts", "--trusted");
        importKeys(keys.get(), "unchecked");
        List<String> mails = new DemoMails(people, now).all();
        for (String mail : mails) {
            send(mail);
        }
        return mails.size();
    }

    private Optional<ConsoleCommands> command() {
        return harness.extensions().all(ConsoleCommands.class).stream()
                .filter(c -> c.commands().stream().anyMatch(k -> k.name().equals(COMMAND)))
                .findFirst();
    }

    private void importKeys(ConsoleCommands keys, String folder, String... options) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("import", directory.resolve(folder).toString()));
        arguments.addAll(List.of(options));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = keys.run(COMMAND, arguments, new Quiet(said, directory));
        if (status != 0) {
            LOG.warn("demo: keys import {} gave {}: {}", folder, status, said.toString(StandardCharsets.UTF_8));
        }
    }

    private void send(String mail) throws IOException {
        new SmtpRelay("127.0.0.1", harness.smtpPort())
                .send(
                        new Envelope(
                                "bounce@demo.test", List.of(new Recipient("support@acme.test", Recipient.Kind.TO))),
                        MailContent.of(mail.getBytes(StandardCharsets.UTF_8)));
    }

    /** What the command says goes to the log only. */
    private record Quiet(ByteArrayOutputStream said, Path workingDirectory) implements Console {

        @Override
        public InputStream in() {
            return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        public PrintStream out() {
            return new PrintStream(said, true, StandardCharsets.UTF_8);
        }

        @Override
        public PrintStream err() {
            return out();
        }
    }
}
