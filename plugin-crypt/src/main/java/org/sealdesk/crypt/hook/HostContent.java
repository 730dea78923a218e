package org.sealdesk.crypt.hook;

import java.io.IOException;
import java.io.InputStream;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.ReopenedContent;

/** Carries content over the border, both ways, without copying what is large. */
public final class HostContent {

    /** Smaller mails are read once into memory: every later look at them is free. */
    private static final int IN_MEMORY_OCTETS = 16 * 1024 * 1024;

    private HostContent() {}

    /** The host's octets as ours. */
    public static Content of(MailContent mail) throws IOException {
        if (mail.size() > IN_MEMORY_OCTETS) {
            return new ReopenedContent(mail.size(), mail::open);
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
}
