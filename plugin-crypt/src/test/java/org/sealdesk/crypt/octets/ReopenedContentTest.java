package org.sealdesk.crypt.octets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ReopenedContentTest {

    private static final byte[] OCTETS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    private final Content content = new ReopenedContent(OCTETS.length, () -> new ByteArrayInputStream(OCTETS));

    @Test
    void everyPartIsWhatAnArrayWouldGive() throws IOException {
        for (int from = 0; from <= OCTETS.length; from++) {
            for (int to = from; to <= OCTETS.length; to++) {
                try (InputStream in = content.open(from, to);
                        InputStream expected = Content.of(OCTETS).open(from, to)) {
                    assertThat(in.readAllBytes()).isEqualTo(expected.readAllBytes());
                }
            }
        }
    }

    @Test
    void nothingBeyondAPartIsRead() throws IOException {
        try (InputStream in = content.open(2, 4)) {
            assertThat(in.read()).isEqualTo(2);
            assertThat(in.skip(5)).isEqualTo(1);
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[3])).isEqualTo(-1);
        }
    }

    @Test
    void aPartThatIsNotThereIsRefused() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> content.open(3, 11));
    }
}
