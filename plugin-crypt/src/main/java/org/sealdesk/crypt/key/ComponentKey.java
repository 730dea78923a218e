package org.sealdesk.crypt.key;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.octets.Octets;

/**
 * One public key of a certificate.
 *
 * @param fingerprint of this key (OpenPGP), or of the certificate (X.509)
 * @param publicKeyIdentity SHA-256 over what the key is, the same for every certificate that carries it: X.509 over the
 *     DER SubjectPublicKeyInfo, OpenPGP over the fingerprint
 * @param family as in {@link org.sealdesk.crypt.policy.AlgorithmPolicy}
 * @param bits of RSA modulus, DSA prime or curve
 * @param algorithm for people: {@code RSA 3072}, {@code Ed25519}, {@code P-256}
 * @param validity narrower than the certificate's if the key's own is
 * @param revokedAt when its revocation takes effect
 */
public record ComponentKey(
        Fingerprint fingerprint,
        Octets publicKeyIdentity,
        String family,
        int bits,
        String algorithm,
        Set<Capability> capabilities,
        Validity validity,
        Optional<Instant> revokedAt) {

    public ComponentKey {
        capabilities = Set.copyOf(capabilities);
    }
}
