package org.sealdesk.crypt.smime;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * The certificates that paths are made of. An anchor is what an administrator marked as one, or gave as one, and nothing
 * else; a certificate that was rejected or disabled is neither anchor nor link.
 */
final class CertificatePool {

    private final CertificateCache certificates;
    private final CertificateStore store;
    private final Collection<ParsedCertificate> extra;
    private final Map<Fingerprint, ParsedCertificate> anchors = new LinkedHashMap<>();

    /**
     * @param extra certificates that came along and may be links, never anchors
     * @param moreAnchors beside those of the store
     */
    CertificatePool(
            CertificateCache certificates,
            CertificateStore store,
            Collection<ParsedCertificate> extra,
            Collection<ParsedCertificate> moreAnchors) {
        this.certificates = certificates;
        this.store = store;
        this.extra = extra;
        for (StoredCertificate stored : store.anchors()) {
            if (stored.facts().anchor() && isUsable(stored.facts())) {
                certificates.find(stored.certificate()).ifPresent(this::addAnchor);
            }
        }
        moreAnchors.forEach(this::addAnchor);
    }

    private void addAnchor(ParsedCertificate anchor) {
        anchors.put(anchor.certificate().fingerprint(), anchor);
    }

    private static boolean isUsable(CertificateFacts facts) {
        return facts.trust() != TrustLevel.REJECTED && facts.role() != CertificateFacts.Role.DISABLED;
    }

    boolean isAnchor(ParsedCertificate certificate) {
        return anchors.containsKey(certificate.certificate().fingerprint());
    }

    boolean mayLink(ParsedCertificate certificate) {
        return store.byFingerprint(certificate.certificate().fingerprint())
                .map(s -> isUsable(s.facts()))
                .orElse(true);
    }

    /** Anchors first, then what the store has, then what came along; a wrong key identifier sorts out. */
    List<ParsedCertificate> issuersOf(ParsedCertificate child) {
        return named(child.x509().issuerName()).stream()
                .filter(c -> keyIdentifiersAgree(child, c))
                .toList();
    }

    private static boolean keyIdentifiersAgree(ParsedCertificate child, ParsedCertificate issuer) {
        Optional<Octets> wanted = child.x509().authorityKeyIdentifier();
        Optional<Octets> has = issuer.x509().subjectKeyIdentifier();
        return wanted.isEmpty() || has.isEmpty() || wanted.equals(has);
    }

    /** @param subject canonical */
    List<ParsedCertificate> named(Octets subject) {
        Map<Fingerprint, ParsedCertificate> found = new LinkedHashMap<>();
        anchors.values().stream()
                .filter(c -> c.x509().subjectName().equals(subject))
                .forEach(c -> found.put(c.certificate().fingerprint(), c));
        for (StoredCertificate stored : store.bySubject(subject)) {
            certificates
                    .find(stored.certificate())
                    .ifPresent(c -> found.putIfAbsent(c.certificate().fingerprint(), c));
        }
        extra.stream()
                .filter(c -> c.x509().subjectName().equals(subject))
                .forEach(c -> found.putIfAbsent(c.certificate().fingerprint(), c));
        return found.values().stream().filter(this::mayLink).toList();
    }
}
