package org.sealdesk.crypt.audit;

/**
 * What happened, before it has its place in the log. Holds no secret: values come from facts and from settings that are
 * none.
 *
 * @param action such as {@code key.import}, {@code settings.change}
 * @param subject fingerprint of the certificate in hexadecimal, or what else it is about
 * @param before what was, in words such as {@code trust=UNVERIFIED}; empty for nothing
 * @param after what is
 * @param outcome {@code ok} or a problem code
 */
public record AuditEvent(String action, String subject, String before, String after, String outcome) {

    static final String OK = "ok";

    /** Longer texts come from keys and forms; what is cut off says nothing new. */
    private static final int MAX_TEXT = 500;

    public AuditEvent {
        before = cut(before);
        after = cut(after);
        subject = cut(subject);
    }

    public static AuditEvent done(String action, String subject, String before, String after) {
        return new AuditEvent(action, subject, before, after, OK);
    }

    AuditEvent failed(String problem) {
        return new AuditEvent(action, subject, before, after, problem);
    }

    static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
}
