package org.sealdesk.crypt.intake;

import java.time.Instant;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.Certificate;

/** Judges by the facts of the certificate alone. */
public final class FactsCheck implements UsabilityCheck {

    @Override
    public Usability of(Certificate certificate, Usability.Purpose purpose, Instant at) {
        Capability wanted = purpose == Usability.Purpose.SIGN ? Capability.SIGN : Capability.ENCRYPT;
        if (certificate.revokedAt().isPresent()) {
            return new Usability.Unusable("key.revoked", certificate.displayName() + " is revoked");
        }
        if (certificate.validity().isOver(at)) {
            return new Usability.Unusable("key.expired", certificate.displayName() + " has expired");
        }
        return certificate.keys().stream()
                .filter(k -> k.capabilities().contains(wanted))
                .findFirst()
                .<Usability>map(k -> new Usability.Usable(k.fingerprint(), k.algorithm()))
                .orElseGet(() ->
                        new Usability.Unusable("key.usage", certificate.displayName() + " has no key to " + purpose));
    }
}
