package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Banner;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Component.Link;
import org.sealdesk.api.admin.Component.Paragraph;
import org.sealdesk.api.admin.Component.Row;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Component.Table;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.View;
import org.sealdesk.crypt.intake.ImportReport;
import org.sealdesk.crypt.intake.ImportedItem;
import org.sealdesk.crypt.intake.ItemKind;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.text.Texts;

/** One line for each thing found, with what became of it and what to do next. */
final class ImportResultView {

    /** Rows on the page; failures come first beyond that. */
    private static final int MAX_ROWS = 500;

    private final Frame frame;
    private final Texts texts;

    ImportResultView(AdminParts parts, Frame frame) {
        this.frame = frame;
        this.texts = parts.texts();
    }

    /** @param token of the kept upload, if a password could bring more */
    View view(ImportReport report, Optional<String> token, Map<String, String> choices) {
        List<Component> body = new ArrayList<>();
        body.add(frame.paragraph(
                "import.summary",
                report.count(ItemResult.ADDED),
                report.count(ItemResult.UPDATED),
                report.count(ItemResult.UNCHANGED),
                report.count(ItemResult.WAITING),
                report.count(ItemResult.FAILED)));
        if (report.wantsPassword()) {
            body.add(token.map(t -> retry(t, choices))
                    .orElseGet(() -> new Banner(
                            Tone.WARN,
                            texts.of("import.retry.again"),
                            List.of(Action.link("again", texts.of("import.again"), "import")))));
        }
        body.add(table(report));
        return frame.view(
                "crypt.import.result",
                texts.of("import.result.title"),
                List.of(new Link(texts.of("import.title"), "import")),
                body,
                List.of(
                        Action.link("again", texts.of("import.again"), "import"),
                        Action.link("pgp", texts.of("menu.pgp"), "pgp"),
                        Action.link("smime", texts.of("menu.smime"), "smime")));
    }

    private Component retry(String token, Map<String, String> choices) {
        Map<String, String> hidden = new HashMap<>(choices);
        hidden.put("token", token);
        Field password = new Field(
                "password",
                Field.Kind.PASSWORD,
                texts.of("import.password"),
                "",
                Optional.of(texts.of("import.retry.help", (int) PendingUploads.KEPT.toMinutes())),
                Optional.empty(),
                List.of(),
                true);
        Form form = new Form("retry", "import", true, List.of(password), texts.of("import.retry.button"), hidden);
        return new Section("retry", texts.of("import.retry.title"), List.of(form));
    }

    private Table table(ImportReport report) {
        List<Table.TableRow> rows = new ArrayList<>();
        for (ImportedItem item : shown(report.items())) {
            rows.add(row(rows.size(), item));
        }
        return new Table(
                "items",
                texts.of("import.caption", report.items().size()),
                List.of(
                        new Table.Column("file", texts.of("import.column.file"), false),
                        new Table.Column("kind", texts.of("import.column.kind"), false),
                        new Table.Column("who", texts.of("import.column.who"), false),
                        new Table.Column("result", texts.of("import.column.result"), false),
                        new Table.Column("note", texts.of("import.column.note"), false)),
                rows,
                Optional.empty(),
                Optional.empty(),
                new Component.Empty(texts.of("import.nothing"), List.of()));
    }

    private static List<ImportedItem> shown(List<ImportedItem> items) {
        if (items.size() <= MAX_ROWS) {
            return items;
        }
        List<ImportedItem> shown = new ArrayList<>(items.stream()
                .filter(i -> i.result() == ItemResult.FAILED)
                .limit(MAX_ROWS)
                .toList());
        items.stream()
                .filter(i -> i.result() != ItemResult.FAILED)
                .limit(MAX_ROWS - shown.size())
                .forEach(shown::add);
        return shown;
    }

    private Table.TableRow row(int index, ImportedItem item) {
        return new Table.TableRow(
                "item-" + index,
                List.of(
                        Frame.data(item.file()),
                        frame.paragraph("import.kind." + item.kind().code()),
                        who(item),
                        ResultChip.of(item.result(), texts),
                        note(item)),
                List.of(),
                item.result() == ItemResult.FAILED ? Tone.STOP : Tone.NEUTRAL);
    }

    private static Component who(ImportedItem item) {
        Text name = Text.data(item.displayName());
        boolean stored =
                item.result() != ItemResult.FAILED && item.fingerprint().isPresent();
        return stored
                ? new Link(
                        name,
                        (isPgp(item.kind()) ? "pgp/" : "smime/")
                                + item.fingerprint().get().toLowerCase(Locale.ROOT))
                : new Paragraph(name);
    }

    private static boolean isPgp(ItemKind kind) {
        return switch (kind) {
            case PGP_CERTIFICATE, PGP_SECRET_KEY, PGP_REVOCATION -> true;
            case X509_CERTIFICATE, X509_PRIVATE_KEY, CRL, UNKNOWN -> false;
        };
    }

    /** What it means in the reader's words, and the detail with the values behind it. */
    private Component note(ImportedItem item) {
        List<Component> note = new ArrayList<>();
        if (!item.code().equals("ok")) {
            texts.find("import.code." + item.code())
                    .or(() -> texts.find("problem." + item.code()))
                    .ifPresent(text -> note.add(new Paragraph(text)));
        }
        note.add(Frame.data(item.reason()));
        return new Row(note);
    }
}
