package org.sealdesk.crypt.intake;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;

/** Says in words what is new. */
final class Difference {

    private Difference() {}

    static String between(Certificate old, Certificate now, CertificateFacts oldFacts, CertificateFacts nowFacts) {
        List<String> parts = new ArrayList<>();
        if (old.revokedAt().isEmpty() && now.revokedAt().isPresent()) {
            parts.add("revoked on " + day(now.revokedAt()));
        }
        if (!old.validity().to().equals(now.validity().to())) {
            parts.add("expiry " + day(old.validity().to()) + " → "
                    + day(now.validity().to()));
        }
        int names = now.names().size() - old.names().size();
        if (names > 0) {
            parts.add(names + (names == 1 ? " user id more" : " user ids more"));
        }
        int keys = now.keys().size() - old.keys().size();
        if (keys > 0) {
            parts.add(keys + (keys == 1 ? " subkey more" : " subkeys more"));
        }
        if (oldFacts.trust() != nowFacts.trust()) {
            parts.add("trust " + oldFacts.trust() + " → " + nowFacts.trust());
        }
        if (!oldFacts.anchor() && nowFacts.anchor()) {
            parts.add("trusted as an issuer");
        }
        if (oldFacts.source() != nowFacts.source()) {
            parts.add("stays now even if its file goes from its folder");
        }
        return parts.isEmpty() ? "newer signatures" : String.join(", ", parts);
    }

    private static String day(Optional<Instant> at) {
        return at.map(i -> LocalDate.ofInstant(i, ZoneOffset.UTC).toString()).orElse("never");
    }
}
