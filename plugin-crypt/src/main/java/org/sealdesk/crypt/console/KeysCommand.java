package org.sealdesk.crypt.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.console.Console;
import org.sealdesk.crypt.intake.ImportOptions;
import org.sealdesk.crypt.intake.ImportReport;
import org.sealdesk.crypt.intake.ImportedItem;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.verdict.TrustLevel;

/** {@code keys}: imports, lists, exports, deletes, checks certificates and the store. */
final class KeysCommand implements Commands.Command {

    private static final Set<String> VALUED = Set.of(
            "--data",
            "--key-file",
            Inputs.STORE_PASSPHRASE,
            "--passphrase",
            "--passphrase-file",
            "--at",
            "--technology",
            "--certs",
            "--trust",
            "--crls",
            "--cert-path",
            "--private-path",
            "--gnupg-home",
            "--key",
            "--max",
            "--new-passphrase-file",
            "--reason",
            "--out");
    private static final Set<String> FLAGS = Set.of(
            "--json",
            "--batch",
            "--trusted",
            "--anchor",
            "--own",
            "--contacts",
            "--require-revocation",
            "--verify",
            "--list",
            "--kek",
            "--data-key",
            "--secret");

    private final Workbench.Source source;

    KeysCommand(Workbench.Source source) {
        this.source = source;
    }

    @Override
    public String summary() {
        return "import, list, export, delete and check keys and certificates; read key folders; check and reindex their store";
    }

    @Override
    public String usage() {
        return String.join(
                System.lineSeparator(),
                "keys import PATH... [--passphrase TEXT] [--passphrase-file FILE] [--trusted] [--anchor] [--json]",
                "    status 0 whatever became of the items: each line says it",
                "keys import --batch          one JSON request a line: {\"files\":[...],\"passphrases\":[...],\"at\":...}",
                "keys list [WORD...] [--technology pgp|smime] [--own|--contacts] [--json]",
                "keys export FINGERPRINT|ID|HASH...",
                "keys export --secret FINGERPRINT --new-passphrase-file FILE --reason TEXT [--out FILE]",
                "    an own key to take away, locked with a new passphrase: the first line of the file, at least 12",
                "    characters. OpenPGP: an armoured secret key. S/MIME: PKCS#12 with the certificate and its issuers.",
                "keys delete FINGERPRINT...",
                "keys check CERT... [--certs PATH] [--trust PATH] [--crls PATH] [--require-revocation] [--json]",
                "    why is this certificate not accepted? One answer for each certificate in a file that has not",
                "    issued another one in it; its issuers are used as links. \"path\" is RFC 5280 alone, \"canSign\"",
                "    and \"canEncrypt\" add the rules for mail. Stores nothing, fetches nothing. An OpenPGP certificate",
                "    has no issuers: its path is \"none\", the rest is what the certificate says about itself.",
                "keys check --batch           {\"cert\":...,\"certs\":[...],\"trust\":[...],\"crls\":[...],\"at\":...,",
                "                             \"requireRevocation\":true|false}; one answer a line",
                "keys rescan [--cert-path DIR] [--private-path DIR] [--gnupg-home DIR] [--passphrase TEXT] [--json]",
                "                             read every file in the key folders again, by default those of the settings;",
                "                             a certificate that came from a folder only and is in no file now is retired",
                "keys fsck --data DIR [--json]     read every record and every index row, change nothing; status 1 if",
                "                             something is damaged",
                "keys reindex --data DIR [--json]  build the index anew from the records",
                "keys audit --verify [--json]      read every entry of the audit log: was one changed, removed, put in",
                "                             another order or cut off? Status 1 if so",
                "keys audit --list [--key FINGERPRINT] [--max N] [--json]     the newest entries first; 100 if not said",
                "keys rotate --kek --data DIR [--json]       seal the data keys with a new key; with",
                "                             --new-passphrase-file FILE with one that comes from its first line",
                "keys rotate --data-key --data DIR [--json]  seal every secret key with a new data key",
                "options: --data DIR       the data directory of the plugin; without it the keystore of the host that runs",
                "                         this command, which from the shell is an empty one in memory",
                "         --key-file FILE  what seals the secret keys in it; made with a new keystore; DIR.key if not said",
                "         --store-passphrase-file FILE  what seals them instead, where it does: the first line",
                "         --at INSTANT     judge at this time");
    }

