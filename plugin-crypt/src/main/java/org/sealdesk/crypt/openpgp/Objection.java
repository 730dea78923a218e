package org.sealdesk.crypt.openpgp;

/**
 * Why something whose signature value is right must not count all the same.
 *
 * @param text completes "certificate …: "
 */
record Objection(Kind kind, String text) {

    enum Kind {
        /** Digest or key below policy. */
        WEAK,
        /** Not in force before a later time. */
        NOT_YET,
        /** Missing, over, or with something critical that is not understood. */
        INVALID
    }

    static Objection weak(String text) {
        return new Objection(Kind.WEAK, text);
    }

    static Objection notYet(String text) {
        return new Objection(Kind.NOT_YET, text);
    }

    static Objection invalid(String text) {
        return new Objection(Kind.INVALID, text);
    }
}
