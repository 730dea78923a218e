package org.sealdesk.crypt.openpgp;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPSignature;
import org.sealdesk.crypt.octets.Octets;

/**
 * A signature that a primary key made over a part of its own certificate, and whose value is right.
 *
 * @param body of its packet
 * @param objection why it must not count all the same: a digest below policy, something critical and unknown
 * @param signsProved whether a subkey has confirmed with a signature of its own that it belongs to this certificate
 *     (RFC 9580, section 5.2.1.10); always true for what needs none
 */
record SelfSignature(
        PGPSignature signature,
        Octets body,
        Subpackets says,
        Instant created,
        Optional<Instant> expires,
        Optional<Objection> objection,
        boolean signsProved) {

    static final Comparator<SelfSignature> NEWEST_FIRST =
            Comparator.comparing(SelfSignature::created).reversed();

    int type() {
        return signature.getSignatureType();
    }

    boolean countsAt(Instant at) {
        return objection.isEmpty()
                && !created.isAfter(at)
                && expires.map(at::isBefore).orElse(true);
    }

    boolean isHard() {
        return !says.isSoftRevocation();
    }
}
