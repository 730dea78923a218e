package org.sealdesk.crypt.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.Upload;
import org.sealdesk.api.admin.View;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.intake.ImportOptions;
import org.sealdesk.crypt.intake.ImportReport;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.TrustLevel;

/** One box for keys and certificates of both technologies: files or pasted text, any format, any order. */
final class ImportPage implements AdminPage {

    /** Names come from a browser; longer ones help nobody. */
    private static final int MAX_NAME = 120;

    private static final int MAX_HOW = 200;

    private static final String IMPORT = "key.import";

    /** What a mail lacks, once for each key; more lines than these say nothing more. */
    private static final String MISSING = "missing";

    private static final int MAX_MISSING = 5;

    private final AdminParts parts;
    private final Frame frame;
    private final ConfigurationErrors errors;
    private final Texts texts;
    private final PendingUploads pending;
    private final ImportResultView results;

    ImportPage(AdminParts parts, Frame frame, ConfigurationErrors errors, SecureRandom random) {
        this.parts = parts;
        this.frame = frame;
        this.errors = errors;
        this.texts = parts.texts();
        this.pending = new PendingUploads(parts.host().clock(), random);
        this.results = new ImportResultView(parts, frame);
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) throws IOException {
        return request.isWrite() ? take(request) : new Outcome.Page(page(request));
    }

    private View page(AdminRequest request) {
        return frame.view("crypt.import", texts.of("import.title"), List.of(), body(request), List.of());
    }

    private List<Component> body(AdminRequest request) {
        List<Component> body = new ArrayList<>();
        body.add(frame.paragraph("import.what"));
        List<String> missing = request.params(MISSING).stream()
                .filter(key -> key.length() <= MAX_NAME * 2)
                .limit(MAX_MISSING)
                .toList();
        for (String key : missing) {
            body.add(new Component.Banner(Tone.NEUTRAL, wanted(key), List.of()));
        }
        body.add(form(request));
        return body;
    }

    /** A mail names keys as {@code pgp:<id>}, {@code smime:<issuer>#<serial>} or {@code smime:ski:<hex>}. */
    private Text wanted(String key) {
        if (key.startsWith("pgp:")) {
            return texts.of("import.missing.pgp", KeyFacts.grouped(key.substring("pgp:".length())));
        }
        int serial = key.lastIndexOf('#');
        if (key.startsWith("smime:") && serial > 0) {
            return texts.of(
                    "import.missing.smime", key.substring("smime:".length(), serial), key.substring(serial + 1));
        }
        return texts.of("import.missing.other", key);
    }

    private Form form(AdminRequest request) {
        List<Field> fields = new ArrayList<>();
        fields.add(field("files", Field.Kind.FILES, ""));
        fields.add(field("text", Field.Kind.LONG_TEXT, request.param("text").orElse("")));
        fields.add(field("password", Field.Kind.PASSWORD, ""));
        if (request.may(Permissions.TRUST)) {
            fields.add(new Field(
                    "trust",
                    Field.Kind.RADIO,
                    texts.of("import.trust"),
                    request.param("trust").orElse("later"),
                    Optional.of(texts.of("import.trust.help")),
                    Optional.empty(),
                    List.of(
                            new Field.Option("later", texts.of("import.trust.later")),
                            new Field.Option("compared", texts.of("import.trust.compared"))),
                    false));
            fields.add(field("how", Field.Kind.TEXT, request.param("how").orElse("")));
            fields.add(
                    field("anchors", Field.Kind.SWITCH, request.param("anchors").orElse("")));
        }
        return new Form("import", "import", true, fields, texts.of("import.button"), Map.of());
    }

    private Field field(String name, Field.Kind kind, String value) {
        return new Field(
                name,
                kind,
                texts.of("import." + name),
                value,
                Optional.of(texts.of("import." + name + ".help")),
                Optional.empty(),
                List.of(),
                false);
    }

