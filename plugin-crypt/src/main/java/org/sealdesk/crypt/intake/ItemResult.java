package org.sealdesk.crypt.intake;

import java.util.Locale;

/** What became of one thing in a file. */
public enum ItemResult {
    ADDED,
    /** It was here and something new came with it. */
    UPDATED,
    UNCHANGED,
    /** A private key, kept until its certificate comes, at most {@link KeyImporter#WAITING_TIME}. */
    WAITING,
    FAILED;

    /** The name in reports and scripts. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
