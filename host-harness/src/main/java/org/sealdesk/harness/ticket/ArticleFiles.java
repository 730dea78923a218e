package org.sealdesk.harness.ticket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.harness.files.DurableFiles;
import org.sealdesk.harness.files.FileContent;
import org.sealdesk.harness.json.Json;

/** The folder of one article. */
public record ArticleFiles(Path folder) {

    private Path original() {
        return folder.resolve("original.eml");
    }

    private Path shown() {
        return folder.resolve("content.eml");
    }

    private Path reportFile() {
        return folder.resolve("report.json");
    }

    private Path copyFile(int number) {
        return folder.resolve("copy-" + number + ".eml");
    }

    private Path copyReportFile(int number) {
        return folder.resolve("copy-" + number + ".report.json");
    }

    public Article article() throws IOException {
        return Json.read(folder.resolve("article.json"), Article.class);
    }

    void write(Article article) throws IOException {
        Json.write(folder.resolve("article.json"), article);
    }

    void writeOriginal(InputStream octets) throws IOException {
        DurableFiles.write(original(), octets);
    }

    public void writeTyped(TypedMail typed) throws IOException {
        Json.write(folder.resolve("typed.json"), typed);
    }

    /** What an agent typed; empty for a mail that nobody typed. */
    public Optional<TypedMail> typed() throws IOException {
        Path file = folder.resolve("typed.json");
        return Files.exists(file) ? Optional.of(Json.read(file, TypedMail.class)) : Optional.empty();
    }

    /** As received, octet for octet; for a mail of ours, what the agent wrote, in clear. */
    public MailContent originalContent() throws IOException {
        return FileContent.of(original());
    }

    /** What people read. */
    public MailContent content() throws IOException {
        return Files.exists(shown()) ? FileContent.of(shown()) : originalContent();
    }

    /** What the hooks found, in place of what they found before. */
    public void writeFindings(Optional<MailContent> content, Optional<SecurityReport> report) throws IOException {
        if (content.isPresent()) {
            try (InputStream octets = content.get().open()) {
                DurableFiles.write(shown(), octets);
            }
        } else {
            Files.deleteIfExists(shown());
        }
        if (report.isPresent()) {
            Json.write(reportFile(), report.get());
        } else {
            Files.deleteIfExists(reportFile());
        }
    }

    /** The report on a mail that came in, or those on the copies that went out. */
    public List<SecurityReport> reports() throws IOException {
        List<SecurityReport> reports = new ArrayList<>();
        if (Files.exists(reportFile())) {
            reports.add(Json.read(reportFile(), SecurityReport.class));
        }
        for (int i = 1; Files.exists(copyFile(i)); i++) {
            if (Files.exists(copyReportFile(i))) {
                reports.add(Json.read(copyReportFile(i), SecurityReport.class));
            }
        }
        return reports;
    }

    /** Keeps the octets that will be on the wire. */
    public void writeCopy(int number, MailContent content, Optional<SecurityReport> report) throws IOException {
        if (report.isPresent()) {
            Json.write(copyReportFile(number), report.get());
        } else {
            Files.deleteIfExists(copyReportFile(number));
        }
        try (InputStream octets = content.open()) {
            DurableFiles.write(copyFile(number), octets);
        }
    }

    /** @param number from 1 */
    public MailContent copy(int number) throws IOException {
        return FileContent.of(copyFile(number));
    }

    public boolean hasCopy(int number) {
        return Files.exists(copyFile(number));
    }
}
