package org.sealdesk.crypt.verdict;

import java.util.Set;
import org.sealdesk.crypt.address.MailAddress;

/**
 * Whose key made a signature, as the certificate itself says.
 *
 * @param fingerprint of the certificate, hexadecimal, upper case
 * @param addresses the mailboxes the certificate proves: OpenPGP user ids with a valid self-signature, X.509 subject
 *     alternative names
 * @param chain for X.509, whether a trusted issuer vouches for it
 */
public record SignerIdentity(Technology technology, String fingerprint, Set<MailAddress> addresses, Chain chain) {

    public SignerIdentity {
        addresses = Set.copyOf(addresses);
    }

    /** What path validation (RFC 5280, section 6) said. */
    public sealed interface Chain {
        /** OpenPGP knows no issuers. */
        record NotApplicable() implements Chain {}

        /** A path to an anchor, at the time of judging. */
        record Trusted(String anchor) implements Chain {}

        /** No issuer here, or no anchor at its end. */
        record NoPath(String issuer) implements Chain {}

        /** There is a path and it must not be used; the rule that forbids it, in English. */
        record Refused(String code, String rule) implements Chain {}
    }
}
