package org.sealdesk.crypt.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.console.Console;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.message.OutgoingHeaders;
import org.sealdesk.crypt.message.PlanRequest;
import org.sealdesk.crypt.message.PlanRequest.PlanRecipient;
import org.sealdesk.crypt.message.ProtectedCopy;
import org.sealdesk.crypt.message.ProtectionPlan;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.verdict.Technology;

/** {@code protect}: runs outgoing mails through the planner and the protector that the hook uses. */
final class ProtectCommand implements Commands.Command {

    private static final Set<String> VALUED = Set.of(
            "--protection",
            "--technology",
            "--out",
            "--keys",
            "--certs",
            "--trust",
            "--crls",
            "--passphrase",
            "--passphrase-file",
            "--at");
    private static final Set<String> FLAGS = Set.of("--json");

    private final Workbench.Source source;

    ProtectCommand(Workbench.Source source) {
        this.source = source;
    }

    @Override
    public String summary() {
        return "sign and encrypt outgoing mails from files";
    }

    @Override
    public String usage() {
        return String.join(
                System.lineSeparator(),
                "protect FILE... --protection none|sign|encrypt|sign+encrypt [--technology auto|pgp|smime]",
                "        --keys PATH --certs PATH [--trust PATH] [--passphrase TEXT] [--passphrase-file FILE]",
                "        [--at INSTANT] [--out DIR] [--json]");
    }

    @Override
    public int run(List<String> words, Console console) throws UsageException, IOException {
        Arguments arguments = Arguments.parse(words, VALUED, FLAGS);
        if (arguments.rest().isEmpty()) {
            throw new UsageException("say which mails to protect");
        }
        ProtectionLevel level = level(arguments.one("--protection"));
        Optional<Technology> technology = technology(arguments.one("--technology"));
        Inputs inputs = new Inputs(console.workingDirectory());
        Optional<Path> out = arguments.one("--out").map(inputs::path);
        if (out.isPresent()) {
            Files.createDirectories(out.get());
        }
        int refused = 0;
        try (Workbench bench = KeySet.of(arguments).workbench(source, inputs)) {
            for (String name : arguments.rest()) {
                Path file = inputs.path(name);
                if (!Files.isRegularFile(file)) {
                    throw new UsageException("there is no file " + name);
                }
                JsonObject answer = protect(bench, name, FileContent.of(file), level, technology, out);
                refused += answer.has("problems") ? 1 : 0;
                print(answer, arguments, console);
            }
        }
        return refused == 0 ? 0 : 1;
    }

    private static ProtectionLevel level(Optional<String> word) throws UsageException {
        return switch (word.orElse("none")) {
            case "none" -> ProtectionLevel.NONE;
            case "sign" -> ProtectionLevel.SIGN;
            case "encrypt" -> ProtectionLevel.ENCRYPT;
            case "sign+encrypt" -> ProtectionLevel.SIGN_AND_ENCRYPT;
            default ->
                throw new UsageException("--protection is none, sign, encrypt or sign+encrypt, not " + word.orElse(""));
        };
    }

    private static Optional<Technology> technology(Optional<String> word) throws UsageException {
        return switch (word.orElse("auto")) {
            case "auto" -> Optional.empty();
            case "pgp" -> Optional.of(Technology.OPENPGP);
            case "smime" -> Optional.of(Technology.SMIME);
            default -> throw new UsageException("--technology is auto, pgp or smime, not " + word.orElse(""));
        };
    }

