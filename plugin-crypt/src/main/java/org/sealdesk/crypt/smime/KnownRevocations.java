package org.sealdesk.crypt.smime;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.RevocationListStore;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain;

/**
 * What the lists of the store say about certificates that mail is to be written with. A certificate is revoked if it or
 * one above it is, by a list that counts for it; where no list is, nothing is known and nothing refused.
 */
final class KnownRevocations {

    private final RevocationListStore lists;
    private final CertificateStore issuers;
    private final PathFinder paths;
    private final AlgorithmPolicy policy;
    private final Limits limits;

    /** @param issuers where the certificates above are, and which of them are trusted */
    KnownRevocations(
            RevocationListStore lists,
            CertificateStore issuers,
            PathFinder paths,
            AlgorithmPolicy policy,
            Limits limits) {
        this.lists = lists;
        this.issuers = issuers;
        this.paths = paths;
        this.policy = policy;
        this.limits = limits;
    }

    Optional<Usability.Unusable> of(ParsedCertificate certificate, Instant at) {
        if (lists.revocationLists(1).isEmpty()) {
            return Optional.empty();
        }
        Chain chain = paths.chain(certificate, List.of(), issuers, at, policy, limits);
        return chain instanceof Chain.Refused refused && refused.code().equals("cert.revoked")
                ? Optional.of(new Usability.Unusable("key.revoked", refused.rule()))
                : Optional.empty();
    }
}
