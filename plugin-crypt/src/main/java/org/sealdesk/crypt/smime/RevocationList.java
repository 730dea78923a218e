package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.Enumeration;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.sealdesk.crypt.octets.Octets;

/** A revocation list as it was read; whether it counts is decided by {@link RevocationStatus}. */
final class RevocationList {

    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD = Set.of(
            Extension.issuingDistributionPoint,
            Extension.deltaCRLIndicator,
            Extension.cRLNumber,
            Extension.authorityKeyIdentifier,
            Extension.issuerAlternativeName);
    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD_IN_ENTRIES =
            Set.of(Extension.reasonCode, Extension.certificateIssuer, Extension.invalidityDate);

    private final CertificateList list;
    private final X509CRL signed;
    private final Octets issuer;
    private final Optional<Extensions> extensions;
    private final Optional<IssuingDistributionPoint> distributionPoint;

    private RevocationList(CertificateList list, X509CRL signed) {
        this.list = list;
        this.signed = signed;
        this.issuer = Dn.canonical(list.getIssuer());
        this.extensions = Optional.ofNullable(list.getTBSCertList().getExtensions());
        this.distributionPoint = extensions
                .map(e -> e.getExtensionParsedValue(Extension.issuingDistributionPoint))
                .map(IssuingDistributionPoint::getInstance);
        number();
        deltaBase();
        keyIdentifier();
    }

    /** Empty if it is none, or not well formed. */
    static Optional<RevocationList> read(Octets der, Jca jca) {
        try {
            return Optional.of(new RevocationList(CertificateList.getInstance(der.toArray()), (X509CRL)
                    jca.certificateFactory().generateCRL(der.open())));
        } catch (GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Canonical. */
    Octets issuer() {
        return issuer;
    }

    X500Name issuerName() {
        return list.getIssuer();
    }

    String issuerText() {
        return Dn.text(list.getIssuer());
    }

    Optional<IssuingDistributionPoint> distributionPoint() {
        return distributionPoint;
    }

    boolean isIndirect() {
        return distributionPoint.map(IssuingDistributionPoint::isIndirectCRL).orElse(false);
    }

    Optional<BigInteger> number() {
        return extensions
                .map(e -> e.getExtensionParsedValue(Extension.cRLNumber))
                .map(n -> ASN1Integer.getInstance(n).getValue());
    }

    /** The number of the list that this one changes; empty for a complete list. */
    Optional<BigInteger> deltaBase() {
        return extensions
                .map(e -> e.getExtensionParsedValue(Extension.deltaCRLIndicator))
                .map(n -> ASN1Integer.getInstance(n).getValue());
    }

    Optional<Octets> keyIdentifier() {
        return extensions
                .map(AuthorityKeyIdentifier::fromExtensions)
                .map(AuthorityKeyIdentifier::getKeyIdentifierObject)
                .map(o -> Octets.of(o.getOctets()));
    }

    /** Why it cannot be used at a time, whoever signed it; empty if it can. */
    Optional<String> whyNotUsable(Instant at) {
        Instant from = list.getThisUpdate().getDate().toInstant();
        if (from.isAfter(at)) {
            return Optional.of("begins only on " + from + ", judged at " + at);
        }
        Optional<Instant> next =
                Optional.ofNullable(list.getNextUpdate()).map(t -> t.getDate().toInstant());
        if (next.isPresent() && next.get().isBefore(at)) {
            return Optional.of("ended on " + next.get() + ", judged at " + at + "; get a newer one");
        }
        return unknownCritical(extensions, UNDERSTOOD);
    }

    private static Optional<String> unknownCritical(
            Optional<Extensions> extensions, Set<ASN1ObjectIdentifier> understood) {
        for (ASN1ObjectIdentifier oid :
                extensions.map(Extensions::getCriticalExtensionOIDs).orElse(new ASN1ObjectIdentifier[0])) {
            if (!understood.contains(oid)) {
                return Optional.of("has a critical extension " + oid + " that is not understood");
            }
        }
        return Optional.empty();
    }

    boolean isSignedBy(PublicKey key, Jca jca) {
        try {
            signed.verify(key, jca.bouncyCastle());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /**
     * The entry of a certificate.
     *
     * @param certificateIssuer canonical
     * @throws IOException if an entry has a critical extension that is not understood: then the list says nothing
     */
    Optional<Entry> find(Octets certificateIssuer, BigInteger serial) throws IOException {
        Octets entryIssuer = issuer;
        Optional<Entry> found = Optional.empty();
        Enumeration<?> entries = list.getRevokedCertificateEnumeration();
        while (entries.hasMoreElements()) {
            TBSCertList.CRLEntry entry = (TBSCertList.CRLEntry) entries.nextElement();
            Optional<Extensions> of = Optional.ofNullable(entry.getExtensions());
            Optional<String> unknown = unknownCritical(of, UNDERSTOOD_IN_ENTRIES);
            if (unknown.isPresent()) {
                throw new IOException("has an entry that " + unknown.get());
            }
            if (isIndirect()) {
                entryIssuer = of.map(e -> GeneralNames.fromExtensions(e, Extension.certificateIssuer))
                        .flatMap(RevocationList::directoryName)
                        .orElse(entryIssuer);
            }
            if (found.isEmpty()
                    && entry.getUserCertificate().hasValue(serial)
                    && entryIssuer.equals(certificateIssuer)) {
                found = Optional.of(
                        new Entry(entry.getRevocationDate().getDate().toInstant(), reason(of)));
            }
        }
        return found;
    }

    private static Optional<Octets> directoryName(GeneralNames names) {
        for (GeneralName name : names.getNames()) {
            if (name.getTagNo() == GeneralName.directoryName) {
                return Optional.of(Dn.canonical(X500Name.getInstance(name.getName())));
            }
        }
        return Optional.empty();
    }

    private static int reason(Optional<Extensions> extensions) {
        return extensions
                .map(e -> e.getExtensionParsedValue(Extension.reasonCode))
                .map(r -> ASN1Enumerated.getInstance(r).intValueExact())
                .orElse(CRLReason.unspecified);
    }

    /** @param reason as in {@link CRLReason} */
    record Entry(Instant revokedAt, int reason) {

        boolean isTakenBack() {
            return reason == CRLReason.removeFromCRL;
        }

        String reasonText() {
            return CRLReason.lookup(reason)
                    .toString()
                    .replace("CRLReason: ", "")
                    .trim();
        }
    }

    @Override
    public String toString() {
        return "revocation list of " + issuerText();
    }
}
