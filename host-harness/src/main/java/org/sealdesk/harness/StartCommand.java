package org.sealdesk.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sealdesk.harness.demo.DemoWorld;
import org.sealdesk.harness.files.DurableFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the host and says where it is. */
@Command(
        name = "host-harness",
        description = "A small ticketing host with the plugin in it. \"help\" lists the commands.",
        mixinStandardHelpOptions = false,
        sortOptions = false)
final class StartCommand {

    private static final Logger LOG = LoggerFactory.getLogger(StartCommand.class);

    private static final int TRIES = 50;

    /** A machine with other things to do gets its URLs before its demo. */
    private static final long DEMO_PATIENCE_MILLIS = 3000;

    @Option(names = "--port", defaultValue = "8099", description = "Web pages; 0 takes a free port.")
    int port;

    @Option(names = "--smtp-port", defaultValue = "2525", description = "Mail to the desk.")
    int smtpPort;

    @Option(names = "--imap-port", defaultValue = "3143", description = "The customers' mailboxes.")
    int imapPort;

    @Option(names = "--data", defaultValue = ".harness", description = "Where everything is kept.")
    Path data;

    @Option(names = "--plugin", description = "Another plugin jar.")
    @Nullable
    String plugin;

    @Option(names = "--reset", description = "Forget everything that is kept.")
    boolean reset;

    @Option(names = "--no-demo", description = "No demo customers and tickets.")
    boolean noDemo;

    @Option(names = "-v", description = "Stack traces.")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This text.")
    boolean help;

    private StartCommand() {}

    static int run(String[] args, boolean verbose) {
        StartCommand command = new StartCommand();
        CommandLine line = new CommandLine(command);
        try {
            line.parseArgs(args);
        } catch (CommandLine.ParameterException e) {
            System.err.println(e.getMessage());
            System.err.println("Try: java -jar host-harness.jar --help");
            return 2;
        }
        if (command.help) {
            line.usage(System.out);
            return 0;
        }
        try {
            command.start();
            return 0;
        } catch (Exception e) {
            System.err.println("The host did not start: " + e.getMessage());
            System.err.println("Try: another --data directory or --port 0; -v shows more.");
            if (verbose || command.verbose) {
                e.printStackTrace();
            }
            return 1;
        }
    }

    private void start() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        DataDirectory held = DataDirectory.claim(data);
        if (reset) {
            Reset.of(data);
        }
        LogFile.in(data);
        Path jar = PluginJar.find(Optional.ofNullable(plugin));
        HarnessOptions options = HarnessOptions.in(data)
                .withPlugin(jar)
                .withPorts(free(port, "web"), free(smtpPort, "SMTP"), free(imapPort, "IMAP"));
        String[] kept = data.resolve("tickets").toFile().list();
        boolean first = kept == null || kept.length == 0;
        CompletableFuture<DemoWorld.DemoKeys> keys = noDemo || !first
                ? new CompletableFuture<>()
                : DemoWorld.begin(options.clock().instant());
        Harness harness = Harness.start(options, held);
        CompletableFuture<Void> demo = noDemo || !first
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(() -> demo(harness, data.resolve("demo"), keys));
        try {
            demo.get(DEMO_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            System.out.println("  . demo mails are still arriving");
        }
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            harness.close();
            end.countDown();
        }));
        Greeting.print(harness, data, System.nanoTime() - begin);
        end.await();
    }

    /** Without its demo the host is still a host. */
    private static void demo(Harness harness, Path directory, CompletableFuture<DemoWorld.DemoKeys> keys) {
        try {
            new DemoWorld(harness, directory).fill(keys);
        } catch (Exception e) {
            System.err.println("  x demo data: " + e + " (-v or harness.log has more; --no-demo leaves it out)");
            LOG.error("demo data", e);
        }
    }

    /** The port if it is free, else the next free one, and says so. */
    private static int free(int wanted, String what) throws IOException {
        if (wanted == 0) {
            return 0;
        }
        for (int candidate = wanted; candidate < wanted + TRIES && candidate <= 65535; candidate++) {
            try (ServerSocket probe = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                if (candidate != wanted) {
                    System.out.println("  port " + wanted + " is taken: " + what + " uses " + candidate);
                }
                return probe.getLocalPort();
            } catch (java.net.BindException e) {
                // taken; the next one
            }
        }
        throw new IOException("no free port for " + what + " from " + wanted + " on");
    }

    /** Deletes a data directory that is one of ours, and no other directory. */
    private static final class Reset {

        private Reset() {}

        static void of(Path data) throws IOException {
            java.io.File[] content = data.toFile().listFiles((place, name) -> !name.equals(DataDirectory.LOCK));
            if (content == null || content.length == 0) {
                return;
            }
            boolean ours = java.nio.file.Files.isDirectory(data.resolve("tickets"))
                    && java.nio.file.Files.isDirectory(data.resolve("arrivals"));
            if (!ours) {
                throw new IOException(
                        data + " does not look like a data directory of the harness; nothing was deleted");
            }
            for (java.io.File file : content) {
                DurableFiles.deleteTree(file.toPath());
            }
        }
    }
}
