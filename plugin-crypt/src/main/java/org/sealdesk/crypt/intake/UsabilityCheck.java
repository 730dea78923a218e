package org.sealdesk.crypt.intake;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sealdesk.crypt.engine.CryptoEngine;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.verdict.Technology;

/** Asks the engine of a certificate what the certificate may be used for. */
public interface UsabilityCheck {

    Usability of(Certificate certificate, Usability.Purpose purpose, Instant at);

    default boolean allows(Certificate certificate, Usability.Purpose purpose, Instant at) {
        return of(certificate, purpose, at) instanceof Usability.Usable;
    }

    /** @param engines at most one for each technology */
    static UsabilityCheck by(List<CryptoEngine> engines) {
        Map<Technology, CryptoEngine> byTechnology =
                engines.stream().collect(Collectors.toMap(CryptoEngine::technology, Function.identity()));
        return (certificate, purpose, at) -> {
            CryptoEngine engine = byTechnology.get(certificate.technology());
            return engine == null
                    ? new Usability.Unusable(
                            "key.unsupported", "no engine for " + certificate.technology() + " runs here")
                    : engine.usability(certificate, purpose, at);
        };
    }
}
