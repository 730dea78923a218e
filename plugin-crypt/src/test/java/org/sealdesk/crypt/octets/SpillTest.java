package org.sealdesk.crypt.octets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who deletes which temporary files. */
class SpillTest {

    private static final int MEMORY_OCTETS = 1_000;
    private static final long MAX_OCTETS = 1_000_000;

    @TempDir
    private Path directory;

    private Spill spill() {
        return new Spill(directory, MEMORY_OCTETS, new SecureRandom());
    }

    private static Content write(Spill spill, byte[] octets) throws IOException {
        SpillBuffer buffer = spill.newBuffer(MAX_OCTETS);
        try (buffer) {
            buffer.write(octets);
        }
        return buffer.content();
    }

    private static byte[] octets(int seed) {
        byte[] octets = new byte[200_001];
        new Random(seed).nextBytes(octets);
        return octets;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void closingOneUserOfADirectoryLeavesTheFilesOfTheOther() throws IOException {
        try (Spill longLived = spill()) {
            Content kept = write(longLived, octets(1));
            try (Spill shortLived = spill()) {
                assertThat(write(shortLived, octets(2)).toArray(300_000)).isEqualTo(octets(2));
                assertThat(files()).hasSize(2);
            }
            assertThat(files()).hasSize(1);
            assertThat(kept.toArray(300_000)).isEqualTo(octets(1));
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void cleaningTakesWhatAKilledProcessLeft() throws IOException {
        Files.write(directory.resolve("left" + SealedFile.SUFFIX), new byte[10]);
        try (Spill spill = spill()) {
            write(spill, octets(3));
            spill.clean();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void nothingReadableIsWritten() throws IOException {
        byte[] words = "secret words ".repeat(20_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (Spill spill = spill()) {
            assertThat(write(spill, words).toArray(300_000)).isEqualTo(words);
            assertThat(files()).hasSize(1);
            assertThat(new String(Files.readAllBytes(files().get(0)), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("secret");
        }
    }
}
