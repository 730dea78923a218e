package org.sealdesk.crypt.openpgp;

/** Packet type ids (RFC 9580, section 5). */
final class PacketTag {
    static final int PKESK = 1;
    static final int SIGNATURE = 2;
    static final int SKESK = 3;
    static final int ONE_PASS_SIGNATURE = 4;
    static final int SECRET_KEY = 5;
    static final int PUBLIC_KEY = 6;
    static final int SECRET_SUBKEY = 7;
    static final int COMPRESSED = 8;
    static final int SED = 9;
    static final int MARKER = 10;
    static final int LITERAL = 11;
    static final int TRUST = 12;
    static final int USER_ID = 13;
    static final int PUBLIC_SUBKEY = 14;
    static final int USER_ATTRIBUTE = 17;
    static final int SEIPD = 18;
    /** LibrePGP's encrypted data with OCB; GnuPG 2.3 and later write it. */
    static final int AEAD_ENCRYPTED = 20;

    static final int PADDING = 21;

    /** Ids from here on may be skipped when unknown, those below may not (section 4.3). */
    private static final int FIRST_NON_CRITICAL = 40;

    private PacketTag() {}

    /** Whether the body may come in pieces or without a length. */
    static boolean holdsData(int tag) {
        return tag == COMPRESSED || tag == SED || tag == LITERAL || tag == SEIPD || tag == AEAD_ENCRYPTED;
    }

    /** Whether the packet carries no meaning and is passed over wherever it stands. */
    static boolean isIgnored(int tag) {
        return tag == MARKER || tag == PADDING || tag >= FIRST_NON_CRITICAL;
    }
}
