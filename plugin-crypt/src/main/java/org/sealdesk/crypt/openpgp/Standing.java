package org.sealdesk.crypt.openpgp;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.Validity;

/**
 * What one key of a certificate may do at a moment.
 *
 * @param unbound why no self-signature in force ties the key to the certificate; capabilities are empty then
 * @param validity of key and certificate together
 * @param revokedAt from when on key or certificate are revoked
 */
record Standing(
        EvaluatedKey key,
        Optional<Objection> unbound,
        Set<Capability> capabilities,
        Validity validity,
        Optional<Instant> revokedAt) {

    Standing {
        capabilities = Set.copyOf(capabilities);
    }

    boolean isRevoked(Instant at) {
        return revokedAt.map(r -> !r.isAfter(at)).orElse(false);
    }

    boolean mayDo(Capability capability, Instant at) {
        return capabilities.contains(capability) && validity.contains(at) && !isRevoked(at);
    }
}
