package org.sealdesk.harness.web;

import java.util.List;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.harness.mail.MailReader;
import org.sealdesk.harness.ticket.Article;

/**
 * A mail in the ticket view.
 *
 * @param html whether the HTML part is asked for, if there is one
 * @param lines about how long the text is, for the height of its frame
 * @param unreadable whether there is no text to show, only a wrapper
 * @param copies how many mails of it were on the wire
 */
public record ShownMail(
        Article article,
        Seal seal,
        List<SecurityReport> reports,
        NextSteps next,
        List<MailReader.Attachment> attachments,
        boolean unreadable,
        boolean hasHtml,
        boolean html,
        int lines,
        int copies) {

    public ShownMail {
        reports = List.copyOf(reports);
        attachments = List.copyOf(attachments);
    }
}