    @Override
    public int run(List<String> words, Console console) throws UsageException, IOException {
        if (words.isEmpty()) {
            throw new UsageException(
                    "say what to do: import, list, export, delete, check, rescan, rotate, audit, reindex or fsck");
        }
        Arguments arguments = Arguments.parse(words.subList(1, words.size()), VALUED, FLAGS);
        Inputs inputs = new Inputs(console.workingDirectory());
        String what = words.get(0);
        if (what.equals("import") && arguments.has("--batch")) {
            return Requests.serve(console, request -> importBatch(request, inputs));
        }
        if (what.equals("check") && arguments.has("--batch")) {
            try (Workbench bench = source.inMemory(source.clock())) {
                return new CheckCommand(bench, inputs).serve(console);
            }
        }
        if (what.equals("fsck") || what.equals("reindex")) {
            return new StoreCommand(source, inputs, console).run(what, arguments);
        }
        if (what.equals("rotate")) {
            return new RotateCommand(source, inputs, console).run(arguments);
        }
        if (what.equals("audit")
                && arguments.has("--verify")
                && arguments.one("--data").isPresent()) {
            return new AuditCommand(arguments, console).verify(source, inputs);
        }
        try (Workbench bench = bench(source, arguments, inputs, console)) {
            KeyListing listing = new KeyListing(bench, arguments, console);
            return switch (what) {
                case "import" -> importFiles(bench, arguments, inputs, console);
                case "list" -> listing.list();
                case "export" ->
                    arguments.has("--secret")
                            ? new SecretExport(bench, listing, arguments, inputs, console).run()
                            : listing.export();
                case "delete" -> listing.delete();
                case "rescan" -> new RescanCommand(source, bench, inputs, console).run(arguments);
                case "audit" -> new AuditCommand(arguments, console).run(bench);
                case "check" -> new CheckCommand(bench, inputs).run(arguments, console);
                default -> throw new UsageException("keys cannot " + what);
            };
        } catch (KeystoreUnavailable e) {
            console.err().println("keys: " + e.getMessage());
            return 1;
        }
    }

    /** The keystore that the arguments name, or the running plugin's. */
    static Workbench bench(Workbench.Source source, Arguments arguments, Inputs inputs, Console console)
            throws UsageException, IOException, KeystoreUnavailable {
        InstantSource clock = Inputs.clock(arguments.one("--at"), source.clock());
        Optional<Workbench.Source.Place> place = inputs.place(arguments);
        if (place.isPresent()) {
            Path keyFile = place.get().keyFile();
            boolean hadKey = Files.exists(keyFile);
            Workbench bench = source.at(place.get(), clock);
            if (!hadKey && Files.exists(keyFile)) {
                console.err()
                        .println("The secret keys of this new keystore are sealed with " + keyFile
                                + ". Nobody can use them without that file: keep a copy of it, and not beside copies of"
                                + " the keystore.");
            }
            return bench;
        }
        return source.live().orElseGet(() -> source.inMemory(clock));
    }

    private static int importFiles(Workbench bench, Arguments arguments, Inputs inputs, Console console)
            throws UsageException, IOException {
        if (arguments.rest().isEmpty()) {
            throw new UsageException("say which files to import");
        }
        List<Passphrase> passphrases =
                inputs.passphrases(arguments.all("--passphrase"), arguments.all("--passphrase-file"));
        ImportReport report;
        try {
            report = bench.importer()
                    .by(Author.of(Commands.AUTHOR, "key.import"))
                    .importFiles(inputs.files(arguments.rest()), passphrases, options(arguments));
        } finally {
            passphrases.forEach(Passphrase::close);
        }
        for (ImportedItem item : report.items()) {
            console.out()
                    .println(arguments.has("--json") ? ItemJson.of(item).toString() : item.file() + ": " + line(item));
        }
        return 0;
    }

    private static ImportOptions options(Arguments arguments) {
        return new ImportOptions(
                CertificateFacts.Source.ADMINISTRATOR,
                arguments.has("--trusted") ? TrustLevel.CONFIRMED : TrustLevel.UNVERIFIED,
                Optional.empty(),
                arguments.has("--anchor") ? ImportOptions.Authorities.ANCHORS : ImportOptions.Authorities.ORDINARY);
    }

    private static String line(ImportedItem item) {
        return String.format(
                "%-9s %-16s %s  %s", item.result().code(), item.kind().code(), item.displayName(), item.reason());
    }

    private JsonObject importBatch(JsonObject request, Inputs inputs) throws UsageException, IOException {
        InstantSource clock = Inputs.clock(Requests.string(request, "at"), source.clock());
        List<Passphrase> passphrases = inputs.passphrases(Requests.strings(request, "passphrases"), List.of());
        try (Workbench bench = source.inMemory(clock)) {
            ImportReport report = bench.importer()
                    .importFiles(
                            inputs.files(Requests.strings(request, "files")),
                            passphrases,
                            ImportOptions.unverified(CertificateFacts.Source.ADMINISTRATOR));
            JsonArray items = new JsonArray();
            report.items().forEach(item -> items.add(ItemJson.of(item)));
            JsonObject answer = new JsonObject();
            answer.add("items", items);
            return answer;
        } finally {
            passphrases.forEach(Passphrase::close);
        }
    }
}
