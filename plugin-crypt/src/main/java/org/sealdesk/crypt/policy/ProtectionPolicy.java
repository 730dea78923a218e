package org.sealdesk.crypt.policy;

/**
 * How outgoing mail is protected where nobody chose for the single mail, with the values that hold for one queue.
 *
 * @param openPgp whether OpenPGP is switched on
 * @param smime whether S/MIME is switched on
 * @param preferSmime which one is taken when both would do
 * @param agentDefault for mail that an agent writes
 * @param automaticDefault for automatic replies, notifications and other mail without an agent
 * @param encryptIfPossible raises {@link ProtectionLevel#SIGN} to sign and encrypt, {@link ProtectionLevel#NONE} to
 *     nothing more, when every recipient has a usable certificate
 * @param encryptOnlyAllowed whether encryption without a signature may be chosen
 * @param protectHeaders whether encrypted mail hides its Subject (RFC 9788)
 * @param origin where agentDefault comes from: {@code queue} or {@code global}, for the line that says why
 */
public record ProtectionPolicy(
        boolean openPgp,
        boolean smime,
        boolean preferSmime,
        ProtectionLevel agentDefault,
        ProtectionLevel automaticDefault,
        boolean encryptIfPossible,
        boolean encryptOnlyAllowed,
        boolean protectHeaders,
        String origin) {

    /** Everything off. */
    public static final ProtectionPolicy OFF = new ProtectionPolicy(
            false, false, false, ProtectionLevel.NONE, ProtectionLevel.NONE, false, false, true, "global");

    /** Both on, protection as each mail says: for the command line. */
    public static final ProtectionPolicy OPEN = new ProtectionPolicy(
            true, true, false, ProtectionLevel.NONE, ProtectionLevel.NONE, false, true, true, "global");
}
