package org.sealdesk.crypt.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileKekTest {

    private static final byte[] KEY =
            "0123456789abcdef0123456789ABCDEF".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aNewKeyIsReadableByItsOwnerOnlyAndComesBack() throws IOException {
        Path file = directory.resolve("store.key");
        new KeyFileKek(file).create(KEY);
        assertThat(new KeyFileKek(file).load())
                .hasValueSatisfying(k -> assertThat(k).isEqualTo(KEY));
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutAFileThereIsNoKey() {
        assertThat(new KeyFileKek(directory.resolve("none.key")).load()).isEmpty();
    }

    /** As when a keystore moves from another place to its first key file. */
    @Test
    void aStagedKeyBecomesTheFirstOne() {
        KeyFileKek kek = new KeyFileKek(directory.resolve("first.key"));
        byte[] staged = kek.stage(new SecureRandom());
        assertThat(kek.load()).isEmpty();
        kek.promote();
        assertThat(kek.load()).hasValueSatisfying(k -> assertThat(k).isEqualTo(staged));
        assertThat(kek.previous()).isEmpty();
        assertThat(kek.staged()).isEmpty();
    }

    @Test
    void aKeyIsNeverOverwritten() throws IOException {
        Path file = Files.write(directory.resolve("store.key"), KEY);
        assertThatThrownBy(() -> new KeyFileKek(file).create(new byte[32]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("store.key");
        assertThat(file).hasBinaryContent(KEY);
    }

    @Test
    void aFileThatOthersCanReadIsRefused() throws IOException {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        Path file = Files.write(directory.resolve("store.key"), KEY);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> new KeyFileKek(file).load())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("0123456789abcdef");
    }

    @Test
    void aFileOfAnotherLengthIsNoKey() throws IOException {
        Path file = directory.resolve("store.key");
        new KeyFileKek(file).create(new byte[31]);
        assertThatThrownBy(() -> new KeyFileKek(file).load()).hasMessageContaining("31 octets");
    }
}
