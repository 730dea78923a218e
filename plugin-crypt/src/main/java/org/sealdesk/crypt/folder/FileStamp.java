package org.sealdesk.crypt.folder;

import java.nio.file.attribute.BasicFileAttributes;

/**
 * What shows without reading that a file changed.
 *
 * @param modified milliseconds since 1970, as the file system says
 */
record FileStamp(long size, long modified) {

    static FileStamp of(BasicFileAttributes attributes) {
        return new FileStamp(attributes.size(), attributes.lastModifiedTime().toMillis());
    }
}
