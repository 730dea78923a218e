package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Link;
import org.sealdesk.api.admin.Component.Paragraph;
import org.sealdesk.api.admin.Component.Row;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Component.Table;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.crypt.folder.FileRecord;
import org.sealdesk.crypt.folder.ScanReport;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.text.Texts;

/** What a look at the key folders found: one line for each file, those in need of attention first. */
final class FolderFilesView {

    private static final int MAX_ROWS = 500;

    private final AdminParts parts;
    private final Frame frame;
    private final Texts texts;

    FolderFilesView(AdminParts parts, Frame frame) {
        this.parts = parts;
        this.frame = frame;
        this.texts = parts.texts();
    }

    Section section(ScanReport report) {
        List<Component> body = new ArrayList<>();
        body.add(frame.paragraph("folders.looked", report.at()));
        body.add(frame.paragraph(
                "import.summary",
                report.count(ItemResult.ADDED),
                report.count(ItemResult.UPDATED),
                report.count(ItemResult.UNCHANGED),
                report.count(ItemResult.WAITING),
                report.count(ItemResult.FAILED)));
        body.add(table(report));
        return new Section("files", texts.of("folders.files"), body);
    }

    private Table table(ScanReport report) {
        List<Table.TableRow> rows = new ArrayList<>();
        report.files().stream()
                .sorted(Comparator.comparing((FileRecord f) -> f.result()).reversed())
                .limit(MAX_ROWS)
                .forEach(file -> rows.add(row(rows.size(), file)));
        return new Table(
                "files",
                texts.of(
                        "folders.files.caption",
                        report.files().size(),
                        Math.min(MAX_ROWS, report.files().size())),
                List.of(
                        new Table.Column("file", texts.of("import.column.file"), false),
                        new Table.Column("who", texts.of("import.column.who"), false),
                        new Table.Column("result", texts.of("import.column.result"), false),
                        new Table.Column("note", texts.of("import.column.note"), false)),
                rows,
                Optional.empty(),
                Optional.empty(),
                new Component.Empty(texts.of("folders.files.none"), List.of()));
    }

    private Table.TableRow row(int index, FileRecord file) {
        return new Table.TableRow(
                "file-" + index,
                List.of(Frame.data(file.path().toString()), who(file), ResultChip.of(file.result(), texts), note(file)),
                List.of(),
                file.result() == ItemResult.FAILED ? Tone.STOP : Tone.NEUTRAL);
    }

    /** Linked if the file brought one certificate; a key ring has many, which its page would not say. */
    private Component who(FileRecord file) {
        if (file.certificates().size() != 1) {
            return Frame.data(file.name());
        }
        String fingerprint = file.certificates().iterator().next();
        return parts.keystore().byAnyFingerprint(Octets.ofHex(fingerprint)).stream()
                .map(StoredCertificate::certificate)
                .filter(c -> c.fingerprint().hex().equals(fingerprint))
                .<Component>map(c -> new Link(Text.data(c.displayName()), KeyPaths.detail(c)))
                .findFirst()
                .orElseGet(() -> Frame.data(file.name()));
    }

    private Component note(FileRecord file) {
        List<Component> note = new ArrayList<>();
        if (!file.code().equals("ok")) {
            texts.find("import.code." + file.code()).ifPresent(text -> note.add(new Paragraph(text)));
        }
        note.add(Frame.data(file.reason()));
        return new Row(note);
    }
}
