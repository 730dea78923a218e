package org.sealdesk.crypt.openpgp;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.engine.Usability.Purpose;
import org.sealdesk.crypt.key.Capability;

/** Which keys of a certificate are used for new mail, or why none is. */
final class KeyChoice {

    private KeyChoice() {}

    /** Usable keys, the one to prefer first: subkeys before the primary key, younger before older. */
    static List<EvaluatedKey> usable(EvaluatedCertificate certificate, Purpose purpose, Instant at) {
        Comparator<EvaluatedKey> primaryLast =
                Comparator.comparing(k -> k.fingerprint().equals(certificate.fingerprint()));
        return certificate.at(at).standings().stream()
                .filter(s -> s.mayDo(capability(purpose), at))
                .map(Standing::key)
                .filter(k -> k.weakness().isEmpty() && !k.kind().isUnknown())
                .sorted(primaryLast.thenComparing(
                        Comparator.comparing(EvaluatedKey::created).reversed()))
                .toList();
    }

    private static Capability capability(Purpose purpose) {
        return switch (purpose) {
            case SIGN -> Capability.SIGN;
            case ENCRYPT -> Capability.ENCRYPT;
        };
    }

    static Usability usability(EvaluatedCertificate certificate, Purpose purpose, Instant at) {
        List<EvaluatedKey> usable = usable(certificate, purpose, at);
        return usable.isEmpty()
                ? unusable(certificate, purpose, at)
                : new Usability.Usable(
                        usable.get(0).fingerprint(), usable.get(0).kind().text());
    }

    /** The signing key as it was when the certificate last changed; for answers without a time. */
    static Optional<EvaluatedKey> likelySigner(EvaluatedCertificate certificate) {
        Stream<SelfSignature> all = Stream.concat(
                certificate.keys().stream().flatMap(k -> k.bindings().stream()),
                certificate.userIds().stream().flatMap(u -> u.signatures().stream()));
        return all.map(SelfSignature::created)
                .max(Comparator.naturalOrder())
                .flatMap(newest ->
                        usable(certificate, Purpose.SIGN, newest).stream().findFirst());
    }

    /** Told for the youngest key that was meant for the purpose. */
    private static Usability unusable(EvaluatedCertificate certificate, Purpose purpose, Instant at) {
        String name = "certificate " + certificate.fingerprint().hex()
                + certificate.at(at).names().stream()
                        .findFirst()
                        .map(n -> " of " + printable(n))
                        .orElse("");
        Optional<Standing> meant = certificate.at(at).standings().stream()
                .filter(s -> s.capabilities().contains(capability(purpose)))
                .max(Comparator.comparing(s -> s.key().created()));
        return meant.map(s -> timed(name, s, at))
                .or(() -> unbound(certificate, name, at))
                .orElseGet(() -> new Usability.Unusable(
                        "key.usage", name + " has no key for " + (purpose == Purpose.SIGN ? "signing" : "encryption")));
    }

    private static String printable(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 100 ? clean : clean.substring(0, 100) + "…";
    }

    private static Usability timed(String name, Standing standing, Instant at) {
        if (standing.isRevoked(at)) {
            return new Usability.Unusable(
                    "key.revoked",
                    name + " is revoked since " + standing.revokedAt().orElseThrow() + ", asked for " + at);
        }
        if (standing.validity().isOver(at)) {
            return new Usability.Unusable(
                    "key.expired",
                    name + " expired on " + standing.validity().to().orElseThrow() + ", asked for " + at);
        }
        if (at.isBefore(standing.validity().from())) {
            return new Usability.Unusable(
                    "key.not-yet",
                    name + " is valid from " + standing.validity().from() + ", asked for " + at);
        }
        return standing.key()
                .weakness()
                .map(w -> new Usability.Unusable("key.weak", name + ": " + w))
                .orElseGet(() -> new Usability.Unusable(
                        "key.unsupported",
                        name + " uses " + standing.key().kind().text() + ", which is not supported"));
    }

    private static Optional<Usability> unbound(EvaluatedCertificate certificate, String name, Instant at) {
        return certificate.at(at).standings().stream()
                .filter(s -> s.unbound().isPresent())
                .findFirst()
                .map(s -> unbound(name, s, s.unbound().orElseThrow(), at));
    }

    private static Usability unbound(String name, Standing standing, Objection objection, Instant at) {
        if (standing.isRevoked(at)) {
            return timed(name, standing, at);
        }
        String code = switch (objection.kind()) {
            case WEAK -> "key.weak";
            case NOT_YET -> "key.not-yet";
            case INVALID -> "key.usage";
        };
        return new Usability.Unusable(code, name + ": " + objection.text());
    }
}
