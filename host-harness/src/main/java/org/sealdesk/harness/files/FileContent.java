package org.sealdesk.harness.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sealdesk.api.mail.MailContent;

/** The octets of a stored mail, read from its file each time. */
public record FileContent(Path file, long size) implements MailContent {

    public static FileContent of(Path file) throws IOException {
        return new FileContent(file, Files.size(file));
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(file);
    }
}