    private Outcome take(AdminRequest request) throws IOException {
        String token = request.param("token").orElse("");
        List<ImportFile> files = token.isEmpty() ? uploaded(request) : pending.find(request.actor(), token);
        if (files.isEmpty()) {
            String key = token.isEmpty() ? "import.nothing" : "import.over";
            return new Outcome.Invalid(page(request), Map.of("files", texts.of(key)));
        }
        long octets = files.stream().mapToLong(f -> f.content().size()).sum();
        if (octets > parts.limits().mailOctets()) {
            return tooLarge(request);
        }
        try (Passphrase passphrase = KeyChange.passphrase(request.secret("password"))) {
            List<Passphrase> passphrases = passphrase.isEmpty() ? List.of() : List.of(passphrase);
            ImportReport report =
                    parts.importer().by(author(request)).importFiles(files, passphrases, options(request));
            record(request, report);
            pending.forget(token);
            Optional<String> again = report.wantsPassword() ? pending.keep(request.actor(), files) : Optional.empty();
            return new Outcome.Page(results.view(report, again, choices(request)));
        }
    }

    private Outcome tooLarge(AdminRequest request) {
        return new Outcome.Invalid(
                page(request),
                Map.of("files", texts.of("import.large", parts.limits().mailOctets())));
    }

    private List<ImportFile> uploaded(AdminRequest request) throws IOException {
        List<ImportFile> files = new ArrayList<>();
        for (Upload upload : request.uploads()) {
            // One octet more than allowed is enough to know that it is too much.
            int most = (int) Math.min(Integer.MAX_VALUE - 16L, parts.limits().mailOctets() + 1);
            try (InputStream in = upload.content().open()) {
                files.add(new ImportFile(name(upload.fileName()), Octets.of(in.readNBytes(most))));
            }
        }
        String text = request.param("text").orElse("");
        if (!text.isBlank()) {
            Text pasted = texts.of("import.pasted");
            files.add(new ImportFile(pasted.fallback(), Octets.of(text.getBytes(StandardCharsets.UTF_8))));
        }
        // A browser sends an empty file for an empty field.
        files.removeIf(f -> f.name().isEmpty() && f.content().size() == 0);
        return files;
    }

    private static String name(String fileName) {
        return fileName.length() <= MAX_NAME ? fileName : fileName.substring(0, MAX_NAME) + "…";
    }

    /** Trust is given by those only who may give it, whatever a form says. */
    private ImportOptions options(AdminRequest request) {
        boolean may = request.may(Permissions.TRUST);
        boolean compared = may && request.param("trust").orElse("").equals("compared");
        boolean anchors = may
                && Setting.PGP
                        .normal(request.param("anchors").orElse(""))
                        .orElse("0")
                        .equals("1");
        String how = request.param("how").orElse("").strip();
        return new ImportOptions(
                CertificateFacts.Source.ADMINISTRATOR,
                compared ? TrustLevel.CONFIRMED : TrustLevel.UNVERIFIED,
                compared
                        ? Optional.of(new CertificateFacts.OwnerCheck(
                                request.actor(), parts.now(), how.substring(0, Math.min(how.length(), MAX_HOW))))
                        : Optional.empty(),
                anchors ? ImportOptions.Authorities.ANCHORS : ImportOptions.Authorities.ORDINARY);
    }

    /** What the form said beside the files, for the form that asks for the password again. */
    private static Map<String, String> choices(AdminRequest request) {
        Map<String, String> choices = new HashMap<>();
        for (String name : List.of("trust", "how", "anchors")) {
            request.param(name).ifPresent(value -> choices.put(name, value));
        }
        return choices;
    }

    private static Author author(AdminRequest request) {
        return Author.of(request.actor(), IMPORT)
                .because(request.param("how").orElse("").strip());
    }

    /** What was stored is in the audit log already. */
    private void record(AdminRequest request, ImportReport report) {
        long failed = report.count(ItemResult.FAILED);
        if (failed > 0) {
            parts.audit(request.actor(), IMPORT, failed + " items", "failed");
        }
        if (!report.changedFingerprints().isEmpty()) {
            parts.changes().changed(report.changedFingerprints());
            errors.raise();
        }
    }
}
