package org.sealdesk.harness.mail;

import java.util.Optional;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.SecurityReport;

/**
 * A mail on its way through the outgoing hooks; a split makes several of one.
 *
 * @param protectedBy the hook of phase PROTECT that replaced the content
 */
record OutgoingCopy(
        Envelope envelope, MailContent content, Optional<SecurityReport> report, Optional<String> protectedBy) {}
