package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.store.KekSource;

class KeyFileKekTest {

    private static final byte[] KEY =
            "0123456789abcdef0123456789ABCDEF".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static final KekSource HOST = new KekSource() {
        @Override
        public Optional<byte[]> load() {
            return Optional.of(new byte[32]);
        }

        @Override
        public void create(byte[] key) {
            throw new AssertionError("the host's key is there already");
        }
    };

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aNewKeyIsReadableByItsOwnerOnlyAndComesBack() throws IOException {
        Path file = directory.resolve("store.key");
        new KeyFileKek(file, HOST).create(KEY);
        assertThat(new KeyFileKek(file, HOST).load())
                .hasValueSatisfying(k -> assertThat(k).isEqualTo(KEY));
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutAFileTheHostsKeyIsTried() {
        assertThat(new KeyFileKek(directory.resolve("none.key"), HOST).load())
                .hasValueSatisfying(k -> assertThat(k).isEqualTo(new byte[32]));
    }

    @Test
    void aKeyIsNeverOverwritten() throws IOException {
        Path file = Files.write(directory.resolve("store.key"), KEY);
        assertThatThrownBy(() -> new KeyFileKek(file, HOST).create(new byte[32]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("store.key");
        assertThat(file).hasBinaryContent(KEY);
    }

    @Test
    void aFileThatOthersCanReadIsRefused() throws IOException {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        Path file = Files.write(directory.resolve("store.key"), KEY);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> new KeyFileKek(file, HOST).load())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("0123456789abcdef");
    }

    @Test
    void aFileOfAnotherLengthIsNoKey() throws IOException {
        Path file = directory.resolve("store.key");
        new KeyFileKek(file, HOST).create(new byte[31]);
        assertThatThrownBy(() -> new KeyFileKek(file, HOST).load()).hasMessageContaining("31 octets");
    }
}
