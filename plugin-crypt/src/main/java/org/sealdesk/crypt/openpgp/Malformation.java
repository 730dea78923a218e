package org.sealdesk.crypt.openpgp;

import java.io.IOException;

/**
 * The octets break a rule of the format or pass a limit. An {@link IOException}, so that it travels through streams;
 * the engine turns it into an outcome.
 */
final class Malformation extends IOException {
    private static final long serialVersionUID = 1L;

    static final String GRAMMAR = "PGP-GRAMMAR";
    static final String ARMOUR = "PGP-ARMOUR";
    static final String INFLATE_LIMIT = "INFLATE-LIMIT";
    static final String SIGNATURES = "SIGNATURES";

    private final String code;

    /** @param detail the rule and the values, no content */
    Malformation(String code, String detail) {
        super(detail);
        this.code = code;
    }

    static Malformation grammar(String detail) {
        return new Malformation(GRAMMAR, detail);
    }

    String code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    /** Made often by hostile input; nobody reads its stack. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
