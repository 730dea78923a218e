package org.sealdesk.harness.mail;

import java.io.IOException;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.MailContent;

/** Where outgoing mail goes. */
public interface Relay {

    /** Hands one mail over; all recipients or none. */
    void send(Envelope envelope, MailContent content) throws IOException;
}
