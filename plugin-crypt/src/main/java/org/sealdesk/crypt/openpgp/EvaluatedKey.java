package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.sealdesk.crypt.key.Fingerprint;

/**
 * A key of a certificate with the self-signatures that concern it.
 *
 * @param bindings subkey bindings, or for the primary key direct-key signatures; newest first
 * @param revocations newest first
 * @param weakness why the key is below policy for signing and encrypting
 * @param curveKey the key as a point, if it is one
 */
record EvaluatedKey(
        PGPPublicKey key,
        Fingerprint fingerprint,
        KeyKind kind,
        List<SelfSignature> bindings,
        List<SelfSignature> revocations,
        Optional<String> weakness,
        CurveKey curveKey) {

    EvaluatedKey {
        bindings = List.copyOf(bindings);
        revocations = List.copyOf(revocations);
    }

    /** Of the public key packet. */
    byte[] body() {
        try {
            return key.getPublicKeyPacket().getEncodedContents();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    Instant created() {
        return key.getCreationTime().toInstant();
    }

    /**
     * From when on it is revoked. A hard revocation reaches back to the key's birth. Revocations are believed whatever
     * their digest, and cannot be taken back.
     */
    Optional<Instant> revokedAt() {
        Optional<Instant> first = Optional.empty();
        for (SelfSignature revocation : revocations) {
            Instant from = revocation.isHard() ? created() : revocation.created();
            if (first.isEmpty() || from.isBefore(first.get())) {
                first = Optional.of(from);
            }
        }
        return first;
    }
}
