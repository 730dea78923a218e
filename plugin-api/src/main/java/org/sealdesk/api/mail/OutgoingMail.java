package org.sealdesk.api.mail;

/**
 * A mail about to leave.
 *
 * @param id stable for this mail, also on a second attempt
 * @param content what the wire would carry: RFC 5322 octets, CRLF, no Bcc header
 */
public record OutgoingMail(String id, Draft draft, MailContent content) {}
