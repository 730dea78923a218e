package org.sealdesk.crypt.key;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came back from a backup.
 *
 * @param setAside where the keystore is now that was there before; empty if there was none
 * @param notes what administrators should know
 */
public record RestoreReport(BackupReport backup, Optional<Path> setAside, List<String> notes) {

    /** What happens to a store that is there already. */
    public enum Existing {
        /** The restore is refused. */
        KEEP,
        /** It gets another name beside its place. */
        SET_ASIDE
    }

    public RestoreReport {
        notes = List.copyOf(notes);
    }

    public RestoreReport withNote(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new RestoreReport(backup, setAside, more);
    }
}
