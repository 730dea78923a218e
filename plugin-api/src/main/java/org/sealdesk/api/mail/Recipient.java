package org.sealdesk.api.mail;

/**
 * One recipient of the envelope.
 *
 * @param address addr-spec as written, without display name
 * @param kind which header names it; BCC for one that no header names
 */
public record Recipient(String address, Kind kind) {

    public enum Kind {
        TO,
        CC,
        BCC
    }
}
