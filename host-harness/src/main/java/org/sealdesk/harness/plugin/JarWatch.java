package org.sealdesk.harness.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** Notices a new build of a jar. One that is still being written is left alone until it stands still between two looks. */
public final class JarWatch {

    private final Path jar;
    private final Runnable onNewBuild;
    private Optional<Stamp> known;
    private Optional<Stamp> seen;

    private record Stamp(long size, FileTime modified) {

        static Optional<Stamp> of(Path jar) {
            try {
                BasicFileAttributes file = Files.readAttributes(jar, BasicFileAttributes.class);
                return Optional.of(new Stamp(file.size(), file.lastModifiedTime()));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    /** @param onNewBuild called within {@link #look}; what is there now is not new */
    public JarWatch(Path jar, Runnable onNewBuild) {
        this.jar = jar;
        this.onNewBuild = onNewBuild;
        this.known = Stamp.of(jar);
        this.seen = known;
    }

    /** To be called again and again, some hundred milliseconds apart. A jar that is gone is no new build. */
    public synchronized void look() {
        Optional<Stamp> now = Stamp.of(jar);
        boolean still = now.equals(seen);
        seen = now;
        if (still && now.isPresent() && !now.equals(known)) {
            known = now;
            onNewBuild.run();
        }
    }
}
