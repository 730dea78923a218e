package org.sealdesk.crypt.smime;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.sealdesk.crypt.key.Validity;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain.Refused;

/**
 * What a path must also satisfy, beside the validation of RFC 5280, section 6, which looks neither at the anchor's own
 * limits nor at strength nor at the purpose.
 */
final class PathRules {

    private static final int MAX_SERIAL_OCTETS = 20;

    /** The tree of policies grows with the product of the mappings; real paths have a handful. */
    private static final int MAX_POLICY_NODES = 1_024;

    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD = Set.of(
            Extension.keyUsage,
            Extension.extendedKeyUsage,
            Extension.basicConstraints,
            Extension.nameConstraints,
            Extension.certificatePolicies,
            Extension.policyMappings,
            Extension.policyConstraints,
            Extension.inhibitAnyPolicy,
            Extension.subjectAlternativeName,
            Extension.issuerAlternativeName,
            Extension.subjectKeyIdentifier,
            Extension.authorityKeyIdentifier,
            Extension.cRLDistributionPoints);

    private final AlgorithmPolicy policy;
    private final Instant at;

    PathRules(AlgorithmPolicy policy, Instant at) {
        this.policy = policy;
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
            Optional<Refused> broken = any(certificate)
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
        return policyTree(all).or(() -> NameRules.firstBroken(path));
    }

    private Optional<Refused> any(ParsedCertificate c) {
        Validity validity = c.certificate().validity();
        if (validity.isOver(at)) {
            return refuse(
                    "cert.expired",
                    c,
                    "it was valid before "
                            + validity.to().map(Instant::toString).orElse("") + ", judged at " + at);
        }
        if (!validity.contains(at)) {
            return refuse("cert.not-yet", c, "it is valid from " + validity.from() + " on, judged at " + at);
        }
        boolean strong = policy.acceptsSigningKey(c.kind().family(), c.kind().bits())
                || policy.acceptsEncryptionKey(c.kind().family(), c.kind().bits());
        if (!strong) {
            return refuse("cert.weak", c, "its key " + c.kind().label() + " is below policy");
        }
        if (c.kind().weakness().isPresent()) {
            return refuse("cert.weak", c, c.kind().weakness().get());
        }
        return critical(c);
    }

    private static Optional<Refused> critical(ParsedCertificate c) {
        for (ASN1ObjectIdentifier oid :
                c.extensions().map(Extensions::getCriticalExtensionOIDs).orElse(new ASN1ObjectIdentifier[0])) {
            if (!UNDERSTOOD.contains(oid)) {
                return refuse("cert.critical", c, "critical extension " + oid + " is not understood");
            }
        }
        return Optional.empty();
    }

    /** Of all but the anchor, whose own signature proves nothing. */
    private Optional<Refused> signature(ParsedCertificate c) {
        try {
            DigestAlgorithm digest = SignatureScheme.inCertificate(c.asn1().getSignatureAlgorithm())
                    .digest();
            if (!policy.acceptsBindingDigest(digest.policyName(), at)) {
                return refuse("cert.weak", c, "it is signed with " + digest.policyName());
            }
        } catch (SignatureScheme.Unusable | RuntimeException e) {
            return refuse("cert.algorithm", c, "its signature algorithm is not known here");
        }
        BigInteger serial = c.x509().serial();
        if (serial.signum() <= 0 || serial.toByteArray().length > MAX_SERIAL_OCTETS) {
            return refuse("cert.serial", c, "its serial number is not positive with at most 20 octets");
        }
        return Optional.empty();
    }

    private static Optional<Refused> end(ParsedCertificate c) {
        if (!c.mailboxes().defects().isEmpty()) {
            return refuse("cert.names", c, c.mailboxes().defects().get(0));
        }
        // A person's self-signed certificate often says CA; it stands for nobody else.
        if (c.x509().authority() && !c.isSelfIssued()) {
            return refuse("cert.authority", c, "it is an authority's, not a person's");
        }
        return c.usages().whyNotMail().flatMap(why -> refuse("cert.usage", c, why));
    }

    private static Optional<Refused> authority(ParsedCertificate c, int below) {
        if (!c.x509().authority()) {
            return refuse("cert.authority", c, "it is no authority's (basicConstraints) and has issued a certificate");
        }
        if (!c.usages().mayCertify()) {
            return refuse("cert.usage", c, "its key usage lacks keyCertSign");
        }
        Optional<String> whyNotMail = c.usages().whyNotMail();
        if (whyNotMail.isPresent()) {
            return refuse("cert.usage", c, whyNotMail.get());
        }
        BigInteger length = c.extensions()
                .map(BasicConstraints::fromExtensions)
                .map(BasicConstraints::getPathLenConstraint)
                .orElse(BigInteger.valueOf(below));
        return length.compareTo(BigInteger.valueOf(below)) < 0
                ? refuse("cert.length", c, "it allows " + length + " authorities below it, there are " + below)
                : Optional.empty();
    }

    private static Optional<Refused> policyTree(List<ParsedCertificate> all) {
        long nodes = 1;
        for (ParsedCertificate c : all) {
            long mappings = c.extensions()
                    .map(e -> e.getExtensionParsedValue(Extension.policyMappings))
                    .map(e -> (long) ASN1Sequence.getInstance(e).size())
                    .orElse(1L);
            nodes *= Math.max(1, mappings);
            if (nodes > MAX_POLICY_NODES) {
                return refuse(
                        "cert.limit", c, "the policy mappings of its path multiply to more than " + MAX_POLICY_NODES);
            }
        }
        return Optional.empty();
    }

    static Optional<Refused> refuse(String code, ParsedCertificate c, String rule) {
        return Optional.of(new Refused(code, c.shown() + ": " + rule));
    }
}
