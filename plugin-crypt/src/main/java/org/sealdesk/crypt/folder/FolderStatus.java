package org.sealdesk.crypt.folder;

import java.util.List;
import java.util.Optional;

/**
 * How the folders stand.
 *
 * @param latest the latest look of any kind; empty before the first
 * @param complete the latest look at everything, if somebody asked for one since the start
 * @param running how far a look is that somebody asked for
 * @param retired certificates that are retired because their files went, and still are
 */
public record FolderStatus(
        List<WatchedFolder> folders,
        Optional<ScanReport> latest,
        Optional<ScanReport> complete,
        Optional<Step> running,
        List<RetiredCertificate> retired) {

    public FolderStatus {
        folders = List.copyOf(folders);
        retired = List.copyOf(retired);
    }

    /** @param total zero while the files are being counted */
    public record Step(int done, int total) {}

    /** Why the certificate is retired, if its files are the reason. */
    public Optional<RetiredCertificate> retirement(String fingerprint) {
        return retired.stream().filter(r -> r.fingerprint().equals(fingerprint)).findFirst();
    }
}
