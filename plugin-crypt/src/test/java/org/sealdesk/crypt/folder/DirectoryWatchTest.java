package org.sealdesk.crypt.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWatchTest {

    private static final int PATIENCE = 1_000;
    private static final long PAUSE_NANOS = 10_000_000;

    @TempDir
    private Path directory;

    private static boolean tellsNews(DirectoryWatch watch) {
        for (int i = 0; i < PATIENCE; i++) {
            if (watch.hasNews()) {
                return true;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return false;
    }

    @Test
    void filesThatComeChangeAndGoAreNews() throws IOException {
        try (DirectoryWatch watch = new DirectoryWatch()) {
            watch.watch(List.of(directory));
            assertThat(watch.hasNews()).isFalse();
            Path file = Files.writeString(directory.resolve("a"), "1");
            assertThat(tellsNews(watch)).isTrue();
            Files.delete(file);
            assertThat(tellsNews(watch)).isTrue();
        }
    }

    @Test
    void aFolderThatWentAndCameBackIsWatchedAgain() throws IOException {
        Path inside = Files.createDirectory(directory.resolve("in"));
        try (DirectoryWatch watch = new DirectoryWatch()) {
            watch.watch(List.of(inside));
            Files.delete(inside);
            assertThat(tellsNews(watch)).isTrue();
            watch.watch(List.of(directory.resolve("nothing")));
            Files.createDirectory(inside);
            watch.watch(List.of(inside));
            Files.writeString(inside.resolve("b"), "1");
            assertThat(tellsNews(watch)).isTrue();
        }
    }

    @Test
    void theThreadOfTheWatchEndsWithIt() throws IOException {
        DirectoryWatch watch = new DirectoryWatch();
        watch.watch(List.of(directory));
        watch.close();
        assertThat(watch.hasNews()).isFalse();
    }
}
