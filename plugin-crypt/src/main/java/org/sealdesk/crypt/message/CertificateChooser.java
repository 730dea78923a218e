package org.sealdesk.crypt.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * Chooses among the certificates of an address: usable for the purpose, then most trusted, then newest. One that is
 * expired, revoked or not for the purpose never stands in the way of one that will do.
 */
public final class CertificateChooser {

    private static final Comparator<StoredCertificate> BEST_FIRST = Comparator.comparing(
                    (StoredCertificate c) -> c.facts().trust())
            .thenComparing(c -> c.certificate().validity().from())
            .reversed()
            .thenComparing(c -> c.certificate().fingerprint().value());

    private final CertificateStore certificates;
    private final Rule rule;

    public CertificateChooser(CertificateStore certificates, Rule rule) {
        this.certificates = certificates;
        this.rule = rule;
    }

    CertificateChooser(CertificateStore certificates, Engines engines) {
        this(
                certificates,
                (certificate, purpose, at) ->
                        engines.of(certificate.technology()).usability(certificate, purpose, at));
    }

    /** What a certificate may be used for; an engine knows. */
    public interface Rule {
        Usability of(Certificate certificate, Usability.Purpose purpose, Instant at);
    }

    /** The own certificate that signs for an address. */
    public CertificateChoice signer(MailAddress from, Technology technology, Instant at) {
        List<StoredCertificate> own = of(from, technology).stream()
                .filter(StoredCertificate::hasSecret)
                .toList();
        if (own.isEmpty()) {
            return new CertificateChoice.None("key.missing", "no own " + name(technology) + " key for " + from);
        }
        return best(own, Usability.Purpose.SIGN, at);
    }

    /** The certificate to encrypt to for an address. */
    public CertificateChoice recipient(MailAddress address, Technology technology, Instant at) {
        List<StoredCertificate> found = of(address, technology);
        if (found.isEmpty()) {
            return new CertificateChoice.None("key.missing", "no " + name(technology) + " key for " + address);
        }
        return best(found, Usability.Purpose.ENCRYPT, at);
    }

    private List<StoredCertificate> of(MailAddress address, Technology technology) {
        return certificates.byAddress(address).stream()
                .filter(c -> c.certificate().technology() == technology)
                .toList();
    }

    private CertificateChoice best(List<StoredCertificate> candidates, Usability.Purpose purpose, Instant at) {
        List<StoredCertificate> usable = new ArrayList<>();
        List<CertificateChoice.Passed> refused = new ArrayList<>();
        for (StoredCertificate candidate :
                candidates.stream().sorted(BEST_FIRST).toList()) {
            if (usability(candidate, purpose, at) instanceof Usability.Unusable no) {
                refused.add(new CertificateChoice.Passed(candidate, no.code(), no.reason()));
            } else {
                usable.add(candidate);
            }
        }
        if (usable.isEmpty()) {
            CertificateChoice.Passed closest = refused.get(0);
            return new CertificateChoice.None(closest.code(), closest.reason(), refused);
        }
        StoredCertificate chosen = usable.get(0);
        List<CertificateChoice.Passed> others = new ArrayList<>();
        usable.stream().skip(1).map(other -> passed(chosen, other)).forEach(others::add);
        others.addAll(refused);
        return new CertificateChoice.Chosen(chosen, why(usable), others);
    }

    private static CertificateChoice.Why why(List<StoredCertificate> usable) {
        if (usable.size() == 1) {
            return CertificateChoice.Why.ONLY;
        }
        return switch (passed(usable.get(0), usable.get(1)).code()) {
            case CertificateChoice.Passed.LESS_TRUSTED -> CertificateChoice.Why.MOST_TRUSTED;
            case CertificateChoice.Passed.OLDER -> CertificateChoice.Why.NEWEST;
            default -> CertificateChoice.Why.SETTLED;
        };
    }

    private static CertificateChoice.Passed passed(StoredCertificate chosen, StoredCertificate other) {
        String label =
                other.certificate().displayName() + " " + other.certificate().fingerprint();
        if (other.facts().trust() != chosen.facts().trust()) {
            return new CertificateChoice.Passed(
                    other,
                    CertificateChoice.Passed.LESS_TRUSTED,
                    label + " is trusted " + other.facts().trust() + ", the one used "
                            + chosen.facts().trust());
        }
        Instant from = other.certificate().validity().from();
        Instant chosenFrom = chosen.certificate().validity().from();
        return from.isBefore(chosenFrom)
                ? new CertificateChoice.Passed(
                        other,
                        CertificateChoice.Passed.OLDER,
                        label + " is from " + from + ", the one used from " + chosenFrom)
                : new CertificateChoice.Passed(
                        other,
                        CertificateChoice.Passed.EQUAL,
                        label + " is as trusted and as new as the one used, whose fingerprint is smaller");
    }

    private Usability usability(StoredCertificate candidate, Usability.Purpose purpose, Instant at) {
        String label = candidate.certificate().displayName();
        if (candidate.facts().trust() == TrustLevel.REJECTED) {
            return new Usability.Unusable("key.rejected", label + " was rejected by an administrator");
        }
        if (candidate.facts().role() != CertificateFacts.Role.ACTIVE) {
            return new Usability.Unusable("key.retired", label + " is retired or disabled");
        }
        return rule.of(candidate.certificate(), purpose, at);
    }

    private static String name(Technology technology) {
        return switch (technology) {
            case OPENPGP -> "OpenPGP";
            case SMIME -> "S/MIME";
        };
    }
}
