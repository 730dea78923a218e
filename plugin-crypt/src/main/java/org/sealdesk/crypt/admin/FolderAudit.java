package org.sealdesk.crypt.admin;

import java.nio.file.Path;
import java.util.List;
import org.sealdesk.crypt.folder.FolderEvents;
import org.sealdesk.crypt.intake.ImportedItem;
import org.sealdesk.crypt.intake.ItemResult;

/** Writes into the audit log what folders did to the keystore. */
public final class FolderAudit implements FolderEvents {

    private static final String ACTOR = "system";

    private final AdminParts parts;
    private final Runnable changed;

    /** @param changed runs after keys changed */
    public FolderAudit(AdminParts parts, Runnable changed) {
        this.parts = parts;
        this.changed = changed;
    }

    @Override
    public void read(ImportedItem item) {
        if (item.result() == ItemResult.UNCHANGED || item.result() == ItemResult.FAILED) {
            return;
        }
        String subject = item.fingerprint().or(item::spkiSha256).orElse("unknown");
        parts.audit(ACTOR, "key.import", item.kind().code() + " " + subject, item.code());
    }

    @Override
    public void retired(String fingerprint, Path lastFile) {
        parts.audit(ACTOR, "key.retire", fingerprint, "folder.file.gone");
    }

    @Override
    public void restored(String fingerprint) {
        parts.audit(ACTOR, "key.restore", fingerprint, "folder.file.back");
    }

    @Override
    public void changed(List<String> fingerprints) {
        parts.changes().changed(fingerprints);
        changed.run();
    }
}
