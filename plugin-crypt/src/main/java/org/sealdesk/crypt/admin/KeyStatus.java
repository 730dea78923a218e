package org.sealdesk.crypt.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Component.Chip;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.engine.Usability.Purpose;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** The one chip of a key: the first thing that somebody should know about it. */
final class KeyStatus {

    private final AdminParts parts;

    KeyStatus(AdminParts parts) {
        this.parts = parts;
    }

    Chip of(StoredCertificate stored) {
        Instant at = parts.now();
        return decided(stored)
                .or(() -> byTime(stored.certificate(), at))
                .or(() -> byUse(stored, at))
                .or(() -> byOwner(stored))
                .orElseGet(() -> chip("ready", Tone.GOOD, "check"));
    }

    private Optional<Chip> decided(StoredCertificate stored) {
        if (stored.facts().trust() == TrustLevel.REJECTED) {
            return Optional.of(chip("rejected", Tone.STOP, "cross"));
        }
        if (stored.certificate().revokedAt().isPresent()) {
            return Optional.of(chip("revoked", Tone.STOP, "cross"));
        }
        return switch (stored.facts().role()) {
            case ACTIVE -> Optional.empty();
            case RETIRED -> Optional.of(chip("retired", Tone.MUTED, "clock"));
            case DISABLED -> Optional.of(chip("disabled", Tone.MUTED, "cross"));
        };
    }

    private Optional<Chip> byTime(Certificate certificate, Instant at) {
        if (at.isBefore(certificate.validity().from())) {
            LocalDate day = LocalDate.ofInstant(certificate.validity().from(), ZoneOffset.UTC);
            return Optional.of(new Chip(parts.texts().of("key.status.not-yet", day), Tone.MUTED, "clock"));
        }
        return certificate.validity().to().flatMap(end -> byEnd(at, end));
    }

    private Optional<Chip> byEnd(Instant at, Instant end) {
        long days = Duration.between(at, end).toDays();
        if (!at.isBefore(end)) {
            return Optional.of(new Chip(parts.texts().of("key.status.expired", -days), Tone.MUTED, "clock"));
        }
        return days < parts.settings().expiryWarningDays()
                ? Optional.of(new Chip(parts.texts().of("key.status.expiring", days), Tone.WARN, "clock"))
                : Optional.empty();
    }

    private Optional<Chip> byUse(StoredCertificate stored, Instant at) {
        if (isAuthority(stored.certificate())) {
            return Optional.of(
                    stored.facts().anchor()
                            ? chip("anchor", Tone.GOOD, "star")
                            : chip("authority", Tone.NEUTRAL, "certificate"));
        }
        Usability encrypt = parts.usability().of(stored.certificate(), Purpose.ENCRYPT, at);
        Usability sign = parts.usability().of(stored.certificate(), Purpose.SIGN, at);
        if (encrypt instanceof Usability.Unusable no) {
            boolean signs = sign instanceof Usability.Usable;
            return Optional.of(
                    switch (no.code()) {
                        case "key.weak" -> chip("weak", Tone.WARN, "warning");
                        case "cert.chain" -> chip("chain", Tone.WARN, "warning");
                        default ->
                            signs ? chip("no-encrypt", Tone.NEUTRAL, "key") : chip("unusable", Tone.WARN, "warning");
                    });
        }
        return Optional.empty();
    }

    private static boolean isAuthority(Certificate certificate) {
        return certificate.x509().map(X509Facts::authority).orElse(false);
    }

    private Optional<Chip> byOwner(StoredCertificate stored) {
        if (stored.facts().trust() == TrustLevel.CONFIRMED) {
            return Optional.empty();
        }
        if (stored.certificate().technology() == Technology.SMIME) {
            IssuerChain chain =
                    IssuerChain.of(stored, parts.keystore(), parts.limits().chainLength());
            return switch (chain.end()) {
                case ANCHOR -> Optional.empty();
                case UNTRUSTED_ROOT -> Optional.of(chip("untrusted", Tone.WARN, "question"));
                case ISSUER_MISSING, ENDLESS -> Optional.of(chip("chain", Tone.WARN, "warning"));
            };
        }
        return stored.hasSecret() ? Optional.empty() : Optional.of(chip("unverified", Tone.NEUTRAL, "question"));
    }

    /** What the certificate is for here: own, contact or issuer. */
    Text kind(StoredCertificate stored) {
        return parts.texts()
                .of(
                        stored.hasSecret()
                                ? "key.own"
                                : isAuthority(stored.certificate()) ? "key.authority" : "key.contact");
    }

    private Chip chip(String code, Tone tone, String icon) {
        return new Chip(parts.texts().of("key.status." + code), tone, icon);
    }

    /** Whether the key is still chosen for new mail. */
    static boolean isActive(StoredCertificate stored) {
        return stored.facts().role() == CertificateFacts.Role.ACTIVE
                && stored.facts().trust() != TrustLevel.REJECTED
                && stored.certificate().revokedAt().isEmpty();
    }
}
