package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.sealdesk.crypt.key.RevocationListFacts;
import org.sealdesk.crypt.octets.Octets;

/** Reads what a revocation list says about itself. */
final class ListFacts {

    /** The largest public lists have a fifth of it. */
    static final int MAX_OCTETS = 20 * 1024 * 1024;

    static final int MAX_ENTRIES = 1_000_000;

    private static final ASN1ObjectIdentifier[] SCOPE = {
        Extension.authorityKeyIdentifier, Extension.issuingDistributionPoint
    };

    private ListFacts() {}

    static Optional<String> whyNot(ListOctets octets) throws IOException {
        String name =
                "the revocation list of " + Dn.text(octets.withoutEntries().getIssuer());
        int size = octets.der().length;
        if (size > MAX_OCTETS) {
            return Optional.of(name + " has " + size + " octets, at most " + MAX_OCTETS
                    + " are taken; ask its issuer for a list in parts");
        }
        int entries = ListIndex.count(octets);
        return entries <= MAX_ENTRIES
                ? Optional.empty()
                : Optional.of(name + " has " + entries + " entries, at most " + MAX_ENTRIES
                        + " are taken; ask its issuer for a list in parts");
    }

    /** @throws RuntimeException if an extension cannot be read */
    static RevocationListFacts of(ListOctets octets) throws IOException {
        CertificateList list = octets.withoutEntries();
        Optional<Extensions> extensions =
                Optional.ofNullable(list.getTBSCertList().getExtensions());
        return new RevocationListFacts(
                digest(octets.der()),
                Dn.canonical(list.getIssuer()),
                Dn.text(list.getIssuer()),
                scope(extensions),
                number(extensions, Extension.cRLNumber),
                list.getThisUpdate().getDate().toInstant(),
                Optional.ofNullable(list.getNextUpdate()).map(ListFacts::instant),
                ListIndex.count(octets),
                octets.der().length);
    }

    private static Instant instant(org.bouncycastle.asn1.x509.Time time) {
        return time.getDate().toInstant();
    }

    private static Optional<BigInteger> number(Optional<Extensions> extensions, ASN1ObjectIdentifier oid) {
        return extensions
                .map(e -> e.getExtensionParsedValue(oid))
                .map(n -> ASN1Integer.getInstance(n).getValue());
    }

    /** Key and distribution point, and whether it is a delta: a delta stands beside the list that it changes. */
    private static Octets scope(Optional<Extensions> extensions) {
        var out = new java.io.ByteArrayOutputStream();
        for (ASN1ObjectIdentifier oid : SCOPE) {
            byte[] value = extensions
                    .map(e -> e.getExtension(oid))
                    .map(ListFacts::encoded)
                    .orElse(new byte[0]);
            out.write(value.length >>> 8);
            out.write(value.length);
            out.writeBytes(value);
        }
        out.write(
                extensions.map(e -> e.getExtension(Extension.deltaCRLIndicator)).isPresent() ? 1 : 0);
        return digest(out.toByteArray());
    }

    private static byte[] encoded(Extension extension) {
        try {
            return extension.getEncoded();
        } catch (IOException e) {
            throw new IllegalArgumentException("an extension cannot be encoded", e);
        }
    }

    private static Octets digest(byte[] octets) {
        try {
            return Octets.of(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
