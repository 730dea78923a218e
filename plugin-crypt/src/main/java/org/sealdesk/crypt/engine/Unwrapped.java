package org.sealdesk.crypt.engine;

import java.util.List;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.verdict.DecryptionOutcome;
import org.sealdesk.crypt.verdict.SignatureOutcome;

/** What came out of one wrapper. Content and outcome come together, after all checks. */
public sealed interface Unwrapped {

    /**
     * An encryption was opened.
     *
     * @param signatures made inside the same container (OpenPGP); empty for S/MIME, whose signatures are layers of
     *     their own in the payload
     * @param signedInside true if the container was signed, even if {@code signatures} only holds failures
     * @param payload what was inside, whole and authentic as far as the format can prove it
     */
    record Decrypted(
            DecryptionOutcome.Decrypted outcome,
            List<SignatureOutcome> signatures,
            boolean signedInside,
            Content payload)
            implements Unwrapped {
        public Decrypted {
            signatures = List.copyOf(signatures);
        }
    }

    /** An encryption could not be opened; there is no content, not even a little. */
    record NotDecrypted(DecryptionOutcome.Failed outcome) implements Unwrapped {}

    /** Opaque signed content: inline OpenPGP, clear-signed text, CMS signed-data with content. */
    record Signed(List<SignatureOutcome> signatures, Content payload) implements Unwrapped {
        public Signed {
            signatures = List.copyOf(signatures);
        }
    }

    /** Compressed and nothing else (CMS compressed-data). */
    record Compressed(Content payload) implements Unwrapped {}

    /** Certificates only: a CMS certs-only message, OpenPGP key material. */
    record Certificates(Content encoded) implements Unwrapped {}

    /**
     * Nothing of the above by the rules of the format.
     *
     * @param code stable, such as {@code CMS-NO-SIGNER}, {@code PGP-GRAMMAR}, {@code INFLATE-LIMIT}, {@code KDF-COST}
     * @param detail the rule and the values, in English
     */
    record Malformed(String code, String detail) implements Unwrapped {}
}
