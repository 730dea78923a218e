package org.sealdesk.crypt.folder;

import java.nio.file.Path;

/** A folder that a setting names. */
public record WatchedFolder(Kind kind, Path path) {

    /** What lies in it. */
    public enum Kind {
        /** Files of keys and certificates in any format, {@code .P} files with passwords beside them. */
        FILES,
        /** A GnuPG home: its key rings, and nothing else in it. */
        GNUPG
    }
}
