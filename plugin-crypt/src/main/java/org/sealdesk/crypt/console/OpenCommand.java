package org.sealdesk.crypt.console;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Text;
import org.sealdesk.api.console.Console;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.crypt.hook.ReportMapper;
import org.sealdesk.crypt.message.OpenRequest;
import org.sealdesk.crypt.message.OpenedMail;
import org.sealdesk.crypt.mime.BodyDecoder;
import org.sealdesk.crypt.mime.MimePart;
import org.sealdesk.crypt.mime.PayloadText;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.Technology;

/** {@code open}: opens and judges incoming mails from files. */
final class OpenCommand implements Commands.Command {

    private static final Set<String> VALUED =
            Set.of("--keys", "--certs", "--trust", "--crls", "--passphrase", "--passphrase-file", "--at", "--out");
    private static final Set<String> FLAGS = Set.of("--json", "--batch");

    private final Workbench.Source source;
    private final ReportMapper reports;

    OpenCommand(Workbench.Source source, ReportMapper reports) {
        this.source = source;
        this.reports = reports;
    }

    @Override
    public String summary() {
        return "open and judge incoming mails from files";
    }

    @Override
    public String usage() {
        return String.join(
                System.lineSeparator(),
                "open FILE... [--keys PATH] [--certs PATH] [--trust PATH] [--crls PATH]",
                "     [--passphrase TEXT] [--passphrase-file FILE] [--at INSTANT] [--out DIR] [--json]",
                "open --batch   one JSON request a line: {\"file\":...,\"keys\":[...],\"certs\":[...],\"trust\":[...],",
                "               \"crls\":[...],\"passphrases\":[...],\"at\":...}; one JSON answer a line");
    }

    @Override
    public int run(List<String> words, Console console) throws UsageException, IOException {
        Arguments arguments = Arguments.parse(words, VALUED, FLAGS);
        Inputs inputs = new Inputs(console.workingDirectory());
        if (arguments.has("--batch")) {
            return Requests.serve(console, request -> batch(request, inputs));
        }
        if (arguments.rest().isEmpty()) {
            throw new UsageException("say which mails to open");
        }
        Optional<Path> out = arguments.one("--out").map(inputs::path);
        try (Workbench bench = KeySet.of(arguments).workbench(source, inputs)) {
            for (String name : arguments.rest()) {
                Opened opened = open(bench, name, inputs);
                if (out.isPresent()) {
                    write(opened, bench, out.get());
                }
                if (arguments.has("--json")) {
                    console.out().println(opened.json(name));
                } else {
                    print(name, opened, console);
                }
            }
        }
        return 0;
    }

    private JsonObject batch(JsonObject request, Inputs inputs) throws UsageException, IOException {
        String name =
                Requests.string(request, "file").orElseThrow(() -> new UsageException("a request needs a \"file\""));
        try (Workbench bench = KeySet.of(request).workbench(source, inputs)) {
            return open(bench, name, inputs).json(name);
        }
    }

    private Opened open(Workbench bench, String name, Inputs inputs) throws UsageException, IOException {
        Path file = inputs.path(name);
        if (!Files.isRegularFile(file)) {
            throw new UsageException("there is no file " + name);
        }
        long start = System.nanoTime();
        OpenedMail mail = bench.opener()
                .open(new OpenRequest(
                        FileContent.of(file),
                        bench.clock().instant(),
                        Set.of(Technology.values()),
                        OpenRequest.DEFAULT_REQUIRED));
        SecurityReport report = reports.report(mail.summary());
        Optional<MimePart> shown = mail.shown();
        PayloadText text = shown.isPresent()
                ? PayloadText.of(shown.get(), bench.spill(), Limits.DEFAULT.inflatedOctets())
                : new PayloadText("", List.of());
        return new Opened(mail, report, text, (System.nanoTime() - start) / 1_000_000);
    }

    private record Opened(OpenedMail mail, SecurityReport report, PayloadText text, long millis) {
        JsonObject json(String name) throws IOException {
            return MailJson.of(name, mail, report, text, millis);
        }
    }

    private static void print(String name, Opened opened, Console console) {
        SecurityReport report = opened.report();
        console.out().println(name + ": " + report.summary());
        console.out().println("  " + report.sentence().map(Text::fallback).orElse("Not signed, not encrypted."));
        console.out().println("  signature " + report.signature() + ", encryption " + report.encryption());
        console.out()
                .println("  from " + opened.mail().from() + ", subject "
                        + opened.mail().subject());
        for (SecurityReport.Signer signer : report.signers()) {
            console.out()
                    .println("  signed by " + signer.addresses() + " " + signer.fingerprint() + " ("
                            + signer.algorithm() + ", trust " + signer.trust() + ")");
        }
        for (Problem finding : report.findings()) {
            console.out().println("  " + finding.code() + ": " + finding.what().fallback());
        }
    }

    /** The payload and its attachments, under names of our making. */
    private static void write(Opened opened, Workbench bench, Path directory) throws IOException {
        Files.createDirectories(directory);
        Optional<MimePart> shown = opened.mail().shown();
        if (shown.isEmpty()) {
            return;
        }
        copy(shown.get().entity(), directory.resolve("payload.eml"));
        int number = 0;
        for (MimePart part : shown.get().all()) {
            if (part.children().isEmpty()) {
                number++;
                Content content = BodyDecoder.decoded(part, bench.spill(), Limits.DEFAULT.inflatedOctets());
                copy(content, directory.resolve("part-" + number + extension(part)));
            }
        }
    }

    private static String extension(MimePart part) {
        return part.fileName()
                .filter(n -> n.matches(".*\\.[A-Za-z0-9]{1,8}"))
                .map(n -> n.substring(n.lastIndexOf('.')))
                .orElse(part.type().isText() ? ".txt" : ".bin");
    }

    private static void copy(Content content, Path file) throws IOException {
        try (InputStream in = content.open()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
