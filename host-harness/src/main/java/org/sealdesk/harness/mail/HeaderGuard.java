package org.sealdesk.harness.mail;

/** Keeps line ends and NUL out of everything that becomes a header or an SMTP command. */
public final class HeaderGuard {

    private static final int MAX_CHARS = 10_000;

    private HeaderGuard() {}

    /** @param field named in the message */
    public static String check(String field, String value) throws BadFieldException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new BadFieldException(field, "a line end or NUL at character " + i);
            }
        }
        if (value.length() > MAX_CHARS) {
            throw new BadFieldException(field, value.length() + " characters, at most " + MAX_CHARS + " are allowed");
        }
        return value;
    }
}
