package org.sealdesk.crypt.smime;

/** A container that breaks the rules of its format or a limit. Stays within this package: it becomes an outcome. */
final class MalformedCms extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String rule;

    /**
     * @param code stable, such as {@code CMS-NO-SIGNER}
     * @param detail the rule and the values; no content
     */
    MalformedCms(String code, String detail) {
        super(detail);
        this.code = code;
        this.rule = detail;
    }

    static MalformedCms structure(String detail) {
        return new MalformedCms("CMS-MALFORMED", detail);
    }

    static MalformedCms limit(String what, long max) {
        return new MalformedCms("LIMIT", "more than " + max + " " + what);
    }

    String code() {
        return code;
    }

    /** The rule alone. */
    String rule() {
        return rule;
    }

    String detail() {
        return code + ": " + rule;
    }
}
