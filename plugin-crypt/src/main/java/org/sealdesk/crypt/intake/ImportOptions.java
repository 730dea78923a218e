package org.sealdesk.crypt.intake;

import java.util.Optional;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * What an import says about everything it brings.
 *
 * @param trust for certificates that are new, or trusted less until now; never lowers and never lifts a rejection
 * @param ownerCheck who checked the owner, if somebody did
 * @param authorities what becomes of X.509 issuers
 */
public record ImportOptions(
        CertificateFacts.Source source,
        TrustLevel trust,
        Optional<CertificateFacts.OwnerCheck> ownerCheck,
        Authorities authorities) {

    public ImportOptions {
        if (trust == TrustLevel.CHAINED) {
            throw new IllegalArgumentException("trust CHAINED is found by path building, never given");
        }
    }

    /** Nobody has looked at the keys. */
    public static ImportOptions unverified(CertificateFacts.Source source) {
        return new ImportOptions(source, TrustLevel.UNVERIFIED, Optional.empty(), Authorities.ORDINARY);
    }

    /** What becomes of certificates of issuers. */
    public enum Authorities {
        /** Kept for building paths; no path ends at them. */
        ORDINARY,
        /** Paths may end at them: the administrator said so for these files. */
        ANCHORS
    }
}
