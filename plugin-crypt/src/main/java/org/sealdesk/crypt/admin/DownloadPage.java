package org.sealdesk.crypt.admin;

import java.util.List;
import java.util.function.Function;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.crypt.intake.KeyExport;
import org.sealdesk.crypt.intake.KeyExport.ExportedFile;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.verdict.Technology;

/** Gives a public half or its fingerprint as a file. Never anything secret. */
final class DownloadPage implements AdminPage {

    static final Function<Certificate, ExportedFile> CERTIFICATE = KeyExport::certificate;
    static final Function<Certificate, ExportedFile> FINGERPRINT = KeyExport::fingerprint;

    private final AdminParts parts;
    private final Technology technology;
    private final Function<Certificate, ExportedFile> export;

    DownloadPage(AdminParts parts, Technology technology, Function<Certificate, ExportedFile> export) {
        this.parts = parts;
        this.technology = technology;
        this.export = export;
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) {
        return KeyPaths.find(parts.keystore(), technology, path.get(1))
                .map(stored -> export.apply(stored.certificate()))
                .<Outcome>map(file -> new Outcome.Download(
                        file.name(),
                        file.mediaType(),
                        MailContent.of(file.content().toArray()),
                        false))
                .orElseGet(Outcome.NotFound::new);
    }
}
