package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.AlgorithmPolicy;

/**
 * Evaluated certificates by their octets and the policy, the most recently used ones. Checking a certificate's own
 * signatures costs several times what checking a mail's signature costs. May be used from any thread.
 */
final class CertificateCache {

    /** About 20 KB each with their parsed signatures. */
    private static final int MAX_ENTRIES = 2_000;

    private final Map<Key, EvaluatedCertificate> entries = new LinkedHashMap<>(64, 0.75f, true);

    /** Empty if the octets are not a certificate this engine can use. */
    Optional<EvaluatedCertificate> find(Octets encoded, AlgorithmPolicy policy) {
        Key key = new Key(encoded, policy);
        synchronized (entries) {
            EvaluatedCertificate known = entries.get(key);
            if (known != null) {
                return Optional.of(known);
            }
        }
        try {
            EvaluatedCertificate fresh = CertificateEvaluator.evaluate(encoded, policy);
            keep(key, fresh);
            return Optional.of(fresh);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Takes what was evaluated elsewhere. */
    void keep(Octets encoded, AlgorithmPolicy policy, EvaluatedCertificate certificate) {
        keep(new Key(encoded, policy), certificate);
    }

    private void keep(Key key, EvaluatedCertificate certificate) {
        synchronized (entries) {
            entries.put(key, certificate);
            while (entries.size() > MAX_ENTRIES) {
                entries.remove(entries.keySet().iterator().next());
            }
        }
    }

    private record Key(Octets encoded, AlgorithmPolicy policy) {}
}
