package org.sealdesk.crypt.barehost;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginFactory;
import org.sealdesk.api.ApiVersion;
import org.sealdesk.api.admin.AdminPages;
import org.sealdesk.api.console.Console;
import org.sealdesk.api.console.ConsoleCommands;
import org.sealdesk.api.host.HostedPluginFactory;
import org.sealdesk.api.mail.Draft;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.HookContext;
import org.sealdesk.api.mail.IncomingMail;
import org.sealdesk.api.mail.IncomingMailHook;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.Origin;
import org.sealdesk.api.mail.OutgoingMail;
import org.sealdesk.api.mail.OutgoingMailHook;
import org.sealdesk.api.mail.Protection;
import org.sealdesk.api.mail.ReceiveDecision;
import org.sealdesk.api.mail.Recipient;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.api.mail.SendDecision;
import org.sealdesk.api.mail.Technology;
import org.sealdesk.api.mail.Wish;

/**
 * Loads the plugin, uses it, stops and unloads it, again and again, and looks for what stays behind. Arguments: the
 * plugin's jar or zip, a work directory with {@code secret.asc} and {@code mail.eml}, how often. What is in files named
 * {@code certificates-*} is imported first. Exits with 0 if every
 * round worked and nothing is left.
 */
public final class BareHost {

    private static final int COLLECTIONS = 40;

    /** More of the heap after many rounds than after a few is a leak. */
    private static final long HEAP_SLACK_OCTETS = 8L * 1024 * 1024;

    private static final int WARM_ROUNDS = 3;

    private final Path plugin;
    private final Path work;
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

    private BareHost(Path plugin, Path work) {
        this.plugin = plugin;
        this.work = work;
    }

    public static void main(String[] arguments) throws Exception {
        for (String library : List.of("jakarta.mail.Session", "org.bouncycastle.asn1.ASN1Object", "org.mapdb.DB")) {
            try {
                Class.forName(library);
                fail("the bare host's class path holds " + library);
            } catch (ClassNotFoundException e) {
                // As it should be.
            }
        }
        BareHost host = new BareHost(Path.of(arguments[0]), Path.of(arguments[1]));
        int rounds = Integer.parseInt(arguments[2]);
        host.round();
        host.importCertificates();
        Set<String> threads = threads();
        long heap = Long.MAX_VALUE;
        for (int i = 1; i < rounds; i++) {
            host.round();
            heap = i == WARM_ROUNDS ? host.heapOctets() : heap;
        }
        host.check(threads);
        long grown = Math.max(0, host.heapOctets() - heap);
        require(grown <= HEAP_SLACK_OCTETS, "the heap grew by " + grown + " octets in " + rounds + " rounds");
        System.out.println("rounds " + rounds + ", nothing left");
    }

    private void round() throws Exception {
        with(this::use);
    }

