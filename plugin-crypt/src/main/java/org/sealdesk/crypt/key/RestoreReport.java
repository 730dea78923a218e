package org.sealdesk.crypt.key;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came back from a backup.
 *
 * @param setAside where the keystore is now that was there before; empty if there was none
 * @param notes what administrators should know
 */
public record RestoreReport(BackupReport backup, Optional<Path> setAside, List<String> notes) {

    public RestoreReport {
        notes = List.copyOf(notes);
    }
}
