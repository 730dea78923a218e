package org.sealdesk.crypt.smime;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain.Refused;

/**
 * RFC 5280, section 6, without revocation and without any rule about mail. Bouncy Castle's validator is the authority
 * (policies, mappings, names, signatures); {@link ValidationRules} goes first, because it says in plain words what is
 * wrong most often and because the validator looks at nothing in the anchor but its name and key.
 */
final class PathValidation {

    private final Jca jca;
    private final Instant at;

    PathValidation(Jca jca, Instant at) {
        this.jca = jca;
        this.at = at;
    }

    /** All of it. */
    Optional<Refused> firstBroken(CertificatePath path) {
        return new ValidationRules(at).firstBroken(path).or(() -> validate(path));
    }

    /** What the validator says; {@link ValidationRules} have been asked before. */
    Optional<Refused> validate(CertificatePath path) {
        if (path.certificates().isEmpty()) {
            return Optional.empty();
        }
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (ParsedCertificate c : path.certificates()) {
                chain.add(c.forPaths());
            }
            PKIXParameters parameters =
                    new PKIXParameters(Set.of(new TrustAnchor(path.anchor().forPaths(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            parameters.addCertPathChecker(new ExtendedUsageKnown());
            jca.pathValidator().validate(jca.certificateFactory().generateCertPath(chain), parameters);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            int index = Math.max(0, Math.min(e.getIndex(), path.certificates().size() - 1));
            return ValidationRules.refuse(
                    "cert.path", path.certificates().get(index), "path validation refuses it: " + e.getMessage());
        } catch (GeneralSecurityException | RuntimeException e) {
            return Optional.of(new Refused("cert.path", "the path cannot be validated"));
        }
    }
}
