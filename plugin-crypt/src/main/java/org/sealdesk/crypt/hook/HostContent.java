package org.sealdesk.crypt.hook;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.crypt.octets.Content;

/** Carries content over the border, both ways, without copying what is large. */
public final class HostContent {

    /** Smaller mails are read once into memory: every later look at them is free. */
    private static final int IN_MEMORY_OCTETS = 16 * 1024 * 1024;

    private HostContent() {}

    /** The host's octets as ours. */
    public static Content of(MailContent mail) throws IOException {
        if (mail.size() > IN_MEMORY_OCTETS) {
            return new Reopened(mail);
        }
        try (InputStream in = mail.open()) {
            return Content.ofTrusted(in.readAllBytes());
        }
    }

    /** Our octets as the host's. */
    public static MailContent toHost(Content content) {
        return new MailContent() {
            @Override
            public long size() {
                return content.size();
            }

            @Override
            public InputStream open() throws IOException {
                return content.open();
            }

            @Override
            public String toString() {
                return content.toString();
            }
        };
    }

    private static final class Reopened extends Content {
        private final MailContent mail;

        Reopened(MailContent mail) {
            this.mail = mail;
        }

        @Override
        public long size() {
            return mail.size();
        }

        @Override
        public InputStream open(long from, long to) throws IOException {
            Objects.checkFromToIndex(from, to, size());
            InputStream in = mail.open();
            in.skipNBytes(from);
            return new Bounded(in, to - from);
        }
    }

    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        Bounded(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            if (left <= 0) {
                return -1;
            }
            int octet = in.read();
            left--;
            return octet;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (left <= 0) {
                return len == 0 ? 0 : -1;
            }
            int n = in.read(b, off, (int) Math.min(len, left));
            if (n > 0) {
                left -= n;
            }
            return n;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
