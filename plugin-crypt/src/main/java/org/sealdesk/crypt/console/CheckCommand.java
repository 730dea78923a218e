package org.sealdesk.crypt.console;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.console.Console;
import org.sealdesk.crypt.engine.CertificateChecker;
import org.sealdesk.crypt.engine.CertificateChecker.RevocationRule;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.key.Passphrase;

/** {@code keys check}: why is this certificate not accepted? Stores nothing. */
final class CheckCommand {

    private final Workbench bench;
    private final Inputs inputs;

    CheckCommand(Workbench bench, Inputs inputs) {
        this.bench = bench;
        this.inputs = inputs;
    }

    /** What a command line or a request gives. */
    private record Given(
            List<String> links,
            List<String> anchors,
            List<String> crls,
            List<Passphrase> passphrases,
            InstantSource clock,
            RevocationRule rule) {}

    int run(Arguments arguments, Console console) throws UsageException, IOException {
        if (arguments.rest().isEmpty()) {
            throw new UsageException("say which certificates to check");
        }
        List<Passphrase> passphrases =
                inputs.passphrases(arguments.all("--passphrase"), arguments.all("--passphrase-file"));
        try {
            Given given = new Given(
                    arguments.all("--certs"),
                    arguments.all("--trust"),
                    arguments.all("--crls"),
                    passphrases,
                    Inputs.clock(arguments.one("--at"), bench.clock()),
                    arguments.has("--require-revocation") ? RevocationRule.REQUIRED : RevocationRule.IF_KNOWN);
            for (ImportFile file : inputs.files(arguments.rest())) {
                for (JsonObject answer : answers(file, given)) {
                    console.out().println(arguments.has("--json") ? answer.toString() : CheckJson.text(answer));
                }
            }
            return 0;
        } finally {
            passphrases.forEach(Passphrase::close);
        }
    }

    /** One keystore in memory serves all requests: a check reads it and puts nothing in. */
    int serve(Console console) throws IOException {
        return Requests.serve(console, this::answer, (code, reason) -> CheckJson.failed("", code, reason));
    }

    private JsonObject answer(JsonObject request) throws UsageException, IOException {
        List<Passphrase> passphrases = inputs.passphrases(Requests.strings(request, "passphrases"), List.of());
        try {
            Given given = new Given(
                    Requests.strings(request, "certs"),
                    Requests.strings(request, "trust"),
                    Requests.strings(request, "crls"),
                    passphrases,
                    Inputs.clock(Requests.string(request, "at"), bench.clock()),
                    Requests.flag(request, "requireRevocation") ? RevocationRule.REQUIRED : RevocationRule.IF_KNOWN);
            Optional<String> word = Requests.string(request, "cert");
            List<ImportFile> files = inputs.files(word.map(List::of).orElse(List.of()));
            if (files.size() != 1) {
                throw new UsageException("\"cert\" names one file with a certificate");
            }
            return answers(files.get(0), given).get(0);
        } finally {
            passphrases.forEach(Passphrase::close);
        }
    }

    /** One for each certificate in the file that has issued no other one in it; the issuers are links. */
    private List<JsonObject> answers(ImportFile file, Given given) throws UsageException, IOException {
        CheckFiles reading = new CheckFiles(
                bench.readers(), given.passphrases(), given.clock().instant());
        CheckFiles.Content content = reading.read(List.of(file));
        if (content.certificates().isEmpty()) {
            return List.of(CheckJson.failed(file.name(), content.failureCode(), content.failureReason()));
        }
        CheckFiles.Content links = reading.read(inputs.files(given.links()));
        CheckFiles.Content anchors = reading.read(inputs.files(given.anchors()));
        CheckFiles.Content lists = reading.read(inputs.files(given.crls()));
        CertificateChecker.Request request = new CertificateChecker.Request(
                bench.keystore(),
                CheckFiles.joined(List.of(content.certificates(), links.certificates(), lists.certificates())),
                anchors.certificates(),
                CheckFiles.joined(List.of(lists.crls(), content.crls(), links.crls())),
                given.clock().instant(),
                given.rule());
        List<JsonObject> answers = new ArrayList<>();
        content.leaves()
                .forEach(leaf -> answers.add(
                        CheckJson.of(file.name(), leaf, bench.checker().check(leaf, request))));
        return answers;
    }
}
