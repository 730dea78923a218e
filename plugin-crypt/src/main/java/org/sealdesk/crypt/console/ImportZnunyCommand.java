package org.sealdesk.crypt.console;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.console.Console;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.migrate.MigrationItem;
import org.sealdesk.crypt.migrate.MigrationReport;
import org.sealdesk.crypt.migrate.ZnunyImport;
import org.sealdesk.crypt.migrate.ZnunySource;
import org.sealdesk.crypt.policy.Limits;

/** {@code import-znuny}: moving over from Znuny, OTRS or OTOBO. Shows what would happen, and with --apply does it. */
final class ImportZnunyCommand implements Commands.Command {

    private static final Set<String> VALUED = Set.of(
            "--cert-path",
            "--private-path",
            "--gnupg-home",
            "--passwords",
            "--relations",
            "--queues",
            "--data",
            "--key-file",
            Inputs.STORE_PASSPHRASE,
            "--at");
    private static final Set<String> FLAGS = Set.of("--apply", "--json");

    /** Dumps of two small tables; a dump of a whole system is not meant. */
    private static final long MAX_DUMP_OCTETS = 64L * 1024 * 1024;

    private final Workbench.Source source;

    ImportZnunyCommand(Workbench.Source source) {
        this.source = source;
    }

    @Override
    public String summary() {
        return "take over keys, passwords and relations from Znuny, OTRS or OTOBO; shows first, does with --apply";
    }

    @Override
    public String usage() {
        return String.join(
                System.lineSeparator(),
                "import-znuny [--cert-path DIR] [--private-path DIR] [--gnupg-home DIR] [--passwords FILE]",
                "             [--relations FILE] [--queues FILE] [--apply] [--json] [--data DIR] [--key-file FILE]",
                "  --cert-path     what SMIME::CertPath names: certificates, hash.N",
                "  --private-path  what SMIME::PrivatePath names: private keys, hash.N, and passwords, hash.N.P",
                "  --gnupg-home    what PGP::Options names: the directory after --homedir",
                "  --passwords     the setting PGP::Key::Password: a JSON object, lines id: 'password', or id=password",
                "  --relations     the table smime_signer_cert_relations: CSV, or INSERT or COPY statements",
                "  --queues        names and default_sign_key of the table queue: CSV, or INSERT or COPY statements",
                "  --apply         without it nothing is stored: the report says what would become of each thing",
                "  --data, --key-file, --at   as for the command keys",
                "Nothing is changed or deleted at the source. Default signing keys of queues are reported, not set.");
    }

    @Override
    public int run(List<String> words, Console console) throws UsageException, IOException {
        Arguments arguments = Arguments.parse(words, VALUED, FLAGS);
        Inputs inputs = new Inputs(console.workingDirectory());
        ZnunySource old = old(arguments, inputs);
        try (Workbench bench = KeysCommand.bench(source, arguments, inputs, console)) {
            MigrationReport report;
            if (arguments.has("--apply")) {
                report = move(bench, old);
            } else {
                try (Workbench draft = source.draft(bench)) {
                    report = move(draft, old);
                }
            }
            print(report, arguments, console);
            return 0;
        } catch (KeystoreUnavailable e) {
            console.err().println("import-znuny: " + e.getMessage());
            return 1;
        }
    }

    private static MigrationReport move(Workbench bench, ZnunySource old) throws IOException {
        return new ZnunyImport(
                        bench.keystore(),
                        bench.importer(),
                        bench.passwords(),
                        Commands.AUTHOR,
                        bench.clock(),
                        Limits.DEFAULT)
                .run(old);
    }

    private static ZnunySource old(Arguments arguments, Inputs inputs) throws UsageException, IOException {
        if (!arguments.rest().isEmpty()) {
            throw new UsageException("import-znuny takes no " + arguments.rest().get(0));
        }
        ZnunySource old = new ZnunySource(
                folder(arguments, inputs, "--cert-path"),
                folder(arguments, inputs, "--private-path"),
                folder(arguments, inputs, "--gnupg-home"),
                text(arguments, inputs, "--passwords"),
                text(arguments, inputs, "--relations"),
                text(arguments, inputs, "--queues"));
        boolean nothing = old.certificates().isEmpty()
                && old.privateKeys().isEmpty()
                && old.gnupgHome().isEmpty()
                && old.passwords().isEmpty()
                && old.relations().isEmpty()
                && old.queues().isEmpty();
        if (nothing) {
            throw new UsageException("say what to take over: --cert-path, --private-path, --gnupg-home, --passwords,"
                    + " --relations or --queues");
        }
        return old;
    }

    private static Optional<Path> folder(Arguments arguments, Inputs inputs, String option) throws UsageException {
        return arguments
                .one(option)
                .map(word -> inputs.path(word).toAbsolutePath().normalize());
    }

    private static Optional<String> text(Arguments arguments, Inputs inputs, String option)
            throws UsageException, IOException {
        Optional<String> word = arguments.one(option);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        Path file = inputs.path(word.get());
        if (!Files.isRegularFile(file)) {
            throw new UsageException("there is no file " + word.get() + " for " + option);
        }
        if (Files.size(file) > MAX_DUMP_OCTETS) {
            throw new UsageException("file " + word.get() + " has " + Files.size(file) + " octets, at most "
                    + MAX_DUMP_OCTETS + " are read: dump the one table only");
        }
        return Optional.of(decoded(Files.readAllBytes(file)));
    }

    /** Old dumps are often in Latin 1; what is no UTF-8 is read as that. */
    private static String decoded(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    private static void print(MigrationReport report, Arguments arguments, Console console) {
        boolean json = arguments.has("--json");
        for (MigrationItem item : report.items()) {
            console.out()
                    .println(
                            json
                                    ? json(item).toString()
                                    : String.format(
                                            Locale.ROOT,
                                            "%-9s %-8s %s  %s",
                                            item.result().code(),
                                            item.part().code(),
                                            item.what(),
                                            item.reason()));
        }
        if (json) {
            console.out().println(summary(report, arguments));
            return;
        }
        report.advice().forEach(console.out()::println);
        StringBuilder counts = new StringBuilder();
        for (MigrationItem.Result result : MigrationItem.Result.values()) {
            counts.append(counts.length() == 0 ? "" : ", ")
                    .append(report.count(result))
                    .append(' ')
                    .append(result.code());
        }
        console.out()
                .println(arguments.has("--apply") ? "Done: " + counts : "Nothing was stored. With --apply: " + counts);
    }

    private static JsonObject json(MigrationItem item) {
        JsonObject json = item.key().map(ItemJson::of).orElseGet(JsonObject::new);
        json.addProperty("part", item.part().code());
        json.addProperty("source", item.what());
        json.addProperty("result", item.result().code());
        json.addProperty("code", item.code());
        json.addProperty("reason", item.reason());
        json.add("fingerprints", ItemJson.array(item.fingerprints()));
        return json;
    }

    private static JsonObject summary(MigrationReport report, Arguments arguments) {
        JsonObject json = new JsonObject();
        json.addProperty("part", "summary");
        json.addProperty("applied", arguments.has("--apply"));
        for (MigrationItem.Result result : MigrationItem.Result.values()) {
            json.addProperty(result.code(), report.count(result));
        }
        json.add("advice", ItemJson.array(report.advice()));
        return json;
    }
}