    private static JsonObject protect(
            Workbench bench,
            String name,
            Content mail,
            ProtectionLevel level,
            Optional<Technology> technology,
            Optional<Path> out)
            throws IOException {
        OutgoingHeaders headers = OutgoingHeaders.of(mail);
        ProtectionPlan plan = bench.planner()
                .plan(new PlanRequest(
                        headers.from(),
                        headers.recipients(),
                        Optional.of(level),
                        technology,
                        false,
                        false,
                        ProtectionPolicy.OPEN,
                        bench.clock().instant()));
        JsonObject answer = new JsonObject();
        answer.addProperty("file", name);
        answer.addProperty("protection", words(plan.level()));
        if (!plan.obstacles().isEmpty()) {
            return refused(answer, plan.obstacles());
        }
        try {
            List<ProtectedCopy> copies = plan.level() == ProtectionLevel.NONE
                    ? List.of()
                    : bench.protector()
                            .protect(
                                    mail,
                                    plan,
                                    headers.recipients(),
                                    ProtectionPolicy.OPEN,
                                    bench.clock().instant());
            answer.add("deliveries", deliveries(name, mail, headers.recipients(), copies, out));
            return answer;
        } catch (EngineRefusal e) {
            return refused(answer, List.of(new ProtectionPlan.Obstacle(e.code(), "", String.valueOf(e.getMessage()))));
        }
    }

    private static JsonObject refused(JsonObject answer, List<ProtectionPlan.Obstacle> obstacles) {
        JsonArray problems = new JsonArray();
        for (ProtectionPlan.Obstacle obstacle : obstacles) {
            JsonObject problem = new JsonObject();
            problem.addProperty("code", obstacle.code());
            problem.addProperty("address", obstacle.address());
            problem.addProperty("reason", obstacle.detail());
            problems.add(problem);
        }
        answer.add("problems", problems);
        return answer;
    }

    private static JsonArray deliveries(
            String name, Content mail, List<PlanRecipient> all, List<ProtectedCopy> copies, Optional<Path> out)
            throws IOException {
        JsonArray deliveries = new JsonArray();
        if (copies.isEmpty()) {
            deliveries.add(delivery(all, "none", write(out, name, 1, mail)));
        }
        int number = 0;
        for (ProtectedCopy copy : copies) {
            number++;
            String technology = copy.technology() == Technology.OPENPGP ? "pgp" : "smime";
            deliveries.add(delivery(copy.recipients(), technology, write(out, name, number, copy.mail())));
        }
        return deliveries;
    }

    private static JsonObject delivery(List<PlanRecipient> recipients, String technology, Optional<Path> file) {
        JsonObject json = new JsonObject();
        json.add(
                "recipients",
                ItemJson.array(recipients.stream().map(PlanRecipient::address).toList()));
        json.addProperty("technology", technology);
        ItemJson.put(json, "out", file.map(Path::toString));
        return json;
    }

    private static Optional<Path> write(Optional<Path> out, String name, int number, Content mail) throws IOException {
        if (out.isEmpty()) {
            return Optional.empty();
        }
        String base = new ArrayList<>(List.of(name.split("[/\\\\]"))).get(name.split("[/\\\\]").length - 1);
        Path file = out.get().resolve(base.replaceFirst("\\.eml$", "") + "-" + number + ".eml");
        try (InputStream in = mail.open()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return Optional.of(file);
    }

    private static String words(ProtectionLevel level) {
        return level == ProtectionLevel.SIGN_AND_ENCRYPT
                ? "sign+encrypt"
                : level.name().toLowerCase(Locale.ROOT);
    }

    private static void print(JsonObject answer, Arguments arguments, Console console) {
        if (arguments.has("--json")) {
            console.out().println(answer);
            return;
        }
        String file = answer.get("file").getAsString();
        if (answer.has("problems")) {
            answer.getAsJsonArray("problems")
                    .forEach(p -> console.out()
                            .println(file + ": not protected: "
                                    + p.getAsJsonObject().get("reason").getAsString()));
            return;
        }
        answer.getAsJsonArray("deliveries")
                .forEach(d -> console.out()
                        .println(file + ": " + answer.get("protection").getAsString() + " "
                                + text(d.getAsJsonObject())));
    }

    private static String text(JsonObject delivery) {
        List<String> recipients = new ArrayList<>();
        delivery.getAsJsonArray("recipients").forEach(r -> recipients.add(r.getAsString()));
        String technology = delivery.get("technology").getAsString();
        return (technology.equals("none") ? "" : "(" + technology + ") ") + "for " + String.join(", ", recipients)
                + ": "
                + (delivery.has("out")
                        ? delivery.get("out").getAsString()
                        : "not written, because no --out DIR was given");
    }
}
