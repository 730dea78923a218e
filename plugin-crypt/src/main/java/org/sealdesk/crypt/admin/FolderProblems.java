package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.sealdesk.api.Fix;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
import org.sealdesk.crypt.folder.FileRecord;
import org.sealdesk.crypt.folder.FolderStatus;
import org.sealdesk.crypt.folder.FolderTrouble;
import org.sealdesk.crypt.folder.ScanReport;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.text.Texts;

/** What is wrong with the key folders, for the health page. Settings that name no folder are said with the settings. */
public final class FolderProblems implements Supplier<List<Problem>> {

    /** One line each up to here; the page of the folders has all. */
    private static final int MAX_TROUBLES = 5;

    private static final String PAGE = FoldersPage.PATH;

    private final Supplier<FolderStatus> folders;
    private final Texts texts;

    public FolderProblems(Supplier<FolderStatus> folders, Texts texts) {
        this.folders = folders;
        this.texts = texts;
    }

    @Override
    public List<Problem> get() {
        FolderStatus status = folders.get();
        List<Problem> problems = new ArrayList<>();
        status.latest().ifPresent(report -> latest(report, problems));
        if (!status.retired().isEmpty()) {
            problems.add(new Problem(
                    "folder.file.gone",
                    Severity.INFO,
                    texts.of("error.folder.retired", status.retired().size()),
                    texts.of("error.folder.retired.why"),
                    fix()));
        }
        return problems;
    }

    private void latest(ScanReport report, List<Problem> problems) {
        report.troubles().stream()
                .filter(t -> !isSaidWithTheSetting(t, report))
                .limit(MAX_TROUBLES)
                .forEach(t -> problems.add(new Problem(
                        "folder." + code(t),
                        Severity.WARNING,
                        texts.of("error.folder", t.path().toString()),
                        text(t, texts),
                        fix())));
        List<FileRecord> refused = report.files().stream()
                .filter(file -> file.result() == ItemResult.FAILED)
                // Other files lie in such folders too.
                .filter(file -> !file.code().equals("format.unsupported"))
                .toList();
        if (!refused.isEmpty()) {
            String names = refused.stream()
                    .limit(MAX_TROUBLES)
                    .map(file -> file.path().toString())
                    .collect(Collectors.joining(", "));
            problems.add(new Problem(
                    "folder.file.failed",
                    Severity.WARNING,
                    texts.of("error.folder.files", refused.size()),
                    texts.of("error.folder.files.why", names),
                    fix()));
        }
        report.problem()
                .ifPresent(why -> problems.add(new Problem(
                        "folder.store", Severity.WARNING, texts.of("error.folder.store"), Text.data(why), fix())));
    }

    private static boolean isSaidWithTheSetting(FolderTrouble trouble, ScanReport report) {
        return report.folders().stream().anyMatch(f -> f.path().equals(trouble.path()))
                && switch (trouble.code()) {
                    case MISSING, NO_FOLDER, UNREADABLE_FOLDER -> true;
                    case EMPTIED, TOO_MANY, TOO_DEEP, FOLDER_LINK, UNREADABLE_FILE, NO_FILE, TOO_LARGE, FOREIGN_RING ->
                        false;
                };
    }

    static Text text(FolderTrouble trouble, Texts texts) {
        Optional<Text> words =
                texts.find("folder.trouble." + code(trouble), trouble.path().toString());
        return words.orElseGet(() -> Text.data(trouble.reason()));
    }

    private static String code(FolderTrouble trouble) {
        return trouble.code().name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private List<Fix> fix() {
        return List.of(new Fix(texts.of("error.folder.fix"), PAGE));
    }
}
