package org.sealdesk.crypt.openpgp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.octets.Octets;

/** The facts of a certificate, as the rest of the plugin sees them. */
final class CertificateView {

    private CertificateView() {}

    /** @param encoded kept as the certificate's octets */
    static Certificate of(EvaluatedCertificate certificate, Octets encoded, Instant at) {
        List<Standing> standings = certificate.at(at).standings();
        Standing primary = standings.get(0);
        return new Certificate(
                certificate.fingerprint(),
                encoded,
                certificate.at(at).names(),
                certificate.at(at).addresses(),
                standings.stream().map(CertificateView::key).toList(),
                primary.validity(),
                primary.revokedAt(),
                Optional.empty());
    }

    private static ComponentKey key(Standing standing) {
        KeyKind kind = standing.key().kind();
        return new ComponentKey(
                standing.key().fingerprint(),
                identity(standing.key().fingerprint()),
                kind.family(),
                kind.bits(),
                kind.text(),
                standing.capabilities(),
                standing.validity(),
                standing.revokedAt());
    }

    private static Octets identity(Fingerprint fingerprint) {
        try {
            return Octets.of(MessageDigest.getInstance("SHA-256")
                    .digest(fingerprint.value().toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
