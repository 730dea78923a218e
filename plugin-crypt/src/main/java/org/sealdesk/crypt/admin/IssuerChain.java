package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.key.X509Facts;

/**
 * The issuers of a certificate as the store has them, by name and key identifier. For showing and for choosing what to
 * send along; whether a path is valid is decided by the engine for each signature.
 *
 * @param path the certificate itself first
 */
record IssuerChain(List<StoredCertificate> path, End end) {

    IssuerChain {
        path = List.copyOf(path);
    }

    static IssuerChain of(StoredCertificate leaf, CertificateStore store, int maxLength) {
        List<StoredCertificate> path = new ArrayList<>(List.of(leaf));
        while (true) {
            StoredCertificate last = path.get(path.size() - 1);
            if (last.facts().anchor()) {
                return new IssuerChain(path, End.ANCHOR);
            }
            Optional<X509Facts> facts = last.certificate().x509();
            if (facts.isEmpty() || facts.get().isSelfIssued()) {
                return new IssuerChain(path, End.UNTRUSTED_ROOT);
            }
            Optional<StoredCertificate> issuer = issuer(facts.get(), store);
            if (issuer.isEmpty()) {
                return new IssuerChain(path, End.ISSUER_MISSING);
            }
            if (path.size() >= maxLength || contains(path, issuer.get().certificate())) {
                return new IssuerChain(path, End.ENDLESS);
            }
            path.add(issuer.get());
        }
    }

    private static Optional<StoredCertificate> issuer(X509Facts facts, CertificateStore store) {
        return store.bySubject(facts.issuerName()).stream()
                .filter(c -> c.certificate().x509().map(x -> mayIssue(x, facts)).orElse(false))
                .max(Comparator.comparing((StoredCertificate c) -> c.facts().anchor())
                        .thenComparing(c -> c.certificate().validity().from())
                        .thenComparing(c -> c.certificate().fingerprint().value()));
    }

    private static boolean mayIssue(X509Facts issuer, X509Facts subject) {
        boolean sameKey = issuer.subjectKeyIdentifier().isEmpty()
                || subject.authorityKeyIdentifier().isEmpty()
                || issuer.subjectKeyIdentifier().equals(subject.authorityKeyIdentifier());
        return sameKey && (issuer.authority() || issuer.isSelfIssued());
    }

    private static boolean contains(List<StoredCertificate> path, Certificate certificate) {
        return path.stream().anyMatch(c -> c.certificate().fingerprint().equals(certificate.fingerprint()));
    }

    /** The issuers between the certificate and its root: what recipients may lack. */
    List<StoredCertificate> intermediates() {
        return path.stream()
                .skip(1)
                .filter(c ->
                        !c.certificate().x509().map(X509Facts::isSelfIssued).orElse(false))
                .toList();
    }

    /** Name of the issuer that would come next. */
    String nextIssuer() {
        return path.get(path.size() - 1)
                .certificate()
                .x509()
                .map(X509Facts::issuer)
                .orElse("");
    }

    enum End {
        ANCHOR,
        /** Complete, and nobody here trusts its root. */
        UNTRUSTED_ROOT,
        ISSUER_MISSING,
        /** A loop, or longer than allowed. */
        ENDLESS
    }
}
