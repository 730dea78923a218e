package org.sealdesk.crypt.smime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;

/**
 * Which revocation lists speak about a certificate, and about which reasons (RFC 5280, section 6.3.3, steps b to e): one
 * distribution point of the certificate, or the lists of its issuer for everything.
 *
 * @param names of the distribution point
 * @param issuers of its lists, if that is somebody else than the certificate's issuer
 */
record RevocationScope(List<GeneralName> names, List<X500Name> issuers, Set<Reason> reasons) {

    RevocationScope {
        names = List.copyOf(names);
        issuers = List.copyOf(issuers);
        reasons = Set.copyOf(reasons);
    }

    /** Why certificates are revoked, as lists are partitioned by it. */
    enum Reason {
        KEY_COMPROMISE(ReasonFlags.keyCompromise),
        CA_COMPROMISE(ReasonFlags.cACompromise),
        AFFILIATION_CHANGED(ReasonFlags.affiliationChanged),
        SUPERSEDED(ReasonFlags.superseded),
        CESSATION_OF_OPERATION(ReasonFlags.cessationOfOperation),
        CERTIFICATE_HOLD(ReasonFlags.certificateHold),
        PRIVILEGE_WITHDRAWN(ReasonFlags.privilegeWithdrawn),
        AA_COMPROMISE(ReasonFlags.aACompromise);

        private final int bit;

        Reason(int bit) {
            this.bit = bit;
        }

        static Set<Reason> all() {
            return EnumSet.allOf(Reason.class);
        }

        /** All if nothing limits them. */
        static Set<Reason> of(Optional<ReasonFlags> flags) {
            if (flags.isEmpty()) {
                return all();
            }
            Set<Reason> reasons = EnumSet.noneOf(Reason.class);
            Arrays.stream(values())
                    .filter(r -> (flags.get().intValue() & r.bit) != 0)
                    .forEach(reasons::add);
            return reasons;
        }
    }

    /** The certificate's own distribution points, then its issuer's lists. */
    static List<RevocationScope> of(ParsedCertificate certificate) {
        List<RevocationScope> scopes = new ArrayList<>();
        X500Name issuer = certificate.asn1().getIssuer();
        certificate
                .extensions()
                .map(e -> e.getExtensionParsedValue(Extension.cRLDistributionPoints))
                .map(CRLDistPoint::getInstance)
                .map(CRLDistPoint::getDistributionPoints)
                .ifPresent(points -> Arrays.stream(points).forEach(p -> scopes.add(of(p, issuer))));
        scopes.add(new RevocationScope(List.of(new GeneralName(issuer)), List.of(), Reason.all()));
        return scopes;
    }

    private static RevocationScope of(DistributionPoint point, X500Name certificateIssuer) {
        List<X500Name> issuers = new ArrayList<>();
        if (point.getCRLIssuer() != null) {
            for (GeneralName name : point.getCRLIssuer().getNames()) {
                if (name.getTagNo() == GeneralName.directoryName) {
                    issuers.add(X500Name.getInstance(name.getName()));
                }
            }
        }
        X500Name base = issuers.isEmpty() ? certificateIssuer : issuers.get(0);
        List<GeneralName> names = point.getDistributionPoint() == null
                ? issuers.stream().map(GeneralName::new).toList()
                : names(point.getDistributionPoint(), base);
        return new RevocationScope(names, issuers, Reason.of(Optional.ofNullable(point.getReasons())));
    }

    private static List<GeneralName> names(DistributionPointName point, X500Name base) {
        ASN1Encodable name = point.getName();
        if (point.getType() == DistributionPointName.FULL_NAME) {
            return List.of(GeneralNames.getInstance(name).getNames());
        }
        RDN[] whole = Stream.concat(Arrays.stream(base.getRDNs()), Stream.of(RDN.getInstance(name)))
                .toArray(RDN[]::new);
        return List.of(new GeneralName(new X500Name(whole)));
    }

    /** Whether the list is by the one who speaks for this scope. */
    boolean isBySpeaker(RevocationList list, ParsedCertificate certificate) {
        return issuers.isEmpty()
                ? list.issuer().equals(certificate.x509().issuerName())
                : list.isIndirect()
                        && issuers.stream().anyMatch(i -> Dn.canonical(i).equals(list.issuer()));
    }

    /** The reasons that a list covers for a certificate here; empty if it does not speak about it at all. */
    Set<Reason> covered(RevocationList list, ParsedCertificate certificate) {
        Optional<IssuingDistributionPoint> limited = list.distributionPoint();
        if (limited.isEmpty()) {
            return reasons;
        }
        IssuingDistributionPoint point = limited.get();
        boolean authority = certificate.x509().authority();
        boolean otherKind = point.onlyContainsAttributeCerts()
                || (point.onlyContainsUserCerts() && authority)
                || (point.onlyContainsCACerts() && !authority);
        boolean otherPlace = point.getDistributionPoint() != null
                && names(point.getDistributionPoint(), list.issuerName()).stream()
                        .noneMatch(name -> names.stream().anyMatch(own -> same(own, name)));
        if (otherKind || otherPlace) {
            return Set.of();
        }
        Set<Reason> covered = EnumSet.noneOf(Reason.class);
        covered.addAll(reasons);
        covered.retainAll(Reason.of(Optional.ofNullable(point.getOnlySomeReasons())));
        return covered;
    }

    private static boolean same(GeneralName one, GeneralName other) {
        if (one.getTagNo() == GeneralName.directoryName && other.getTagNo() == GeneralName.directoryName) {
            return Dn.canonical(X500Name.getInstance(one.getName()))
                    .equals(Dn.canonical(X500Name.getInstance(other.getName())));
        }
        return one.equals(other);
    }
}
