package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Banner;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Component.Link;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Component.Table;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.View;
import org.sealdesk.crypt.folder.FolderStatus;
import org.sealdesk.crypt.folder.FolderTrouble;
import org.sealdesk.crypt.folder.RetiredCertificate;
import org.sealdesk.crypt.folder.ScanReport;
import org.sealdesk.crypt.folder.WatchedFolder;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.text.Texts;

/** The folders of hand-loaded keys: how they stand, what the last look found, and "delete cache / re-index". */
final class FoldersPage implements AdminPage {

    static final String PATH = "folders";

    /** Banners at the top; each trouble is a line of the page of its own. */
    private static final int MAX_TROUBLES = 20;

    private static final int MAX_RETIRED = 200;

    private final AdminParts parts;
    private final Frame frame;
    private final Texts texts;
    private final FolderDesk desk;
    private final FolderFilesView files;

    FoldersPage(AdminParts parts, Frame frame, FolderDesk desk) {
        this.parts = parts;
        this.frame = frame;
        this.texts = parts.texts();
        this.desk = desk;
        this.files = new FolderFilesView(parts, frame);
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) {
        if (request.isWrite()) {
            try (Passphrase password = KeyChange.passphrase(request.secret("password"))) {
                desk.rescan(password);
            }
            parts.audit(request.actor(), "folders.rescan", "all", "ok");
            return new Outcome.Redirect(PATH, Optional.empty());
        }
        return new Outcome.Page(view(request));
    }

    private View view(AdminRequest request) {
        FolderStatus status = desk.status();
        List<Component> body = new ArrayList<>();
        body.add(frame.paragraph("folders.what"));
        if (desk.isReading()) {
            body.add(progress(status.running()));
        } else if (request.may(Permissions.MANAGE_KEYS)) {
            body.add(rescan());
        }
        body.add(folders(status));
        status.latest().ifPresent(report -> troubles(report, body));
        if (!status.retired().isEmpty()) {
            body.add(retired(status.retired()));
        }
        status.complete().or(status::latest).ifPresent(report -> body.add(files.section(report)));
        return frame.view(
                "crypt.folders",
                texts.of("folders.title"),
                List.of(),
                body,
                List.of(Action.link("settings", texts.of("menu.settings"), "settings")));
    }

    private Component progress(Optional<FolderStatus.Step> step) {
        int total = Math.max(1, step.map(FolderStatus.Step::total).orElse(0));
        int done = Math.min(total - 1, step.map(FolderStatus.Step::done).orElse(0));
        return new Component.Progress(texts.of("folders.reading"), done, total);
    }

    private Section rescan() {
        Field password = new Field(
                "password",
                Field.Kind.PASSWORD,
                texts.of("folders.password"),
                "",
                Optional.of(texts.of("folders.password.help")),
                Optional.empty(),
                List.of(),
                false);
        Form form = new Form("rescan", PATH, true, List.of(password), texts.of("folders.rescan.button"), Map.of());
        return new Section("rescan", texts.of("folders.rescan"), List.of(frame.paragraph("folders.rescan.what"), form));
    }

    private Table folders(FolderStatus status) {
        List<Table.TableRow> rows = new ArrayList<>();
        for (WatchedFolder folder : status.folders()) {
            long files = status.latest().stream()
                    .flatMap(r -> r.files().stream())
                    .filter(f -> f.folder().equals(folder.path()))
                    .count();
            String kind = folder.kind() == WatchedFolder.Kind.GNUPG ? "folders.kind.gnupg" : "folders.kind.files";
            rows.add(new Table.TableRow(
                    "folder-" + rows.size(),
                    List.of(
                            Frame.data(folder.path().toString()),
                            new Component.Paragraph(texts.of(kind)),
                            new Component.Paragraph(texts.of("value.number", files))),
                    List.of(),
                    Tone.NEUTRAL));
        }
        return new Table(
                "folders",
                texts.of("folders.caption"),
                List.of(
                        new Table.Column("path", texts.of("folders.column.path"), false),
                        new Table.Column("kind", texts.of("folders.column.kind"), false),
                        new Table.Column("files", texts.of("folders.column.files"), true)),
                rows,
                Optional.empty(),
                Optional.empty(),
                new Component.Empty(
                        texts.of("folders.none"), List.of(Action.link("name", texts.of("menu.settings"), "settings"))));
    }

    private void troubles(ScanReport report, List<Component> body) {
        List<FolderTrouble> troubles = report.troubles();
        troubles.stream()
                .limit(MAX_TROUBLES)
                .forEach(t -> body.add(new Banner(Tone.WARN, FolderProblems.text(t, texts), List.of())));
        if (troubles.size() > MAX_TROUBLES) {
            body.add(new Banner(
                    Tone.WARN, texts.of("folders.troubles.more", troubles.size() - MAX_TROUBLES), List.of()));
        }
        report.problem().ifPresent(why -> body.add(new Banner(Tone.STOP, Text.data(why), List.of())));
    }

    private Section retired(List<RetiredCertificate> retired) {
        List<Table.TableRow> rows = retired.stream()
                .limit(MAX_RETIRED)
                .map(r -> new Table.TableRow(
                        "retired-" + r.fingerprint(),
                        List.of(
                                name(r.fingerprint()),
                                Frame.data(r.lastFile().toString()),
                                new Component.Paragraph(frame.date(r.at()))),
                        List.of(),
                        Tone.MUTED))
                .toList();
        Table table = new Table(
                "retired",
                texts.of("folders.retired.caption", retired.size()),
                List.of(
                        new Table.Column("who", texts.of("import.column.who"), false),
                        new Table.Column("file", texts.of("folders.retired.file"), false),
                        new Table.Column("at", texts.of("folders.retired.at"), false)),
                rows,
                Optional.empty(),
                Optional.empty(),
                new Component.Empty(texts.of("import.nothing"), List.of()));
        return new Section(
                "retired", texts.of("folders.retired"), List.of(frame.paragraph("folders.retired.what"), table));
    }

    private Component name(String fingerprint) {
        return parts.keystore().byAnyFingerprint(Octets.ofHex(fingerprint)).stream()
                .map(StoredCertificate::certificate)
                .filter(c -> c.fingerprint().hex().equals(fingerprint))
                .<Component>map(c -> new Link(Text.data(c.displayName()), KeyPaths.detail(c)))
                .findFirst()
                .orElseGet(() -> Frame.data(fingerprint));
    }
}
