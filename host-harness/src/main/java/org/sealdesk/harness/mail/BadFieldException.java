package org.sealdesk.harness.mail;

import org.sealdesk.api.Problem;

/** A field of a mail that an agent wrote cannot be used, such as an address that is none. */
public final class BadFieldException extends Exception {

    private static final long serialVersionUID = 1;

    private final String field;

    public BadFieldException(String field, String why) {
        super(why);
        this.field = field;
    }

    public String field() {
        return field;
    }

    public Problem problem() {
        return HostProblems.badField(field, getMessage() == null ? "" : getMessage());
    }
}
