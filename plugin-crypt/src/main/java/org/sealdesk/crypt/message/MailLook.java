package org.sealdesk.crypt.message;

import java.util.List;
import org.sealdesk.crypt.mime.MimePart;

/** Whether octets look like a mail at all. */
final class MailLook {

    private static final List<String> USUAL =
            List.of("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Received");

    private MailLook() {}

    static boolean isMail(MimePart root) {
        return USUAL.stream().anyMatch(name -> root.headers().first(name).isPresent());
    }
}