    private void importCertificates() throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.list(work)) {
            files = all.filter(f -> String.valueOf(f.getFileName()).startsWith("certificates-"))
                    .toList();
        }
        with(manager -> {
            ConsoleCommands commands = one(manager.getExtensions(ConsoleCommands.class));
            for (Path file : files) {
                run(commands, "keys", "import", file.toString());
            }
        });
    }

    @FunctionalInterface
    private interface Use {
        void of(DefaultPluginManager manager) throws Exception;
    }

    /** Loads and starts the plugin, and stops and unloads it afterwards. */
    private void with(Use use) throws Exception {
        Path plugins = Files.createDirectories(work.resolve("plugins"));
        DefaultPluginManager manager = new DefaultPluginManager(plugins) {
            @Override
            protected PluginFactory createPluginFactory() {
                return new HostedPluginFactory(id -> new BareServices(work));
            }
        };
        manager.setSystemVersion(ApiVersion.CURRENT);
        String id = manager.loadPlugin(plugin);
        manager.startPlugin(id);
        if (manager.getPlugin(id).getPluginState() != org.pf4j.PluginState.STARTED) {
            Throwable why = manager.getPlugin(id).getFailedException();
            throw new IllegalStateException("plugin did not start", why);
        }
        loaders.add(new WeakReference<>(manager.getPluginClassLoader(id)));
        use.of(manager);
        manager.stopPlugin(id);
        manager.unloadPlugin(id);
    }

    private void use(DefaultPluginManager manager) throws Exception {
        ConsoleCommands commands = one(manager.getExtensions(ConsoleCommands.class));
        String imported =
                run(commands, "keys", "import", work.resolve("secret.asc").toString(), "--trusted", "--json");
        require(imported.contains("\"result\":\"added\"") || imported.contains("\"result\":\"unchanged\""), imported);

        IncomingMailHook incoming = one(manager.getExtensions(IncomingMailHook.class));
        MailContent mail = MailContent.of(Files.readAllBytes(work.resolve("mail.eml")));
        HookContext context = new HookContext(Instant.now().plusSeconds(30), 1, Locale.ENGLISH);
        ReceiveDecision decision = incoming.onReceive(
                new IncomingMail(
                        "1", IncomingMail.Cause.FIRST_DELIVERY, new Envelope("ann@example.org", List.of()), mail, mail),
                context);
        require(decision instanceof ReceiveDecision.Replace, decision.toString());
        ReceiveDecision.Replace opened = (ReceiveDecision.Replace) decision;
        require(
                opened.report().summary() == SecurityReport.Summary.SIGNED_AND_ENCRYPTED,
                opened.report().toString());
        require(text(opened.content()).contains("Hello from Ann"), "content is missing");

        OutgoingMailHook outgoing = one(manager.getExtensions(OutgoingMailHook.class));
        Envelope envelope =
                new Envelope("ann@example.org", List.of(new Recipient("ann@example.org", Recipient.Kind.TO)));
        Draft draft = new Draft(
                envelope,
                "ann@example.org",
                Optional.empty(),
                Origin.AGENT,
                Optional.empty(),
                false,
                Optional.of(new Wish(Protection.SIGN_AND_ENCRYPT, Technology.AUTOMATIC)));
        byte[] plain = ("From: ann@example.org\r\nTo: ann@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: text/plain\r\n\r\nclear words\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        SendDecision sent = outgoing.beforeSend(new OutgoingMail("2", draft, MailContent.of(plain)), context);
        require(sent instanceof SendDecision.Replace, sent.toString());
        require(!text(((SendDecision.Replace) sent).content()).contains("clear words"), "sent in clear");

        require(!one(manager.getExtensions(AdminPages.class)).menu().isEmpty(), "no pages");
    }

    private String run(ConsoleCommands commands, String name, String... words) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int status = commands.run(name, List.of(words), new Console() {
            @Override
            public InputStream in() {
                return InputStream.nullInputStream();
            }

            @Override
            public PrintStream out() {
                return print;
            }

            @Override
            public PrintStream err() {
                return print;
            }

            @Override
            public Path workingDirectory() {
                return work;
            }
        });
        String text = out.toString(StandardCharsets.UTF_8);
        require(status == 0, name + " ended with " + status + ": " + text);
        return text;
    }

    private static <T> T one(List<T> extensions) {
        require(extensions.size() == 1, "extensions: " + extensions);
        return extensions.get(0);
    }

    private static String text(MailContent content) throws IOException {
        try (InputStream in = content.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private long heapOctets() {
        collect();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void collect() {
        for (int i = 0; i < COLLECTIONS && loaders.stream().anyMatch(l -> l.get() != null); i++) {
            System.gc();
            System.runFinalization();
        }
        System.gc();
    }

    private void check(Set<String> threadsBefore) throws IOException {
        collect();
        long left = loaders.stream().filter(l -> l.get() != null).count();
        require(left == 0, left + " of " + loaders.size() + " class loaders are left");
        Set<String> threads = threads();
        threads.removeAll(threadsBefore);
        require(threads.isEmpty(), "threads are left: " + threads);
        List<String> files = openFiles();
        require(files.isEmpty(), "files are left open: " + files);
        List<String> mapped = mappedFiles();
        require(mapped.isEmpty(), "files are left mapped: " + mapped);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    private List<String> openFiles() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path descriptor : all.toList()) {
                try {
                    Path target = Files.readSymbolicLink(descriptor);
                    if (target.startsWith(work) || target.startsWith(plugin)) {
                        found.add(target.toString());
                    }
                } catch (IOException e) {
                    // Closed while we looked.
                }
            }
        }
        return found;
    }

    private List<String> mappedFiles() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        return Files.isReadable(maps)
                ? Files.readAllLines(maps).stream()
                        .filter(line -> line.contains(work.toString()))
                        .toList()
                : List.of();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            fail(otherwise);
        }
    }

    private static void fail(String why) {
        throw new IllegalStateException(why);
    }
}
