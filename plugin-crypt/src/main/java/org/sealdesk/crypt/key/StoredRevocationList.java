package org.sealdesk.crypt.key;

/**
 * A revocation list in the store.
 *
 * @param signature what was found when it came, or when its issuer's certificate came later; whoever uses the list checks
 *     the signature again
 */
public record StoredRevocationList(RevocationListFacts facts, Signature signature) {

    /** Whether the issuer made it. */
    public enum Signature {
        /** Made with the key of a certificate here that has the issuer's name. */
        GOOD,
        /** No certificate with the issuer's name is here. */
        NOT_CHECKED
    }
}
