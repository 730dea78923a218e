package org.sealdesk.crypt.octets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DigestedTest {

    private static final byte[] TEXT = "signed once, verified often".getBytes(StandardCharsets.US_ASCII);

    /** Counts how often it is read; says of itself whether it can change. */
    private static final class Counted extends Content {
        private final boolean held;
        private final AtomicInteger readings = new AtomicInteger();

        Counted(boolean held) {
            this.held = held;
        }

        @Override
        public long size() {
            return TEXT.length;
        }

        @Override
        public boolean isHeld() {
            return held;
        }

        @Override
        public InputStream open(long from, long to) {
            readings.incrementAndGet();
            return new ByteArrayInputStream(TEXT, (int) from, (int) (to - from));
        }
    }

    private static byte[] plain(String algorithm) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance(algorithm).digest(TEXT);
    }

    private static byte[] fed(Content content, String algorithm) throws IOException, NoSuchAlgorithmException {
        return Digested.feed(content, MessageDigest.getInstance(algorithm)).digest();
    }

    @Test
    void eachDigestIsComputedOnceAndStaysRight() throws Exception {
        Counted counted = new Counted(true);
        Content digested = Digested.of(counted);
        for (int i = 0; i < 3; i++) {
            assertThat(fed(digested, "SHA-256")).isEqualTo(plain("SHA-256"));
        }
        assertThat(counted.readings).hasValue(1);
        assertThat(fed(digested, "SHA-512")).isEqualTo(plain("SHA-512"));
        assertThat(counted.readings).hasValue(2);
    }

    @Test
    void whatFollowsTheContentDoesNotSpoilWhatIsRemembered() throws Exception {
        Content digested = Digested.of(Content.of(TEXT));
        MessageDigest first = Digested.feed(digested, MessageDigest.getInstance("SHA-256"));
        first.update((byte) 1);
        first.digest();
        assertThat(fed(digested, "SHA-256")).isEqualTo(plain("SHA-256"));
    }

    @Test
    void contentThatMayChangeIsReadEachTime() throws Exception {
        Counted counted = new Counted(false);
        Content same = Digested.of(counted);
        assertThat(same).isSameAs(counted);
        fed(same, "SHA-256");
        fed(same, "SHA-256");
        assertThat(counted.readings).hasValue(2);
    }

    @Test
    void octetsAreComparedToTheLast() throws IOException {
        byte[] large = new byte[100_000];
        byte[] other = large.clone();
        assertThat(Content.of(large).hasSameOctets(Content.of(other))).isTrue();
        other[99_999] = 1;
        assertThat(Content.of(large).hasSameOctets(Content.of(other))).isFalse();
        assertThat(Content.of(large).hasSameOctets(Content.of(new byte[99_999])))
                .isFalse();
        assertThat(Content.of(new byte[0]).hasSameOctets(Content.of(new byte[0])))
                .isTrue();
    }
}
