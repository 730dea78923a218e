package org.sealdesk.crypt.openpgp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.octets.Octets;

/**
 * A user id with the signatures its own primary key made over it.
 *
 * @param text as its maker wrote it: untrusted
 * @param raw its octets, over which the signatures are
 * @param address the one mailbox it names; empty if it names none or more than one
 * @param signatures certifications and certification revocations, newest first
 */
record EvaluatedUserId(String text, Octets raw, Optional<MailAddress> address, List<SelfSignature> signatures) {

    private static final int CERTIFICATION_REVOCATION = 0x30;

    EvaluatedUserId {
        signatures = List.copyOf(signatures);
    }

    /** The certification in force; empty if the newest word is a revocation or nothing counts. */
    Optional<SelfSignature> certification(Instant at) {
        for (SelfSignature signature : signatures) {
            boolean revocation = signature.type() == CERTIFICATION_REVOCATION;
            if (revocation && !signature.created().isAfter(at)) {
                return Optional.empty();
            }
            if (!revocation && signature.countsAt(at)) {
                return Optional.of(signature);
            }
        }
        return Optional.empty();
    }
}
