package org.sealdesk.crypt.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.engine.CryptoEngine;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * Chooses among the certificates of an address: usable for the purpose, then most trusted, then newest. One that is
 * expired, revoked or not for the purpose never stands in the way of one that will do.
 */
final class CertificateChooser {

    private static final Comparator<StoredCertificate> BEST_FIRST = Comparator.comparing(
                    (StoredCertificate c) -> c.facts().trust())
            .thenComparing(c -> c.certificate().validity().from())
            .reversed()
            .thenComparing(c -> c.certificate().fingerprint().value());

    private final CertificateStore certificates;
    private final Engines engines;

    CertificateChooser(CertificateStore certificates, Engines engines) {
        this.certificates = certificates;
        this.engines = engines;
    }

    /** The own certificate that signs for an address. */
    CertificateChoice signer(MailAddress from, Technology technology, Instant at) {
        List<StoredCertificate> own = of(from, technology).stream()
                .filter(StoredCertificate::hasSecret)
                .toList();
        if (own.isEmpty()) {
            return new CertificateChoice.None("key.missing", "no own " + name(technology) + " key for " + from);
        }
        return best(own, Usability.Purpose.SIGN, technology, at);
    }

    /** The certificate to encrypt to for an address. */
    CertificateChoice recipient(MailAddress address, Technology technology, Instant at) {
        List<StoredCertificate> found = of(address, technology);
        if (found.isEmpty()) {
            return new CertificateChoice.None("key.missing", "no " + name(technology) + " key for " + address);
        }
        return best(found, Usability.Purpose.ENCRYPT, technology, at);
    }

    private List<StoredCertificate> of(MailAddress address, Technology technology) {
        return certificates.byAddress(address).stream()
                .filter(c -> c.certificate().technology() == technology)
                .toList();
    }

    private CertificateChoice best(
            List<StoredCertificate> candidates, Usability.Purpose purpose, Technology technology, Instant at) {
        CryptoEngine engine = engines.of(technology);
        List<StoredCertificate> usable = new ArrayList<>();
        List<CertificateChoice.None> refused = new ArrayList<>();
        for (StoredCertificate candidate : candidates) {
            Usability usability = usability(engine, candidate, purpose, at);
            if (usability instanceof Usability.Unusable no) {
                refused.add(new CertificateChoice.None(no.code(), no.reason()));
            } else {
                usable.add(candidate);
            }
        }
        if (usable.isEmpty()) {
            return refused.get(0);
        }
        usable.sort(BEST_FIRST);
        return new CertificateChoice.Chosen(usable.get(0), usable.size());
    }

    private static Usability usability(
            CryptoEngine engine, StoredCertificate candidate, Usability.Purpose purpose, Instant at) {
        String label = candidate.certificate().displayName();
        if (candidate.facts().trust() == TrustLevel.REJECTED) {
            return new Usability.Unusable("key.rejected", label + " was rejected by an administrator");
        }
        if (candidate.facts().role() != CertificateFacts.Role.ACTIVE) {
            return new Usability.Unusable("key.retired", label + " is retired or disabled");
        }
        return engine.usability(candidate.certificate(), purpose, at);
    }

    private static String name(Technology technology) {
        return switch (technology) {
            case OPENPGP -> "OpenPGP";
            case SMIME -> "S/MIME";
        };
    }
}
