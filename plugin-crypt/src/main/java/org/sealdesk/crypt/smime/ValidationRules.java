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
import org.bouncycastle.asn1.x509.KeyUsage;
import org.sealdesk.crypt.key.Validity;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain.Refused;

/**
 * Rules of RFC 5280 about a path, each with words of its own; also those that a validator does not ask of an anchor:
 * its time, its length of path and its name constraints bind it here, as an administrator who trusts "for example.org
 * until June" expects.
 */
final class ValidationRules {

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

    private final Instant at;

    ValidationRules(Instant at) {
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
            Optional<Refused> broken = ofAny(certificate);
            // The oldest anchors are of version 1 and have no place to say that they are authorities.
            boolean bare = i == all.size() - 1 && certificate.extensions().isEmpty();
            if (broken.isEmpty() && i > 0 && !bare) {
                broken = ofAuthority(certificate, intermediates);
            }
            if (broken.isPresent()) {
                return broken;
            }
            intermediates += i > 0 && !certificate.isSelfIssued() ? 1 : 0;
        }
        return ofWhole(path);
    }

    /** Of every certificate: its time, and that its critical extensions are understood. */
    Optional<Refused> ofAny(ParsedCertificate c) {
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

    /**
     * Of a certificate that has issued another.
     *
     * @param below authorities between it and the end certificate that did not issue themselves
     */
    static Optional<Refused> ofAuthority(ParsedCertificate c, int below) {
        if (!c.x509().authority()) {
            return refuse("cert.authority", c, "it is no authority's (basicConstraints) and has issued a certificate");
        }
        KeyUsage usage = c.extensions().map(KeyUsage::fromExtensions).orElse(null);
        if (usage != null && !usage.hasUsages(KeyUsage.keyCertSign)) {
            return refuse("cert.usage", c, "its key usage lacks keyCertSign");
        }
        BigInteger length = c.extensions()
                .map(BasicConstraints::fromExtensions)
                .map(BasicConstraints::getPathLenConstraint)
                .orElse(BigInteger.valueOf(below));
        return length.compareTo(BigInteger.valueOf(below)) < 0
                ? refuse("cert.length", c, "it allows " + length + " authorities below it, there are " + below)
                : Optional.empty();
    }

    /** Names, and the cost of policies. */
    static Optional<Refused> ofWhole(CertificatePath path) {
        return policyTree(path.withAnchor()).or(() -> NameRules.firstBroken(path));
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
