package org.sealdesk.crypt.mime;

import java.util.List;

/**
 * Field names that mean something to us or to a host. A sender who uses them wants to look checked, or to steer the
 * ticket.
 */
public final class ReservedHeaders {

    private static final List<String> OURS = List.of("x-crypt-", "x-sealdesk-");
    private static final List<String> HOSTS = List.of("x-otrs-", "x-otobo-", "x-znuny-");
    private static final List<String> ENVELOPE = List.of("return-path", "delivered-to", "received", "bcc");

    private ReservedHeaders() {}

    /** Names of our own results: never accepted from outside. */
    public static boolean isLookAlike(HeaderField field) {
        return startsWithAny(field.key(), OURS);
    }

    /** Names that steer a host, or belong to the way of the mail: never accepted from inside a payload. */
    public static boolean isControl(HeaderField field) {
        return isLookAlike(field) || startsWithAny(field.key(), HOSTS) || ENVELOPE.contains(field.key());
    }

    private static boolean startsWithAny(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
