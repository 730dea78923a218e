package org.sealdesk.api.admin;

import org.sealdesk.api.mail.MailContent;

/**
 * A file that a user sent.
 *
 * @param fileName as the browser said, without any path; shown to people, never used as a path
 */
public record Upload(String fileName, MailContent content) {}
