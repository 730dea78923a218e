package org.sealdesk.crypt.openpgp;

import java.time.Instant;
import java.util.List;
import org.sealdesk.crypt.engine.CertificateCheck;
import org.sealdesk.crypt.engine.CertificateCheck.Revocation;
import org.sealdesk.crypt.engine.CertificateChecker;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Certificate;

/** Checks OpenPGP certificates: no issuers, so no path; what counts is what the certificate says about itself. */
public final class OpenPgpChecker implements CertificateChecker {

    private final OpenPgpEngine engine;

    public OpenPgpChecker(OpenPgpEngine engine) {
        this.engine = engine;
    }

    @Override
    public CertificateCheck check(Certificate certificate, Request request) {
        Instant at = request.at();
        Usability sign = engine.usability(certificate, Usability.Purpose.SIGN, at);
        Usability encrypt = engine.usability(certificate, Usability.Purpose.ENCRYPT, at);
        boolean revoked = certificate.revokedAt().filter(t -> !t.isAfter(at)).isPresent();
        boolean canSign = sign instanceof Usability.Usable;
        boolean canEncrypt = encrypt instanceof Usability.Usable;
        return new CertificateCheck(
                CertificateCheck.Path.NONE,
                List.of(),
                revoked ? Revocation.REVOKED : Revocation.GOOD,
                revoked
                        ? "revoked on " + certificate.revokedAt().orElse(at) + ", says the certificate"
                        : "this copy of the certificate holds no revocation; a newer one may",
                canSign,
                canEncrypt,
                canSign || canEncrypt ? "ok" : code(sign),
                reason(certificate, sign, encrypt));
    }

    private static String code(Usability usability) {
        return usability instanceof Usability.Unusable no ? no.code() : "ok";
    }

    private static String reason(Certificate certificate, Usability sign, Usability encrypt) {
        String shown = "certificate " + certificate.fingerprint().hex() + " (" + certificate.displayName() + ")";
        if (sign instanceof Usability.Unusable no && encrypt instanceof Usability.Unusable) {
            return no.reason();
        }
        if (sign instanceof Usability.Unusable no) {
            return shown + " is usable for encryption only (" + no.reason() + ")";
        }
        if (encrypt instanceof Usability.Unusable no) {
            return shown + " is usable for signatures only (" + no.reason() + ")";
        }
        return shown + " is usable for signatures and encryption; OpenPGP has no issuers, compare the fingerprint"
                + " with its owner";
    }
}
