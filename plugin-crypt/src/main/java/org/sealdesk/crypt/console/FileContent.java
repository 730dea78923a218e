package org.sealdesk.crypt.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.ReopenedContent;

/** A file as content; small ones are read once. */
final class FileContent {

    private static final int IN_MEMORY_OCTETS = 16 * 1024 * 1024;

    private FileContent() {}

    static Content of(Path file) throws IOException {
        long size = Files.size(file);
        return size <= IN_MEMORY_OCTETS
                ? Content.ofTrusted(Files.readAllBytes(file))
                : new ReopenedContent(size, () -> Files.newInputStream(file));
    }
}
