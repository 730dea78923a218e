package org.sealdesk.harness.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Takes a jar only as a whole: a build may still be writing it. */
final class JarCheck {

    static final String NAME = "plugin.jar";

    private JarCheck() {}

    /** @throws IOException if it is not there or cannot be copied */
    static Path copy(Path jar, Path folder) throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new IOException("there is no file " + jar);
        }
        Files.createDirectories(folder);
        return Files.copy(jar, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
    }

    /** @throws IOException if the jar is not whole, with one sentence that says what is wrong */
    static void readThrough(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                // Reading to the end compares the checksum.
                try (InputStream in = zip.getInputStream(entry)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
        } catch (ZipException e) {
            throw new IOException("the jar of " + Files.size(jar) + " octets is not whole: " + e.getMessage(), e);
        }
    }
}
