package org.sealdesk.api.mail;

/**
 * A mail that has arrived and whose original the host has already stored.
 *
 * @param id stable for the life of the article
 * @param original as received, octet for octet
 * @param current what earlier hooks made of it; the same object as original for the first hook
 */
public record IncomingMail(String id, Cause cause, Envelope envelope, MailContent original, MailContent current) {

    public enum Cause {
        FIRST_DELIVERY,
        /** A key has come, or somebody pressed "Try again". */
        REPROCESS
    }
}
