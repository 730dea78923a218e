package org.sealdesk.crypt.folder;

import java.nio.file.Path;

/**
 * A file as a listing found it.
 *
 * @param folder the folder of the settings in which it lies
 * @param passphraseModified as in {@link FileRecord}
 */
record FileToRead(Path path, Path folder, FileStamp stamp, long passphraseModified) {}
