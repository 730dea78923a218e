package org.sealdesk.crypt.message;

import org.sealdesk.crypt.verdict.Technology;

/** Stable names of layers. */
final class Kinds {

    private Kinds() {}

    static String prefix(Technology technology) {
        return switch (technology) {
            case OPENPGP -> "pgp-";
            case SMIME -> "smime-";
        };
    }

    static String encrypted(Technology technology) {
        return switch (technology) {
            case OPENPGP -> "pgp-encrypted";
            case SMIME -> "smime-enveloped";
        };
    }
}
