package org.sealdesk.crypt.folder;

import java.nio.file.Path;

/**
 * A folder, or something in it, that could not be looked at. Whatever lay there before stays as it is.
 *
 * @param reason one sentence in English: the thing, the rule, the next step
 */
public record FolderTrouble(Code code, Path path, String reason) {

    /** What is in the way. */
    public enum Code {
        /** The folder is not there. */
        MISSING,
        /** What the setting names is no folder. */
        NO_FOLDER,
        UNREADABLE_FOLDER,
        /** It had files and is another folder now, without any: probably a disk that is not mounted. */
        EMPTIED,
        /** More files than are looked at. */
        TOO_MANY,
        /** Folders within folders, deeper than is looked. */
        TOO_DEEP,
        /** A link to a folder, which is not followed. */
        FOLDER_LINK,
        UNREADABLE_FILE,
        /** A pipe, a socket or a device. */
        NO_FILE,
        TOO_LARGE,
        /** A key ring in a form that only its program reads. */
        FOREIGN_RING
    }

    /** Whether a look at the folder is no proof that a file is gone. */
    boolean hidesFiles() {
        return switch (code) {
            case MISSING, NO_FOLDER, UNREADABLE_FOLDER, EMPTIED, TOO_MANY, TOO_DEEP, FOREIGN_RING -> true;
            case FOLDER_LINK, UNREADABLE_FILE, NO_FILE, TOO_LARGE -> false;
        };
    }
}
