package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.mime.ParseOutcome.Limit;
import org.sealdesk.crypt.mime.ParseOutcome.LimitExceeded;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.Limits;

/** Costs are counted in octets read, which no busy machine can blur. */
class HostileMailTest {

    private static final int READ_AHEAD_OCTETS = 64 * 1024;

    @Test
    void depthBeyondTheLimitStopsTheReading() throws IOException {
        Content mail =
                repeat(30_000, i -> "Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n");
        assertThat(refused(mail, READ_AHEAD_OCTETS)).isEqualTo(new LimitExceeded(Limit.DEPTH, 33, 32));
    }

    @Test
    void partsBeyondTheLimitStopTheReading() throws IOException {
        Content mail =
                joined("Content-Type: multipart/mixed; boundary=b\r\n\r\n", repeat(200_000, i -> "--b\r\n\r\nx\r\n"));
        assertThat(refused(mail, READ_AHEAD_OCTETS)).isEqualTo(new LimitExceeded(Limit.PARTS, 1_001, 1_000));
    }

    @Test
    void headerFieldsBeyondTheLimitStopTheReading() throws IOException {
        Content mail = repeat(300_000, i -> "X: y\r\n");
        assertThat(refused(mail, READ_AHEAD_OCTETS)).isEqualTo(new LimitExceeded(Limit.HEADER_FIELDS, 1_001, 1_000));
    }

    @Test
    void aLongHeaderLineIsNotKept() throws IOException {
        Content mail = Mails.octets("From: " + "a".repeat(2_000_000) + "@example.org\r\n\r\n");
        assertThat(refused(mail, mail.size()).limit()).isEqualTo(Limit.LINE_OCTETS);
    }

    @Test
    void aLongFoldedHeaderStopsTheReading() throws IOException {
        Content mail = joined("From: ann@example.org\r\n", repeat(100_000, i -> " folded folded folded\r\n"));
        assertThat(refused(mail, 256 * 1024 + READ_AHEAD_OCTETS).limit()).isEqualTo(Limit.HEADER_OCTETS);
    }

    @Test
    void headersOfManyPartsTogetherAreLimited() throws IOException {
        String header = ("X-Filler: " + "y".repeat(10_000) + "\r\n").repeat(20);
        Content mail = joined(
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n", repeat(30, i -> "--b\r\n" + header + "\r\n"));
        assertThat(refused(mail, 5 * 1024 * 1024).limit()).isEqualTo(Limit.HEADER_OCTETS);
    }

    @Test
    void aMailBeyondTheSizeIsNotRead() throws IOException {
        Limits limits = Limits.DEFAULT;
        Content mail = new Content() {
            @Override
            public long size() {
                return limits.mailOctets() + 1;
            }

            @Override
            public InputStream open(long from, long to) {
                throw new AssertionError("the mail was opened");
            }
        };
        assertThat(MimeParser.parse(mail, limits))
                .isEqualTo(new LimitExceeded(Limit.MAIL_OCTETS, limits.mailOctets() + 1, limits.mailOctets()));
    }

    @Test
    void everyOctetOfAMailWithinTheLimitsIsReadOnce() throws IOException {
        Content mail = joined(
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
                repeat(500, i -> "--b\r\n\r\n" + "-".repeat(9_000)));
        Counting counting = new Counting(mail);
        assertThat(MimeParser.parse(counting, Limits.DEFAULT)).isInstanceOf(ParseOutcome.Parsed.class);
        assertThat(counting.read.get()).isEqualTo(mail.size());
    }

    @Test
    void theDetailNamesLimitAndBothValues() {
        assertThat(new LimitExceeded(Limit.DEPTH, 33, 32).detail())
                .isEqualTo("parts within parts: at least 33, allowed are 32");
    }

    private static LimitExceeded refused(Content mail, long atMostRead) throws IOException {
        Counting counting = new Counting(mail);
        ParseOutcome outcome = MimeParser.parse(counting, Limits.DEFAULT);
        assertThat(counting.read.get()).isLessThanOrEqualTo(atMostRead);
        assertThat(outcome).isInstanceOf(LimitExceeded.class);
        return (LimitExceeded) outcome;
    }

    private static Content repeat(int times, IntFunction<String> piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            out.writeBytes(piece.apply(i).getBytes(StandardCharsets.ISO_8859_1));
        }
        return Content.of(out.toByteArray());
    }

    private static Content joined(String first, Content second) throws IOException {
        return Mails.octets(first + Mails.text(second));
    }

    private static final class Counting extends Content {
        private final Content content;
        private final AtomicLong read = new AtomicLong();

        Counting(Content content) {
            this.content = content;
        }

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public InputStream open(long from, long to) throws IOException {
            return new java.io.FilterInputStream(content.open(from, to)) {
                @Override
                public int read(byte[] b, int off, int len) throws IOException {
                    int n = super.read(b, off, len);
                    read.addAndGet(Math.max(n, 0));
                    return n;
                }
            };
        }
    }
}
