package org.sealdesk.crypt.folder;

import java.time.Instant;
import java.util.List;
import org.sealdesk.crypt.intake.ItemResult;

/**
 * What a look at all folders found.
 *
 * @param folders those that were looked at
 * @param files every file that is known, as it stands after the look; those that were not read again are UNCHANGED
 * @param retired certificates that were retired because their files went
 * @param restored certificates that are active again because they are back
 * @param problem why nothing could be kept, if that is so; one sentence in English
 */
public record ScanReport(
        Instant at,
        List<WatchedFolder> folders,
        List<FileRecord> files,
        List<FolderTrouble> troubles,
        List<RetiredCertificate> retired,
        List<String> restored,
        java.util.Optional<String> problem) {

    public ScanReport {
        folders = List.copyOf(folders);
        files = List.copyOf(files);
        troubles = List.copyOf(troubles);
        retired = List.copyOf(retired);
        restored = List.copyOf(restored);
    }

    public long count(ItemResult result) {
        return files.stream().filter(file -> file.result() == result).count();
    }
}
