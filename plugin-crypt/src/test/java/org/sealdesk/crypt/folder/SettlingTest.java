package org.sealdesk.crypt.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private static final Path FILE = Path.of("/keys/a");
    private static final FileStamp STAMP = new FileStamp(1, 1);

    private final Settling settling = new Settling();

    @Test
    void aFileCountsWhenTwoLooksSawTheSame() {
        assertThat(settling.isStill(FILE, STAMP)).isFalse();
        assertThat(settling.isOpen()).isTrue();
        settling.nextLook();
        assertThat(settling.isStill(FILE, new FileStamp(2, 1))).isFalse();
        settling.nextLook();
        assertThat(settling.isStill(FILE, new FileStamp(2, 1))).isTrue();
        settling.done(FILE);
        assertThat(settling.isOpen()).isFalse();
    }

    @Test
    void aFileIsGoneWhenTwoLooksMissedIt() {
        assertThat(settling.isGone(FILE)).isFalse();
        settling.nextLook();
        assertThat(settling.isGone(FILE)).isTrue();
    }

    @Test
    void aFileThatCanNotBeReadIsTriedAtEachLookAndHurriesNone() {
        settling.isStill(FILE, STAMP);
        settling.nextLook();
        assertThat(settling.isStill(FILE, STAMP)).isTrue();
        settling.refused(FILE, STAMP);
        assertThat(settling.isOpen()).isFalse();
        settling.nextLook();
        assertThat(settling.isStill(FILE, STAMP)).isTrue();
        assertThat(settling.isOpen()).isFalse();
    }
}
