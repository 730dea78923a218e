package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Instant;
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
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;
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

    private final ListOctets octets;
    private final CertificateList list;
    private final Octets issuer;
    private final Optional<Extensions> extensions;
    private final Optional<IssuingDistributionPoint> distributionPoint;
    /** Built when the list is asked for the first time. */
    private @Nullable ListIndex index;
    /** The key that made the signature, once it was found. */
    private @Nullable PublicKey signer;

    private RevocationList(ListOctets octets) {
        this.octets = octets;
        this.list = octets.withoutEntries();
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
    static Optional<RevocationList> read(Octets der) {
        try {
            return Optional.of(new RevocationList(ListOctets.read(der.toArray())));
        } catch (IOException | RuntimeException e) {
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

    /** Length of its DER. */
    int octets() {
        return octets.der().length;
    }

    synchronized boolean isSignedBy(PublicKey key, Jca jca) {
        if (key.equals(signer)) {
            return true;
        }
        boolean signed = verifies(key, jca);
        if (signed) {
            signer = key;
        }
        return signed;
    }

    private boolean verifies(PublicKey key, Jca jca) {
        if (!list.getTBSCertList().getSignature().equals(octets.signatureAlgorithm())) {
            return false;
        }
        try {
            ContentVerifier verifier = new JcaContentVerifierProviderBuilder()
                    .setProvider(jca.bouncyCastle())
                    .build(key)
                    .get(octets.signatureAlgorithm());
            try (OutputStream out = verifier.getOutputStream()) {
                out.write(octets.der(), octets.signedFrom(), octets.signedTo() - octets.signedFrom());
            }
            return verifier.verify(octets.signature().getOctets());
        } catch (OperatorCreationException | IOException | RuntimeException e) {
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
        ListIndex entries = entries();
        if (!isIndirect()) {
            return certificateIssuer.equals(issuer) ? entries.find(serial).map(RevocationList::read) : Optional.empty();
        }
        // An entry speaks for the issuer that the last one before it named (RFC 5280, section 5.3.3).
        Octets entryIssuer = issuer;
        for (int i = 0; i < entries.size(); i++) {
            TBSCertList.CRLEntry entry = entries.get(i);
            entryIssuer = Optional.ofNullable(entry.getExtensions())
                    .map(e -> GeneralNames.fromExtensions(e, Extension.certificateIssuer))
                    .flatMap(RevocationList::directoryName)
                    .orElse(entryIssuer);
            if (entry.getUserCertificate().hasValue(serial) && entryIssuer.equals(certificateIssuer)) {
                return Optional.of(read(entry));
            }
        }
        return Optional.empty();
    }

    private synchronized ListIndex entries() throws IOException {
        if (index == null) {
            index = ListIndex.of(octets, e -> unknownCritical(Optional.of(e), UNDERSTOOD_IN_ENTRIES));
        }
        return index;
    }

    private static Entry read(TBSCertList.CRLEntry entry) {
        return new Entry(
                entry.getRevocationDate().getDate().toInstant(), reason(Optional.ofNullable(entry.getExtensions())));
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
