package org.sealdesk.crypt.smime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.policy.Limits;

/**
 * The certificates that go along with an own signature: the signer's, its issuers as far as they are here, and what the
 * administrator related to it. A root goes along only if it was related: who does not have it must not trust it.
 */
final class OwnChain {

    private final CertificateCache certificates;

    OwnChain(CertificateCache certificates) {
        this.certificates = certificates;
    }

    List<ParsedCertificate> of(ParsedCertificate signer, CertificateStore store, Limits limits) {
        Map<Fingerprint, ParsedCertificate> all = new LinkedHashMap<>();
        all.put(signer.certificate().fingerprint(), signer);
        ParsedCertificate last = signer;
        for (int i = 0; i < limits.chainLength(); i++) {
            Optional<ParsedCertificate> issuer = last.isSelfIssued() ? Optional.empty() : issuer(last, store);
            if (issuer.isEmpty() || issuer.get().isSelfIssued()) {
                break;
            }
            last = issuer.get();
            all.putIfAbsent(last.certificate().fingerprint(), last);
        }
        related(signer, store).forEach(c -> all.putIfAbsent(c.certificate().fingerprint(), c));
        List<ParsedCertificate> list = new ArrayList<>(all.values());
        return list.subList(0, Math.min(list.size(), limits.cmsCertificates()));
    }

    private Optional<ParsedCertificate> issuer(ParsedCertificate child, CertificateStore store) {
        return store.bySubject(child.x509().issuerName()).stream()
                .map(s -> certificates.find(s.certificate()))
                .flatMap(Optional::stream)
                .filter(c -> c.x509().authority() && child.isSignedBy(c))
                .findFirst();
    }

    private List<ParsedCertificate> related(ParsedCertificate signer, CertificateStore store) {
        return store
                .byFingerprint(signer.certificate().fingerprint())
                .map(s -> s.facts().related())
                .orElse(List.of())
                .stream()
                .map(store::byFingerprint)
                .flatMap(Optional::stream)
                .map(StoredCertificate::certificate)
                .map(certificates::find)
                .flatMap(Optional::stream)
                .toList();
    }
}
