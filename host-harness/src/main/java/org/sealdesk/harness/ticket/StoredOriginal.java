package org.sealdesk.harness.ticket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import org.sealdesk.api.mail.MailContent;

/** The original of a mail, wherever its folder is by now: a hook may read it long after the mail got its ticket. */
record StoredOriginal(TicketStore store, String mailId, long size) implements MailContent {

    @Override
    public InputStream open() throws IOException {
        try {
            return store.files(mailId).originalContent().open();
        } catch (NoSuchFileException e) {
            // The folder moved between the two calls; it moves once only.
            return store.files(mailId).originalContent().open();
        }
    }
}
