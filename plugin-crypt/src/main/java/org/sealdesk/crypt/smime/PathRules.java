package org.sealdesk.crypt.smime;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain.Refused;

/** What a path must satisfy for mail: the rules of RFC 5280, and strength and purpose. */
final class PathRules {

    private static final int MAX_SERIAL_OCTETS = 20;

    private final AlgorithmPolicy policy;
    private final Instant at;
    private final ValidationRules rules;

    PathRules(AlgorithmPolicy policy, Instant at) {
        this.policy = policy;
        this.rules = new ValidationRules(at);
        this.at = at;
    }

    /** The first rule that the path breaks; empty if it breaks none. */
    Optional<Refused> firstBroken(CertificatePath path) {
        try {
            return firstBrokenWellFormed(path);
        } catch (RuntimeException e) {
            // Extensions are read when they are needed, and a stranger may have written them.
            return Optional.of(
                    new Refused("cert.path", "a certificate of the path has an extension that cannot be read"));
        }
    }

    private Optional<Refused> firstBrokenWellFormed(CertificatePath path) {
        List<ParsedCertificate> all = path.withAnchor();
        int intermediates = 0;
        for (int i = 0; i < all.size(); i++) {
            ParsedCertificate certificate = all.get(i);
            boolean anchor = i == all.size() - 1;
            Optional<Refused> broken = rules.ofAny(certificate)
                    .or(() -> strength(certificate))
                    .or(() -> anchor ? Optional.empty() : signature(certificate))
                    .or(() -> certificate == all.get(0) ? end(certificate) : Optional.empty());
            if (broken.isEmpty() && i > 0) {
                broken = authority(certificate, intermediates);
                intermediates += certificate.isSelfIssued() ? 0 : 1;
            }
            if (broken.isPresent()) {
                return broken;
            }
        }
        return ValidationRules.ofWhole(path);
    }

    private Optional<Refused> strength(ParsedCertificate c) {
        boolean strong = policy.acceptsSigningKey(c.kind().family(), c.kind().bits())
                || policy.acceptsEncryptionKey(c.kind().family(), c.kind().bits());
        if (!strong) {
            return ValidationRules.refuse("cert.weak", c, "its key " + c.kind().label() + " is below policy");
        }
        return c.kind().weakness().flatMap(weakness -> ValidationRules.refuse("cert.weak", c, weakness));
    }

    /** Of all but the anchor, whose own signature proves nothing. */
    private Optional<Refused> signature(ParsedCertificate c) {
        try {
            DigestAlgorithm digest = SignatureScheme.inCertificate(c.asn1().getSignatureAlgorithm())
                    .digest();
            if (!policy.acceptsBindingDigest(digest.policyName(), at)) {
                return ValidationRules.refuse("cert.weak", c, "it is signed with " + digest.policyName());
            }
        } catch (SignatureScheme.Unusable | RuntimeException e) {
            return ValidationRules.refuse("cert.algorithm", c, "its signature algorithm is not known here");
        }
        BigInteger serial = c.x509().serial();
        if (serial.signum() <= 0 || serial.toByteArray().length > MAX_SERIAL_OCTETS) {
            return ValidationRules.refuse("cert.serial", c, "its serial number is not positive with at most 20 octets");
        }
        return Optional.empty();
    }

    private static Optional<Refused> end(ParsedCertificate c) {
        if (!c.mailboxes().defects().isEmpty()) {
            return ValidationRules.refuse(
                    "cert.names", c, c.mailboxes().defects().get(0));
        }
        // A person's self-signed certificate often says CA; it stands for nobody else.
        if (c.x509().authority() && !c.isSelfIssued()) {
            return ValidationRules.refuse("cert.authority", c, "it is an authority's, not a person's");
        }
        return c.usages().whyNotMail().flatMap(why -> ValidationRules.refuse("cert.usage", c, why));
    }

    private static Optional<Refused> authority(ParsedCertificate c, int below) {
        return ValidationRules.ofAuthority(c, below)
                .or(() -> c.usages().mayCertify()
                        ? Optional.empty()
                        : ValidationRules.refuse("cert.usage", c, "its key cannot sign certificates"))
                .or(() -> c.usages().whyNotMail().flatMap(why -> ValidationRules.refuse("cert.usage", c, why)));
    }
}
