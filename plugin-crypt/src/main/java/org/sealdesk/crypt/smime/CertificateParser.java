package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Validity;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/** Reads one X.509 certificate. */
final class CertificateParser {

    /** Real ones have 1 to 5 KiB, with many alternative names some more. */
    static final int MAX_CERTIFICATE_OCTETS = 64 * 1024;

    /** 9999-12-31T23:59:59Z stands for no end (RFC 5280, section 4.1.2.5). */
    private static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    private final Jca jca;
    private final SmimeOptions options;
    private final int maxAlternativeNames;

    CertificateParser(Jca jca, SmimeOptions options, Limits limits) {
        this.jca = jca;
        this.options = options;
        this.maxAlternativeNames = limits.subjectAlternativeNames();
    }

    /** @throws IllegalArgumentException if it is no certificate; the message says why */
    ParsedCertificate parse(Octets der) {
        if (der.size() > MAX_CERTIFICATE_OCTETS) {
            throw new IllegalArgumentException(
                    "certificate has " + der.size() + " octets, at most " + MAX_CERTIFICATE_OCTETS + " are read");
        }
        byte[] octets = der.toArray();
        try (ASN1InputStream in = new ASN1InputStream(octets)) {
            ASN1Primitive object = in.readObject();
            if (object == null || in.read() >= 0) {
                throw new IllegalArgumentException("not one X.509 certificate and nothing else");
            }
            return facts(der, octets, org.bouncycastle.asn1.x509.Certificate.getInstance(object));
        } catch (IOException | GeneralSecurityException | ParseException | RuntimeException e) {
            throw new IllegalArgumentException("not a well-formed X.509 certificate: " + e.getMessage(), e);
        }
    }

    private ParsedCertificate facts(Octets der, byte[] octets, org.bouncycastle.asn1.x509.Certificate asn1)
            throws IOException, GeneralSecurityException, ParseException {
        TBSCertificate tbs = asn1.getTBSCertificate();
        if (!asn1.getSignatureAlgorithm().equals(tbs.getSignature())) {
            throw new IllegalArgumentException("its two statements of the signature algorithm differ");
        }
        Optional<Extensions> extensions = Optional.ofNullable(tbs.getExtensions());
        KeyKind kind = KeyKind.of(tbs.getSubjectPublicKeyInfo());
        Usages usages = new Usages(extensions, kind, options.anyUsage());
        Mailboxes mailboxes = Mailboxes.of(extensions, tbs.getSubject(), options.subjectEmail(), maxAlternativeNames);
        X509Facts x509 = x509(octets, tbs, extensions);
        Certificate certificate = certificate(der, octets, tbs, kind, usages, mailboxes, x509);
        return new ParsedCertificate(certificate, x509, asn1, kind, usages, mailboxes, jca);
    }

    private Certificate certificate(
            Octets der,
            byte[] octets,
            TBSCertificate tbs,
            KeyKind kind,
            Usages usages,
            Mailboxes mailboxes,
            X509Facts x509)
            throws GeneralSecurityException, ParseException, IOException {
        Fingerprint fingerprint = Fingerprint.of(
                Fingerprint.Kind.X509, jca.digest(DigestAlgorithm.SHA_256).digest(octets));
        Validity validity = validity(tbs);
        ComponentKey key = new ComponentKey(
                fingerprint,
                identity(tbs.getSubjectPublicKeyInfo()),
                kind.family(),
                kind.bits(),
                kind.label(),
                usages.capabilities(x509.authority() ? Usages.Authority.YES : Usages.Authority.NO),
                validity,
                Optional.empty());
        return new Certificate(
                fingerprint,
                der,
                x509.subject().isEmpty() ? List.of() : List.of(x509.subject()),
                mailboxes.proven(),
                List.of(key),
                validity,
                Optional.empty(),
                Optional.of(x509));
    }

    /** SHA-256 over the DER SubjectPublicKeyInfo: the same for every certificate of a key, and for the secret key. */
    Octets identity(SubjectPublicKeyInfo key) throws GeneralSecurityException, IOException {
        return Octets.of(jca.digest(DigestAlgorithm.SHA_256).digest(key.getEncoded(ASN1Encoding.DER)));
    }

    private X509Facts x509(byte[] octets, TBSCertificate tbs, Optional<Extensions> extensions)
            throws GeneralSecurityException, IOException {
        Octets subjectName = Dn.canonical(tbs.getSubject());
        byte[] oldForm = jca.digest(DigestAlgorithm.MD5).digest(tbs.getSubject().getEncoded(ASN1Encoding.DER));
        MessageDigest sha1 = jca.digest(DigestAlgorithm.SHA_1);
        return new X509Facts(
                Dn.text(tbs.getSubject()),
                Dn.text(tbs.getIssuer()),
                subjectName,
                Dn.canonical(tbs.getIssuer()),
                tbs.getSerialNumber().getValue(),
                Octets.of(sha1.digest(octets)),
                extensions
                        .map(SubjectKeyIdentifier::fromExtensions)
                        .map(SubjectKeyIdentifier::getKeyIdentifier)
                        .map(Octets::of),
                extensions
                        .map(AuthorityKeyIdentifier::fromExtensions)
                        .map(AuthorityKeyIdentifier::getKeyIdentifierObject)
                        .map(ASN1OctetString::getOctets)
                        .map(Octets::of),
                hashName(sha1.digest(subjectName.toArray())),
                hashName(oldForm),
                extensions
                        .map(BasicConstraints::fromExtensions)
                        .map(BasicConstraints::isCA)
                        .orElse(false));
    }

    /** The first four octets of a digest, least significant first, as OpenSSL names files in a folder of authorities. */
    private static String hashName(byte[] digest) {
        return HexFormat.of().formatHex(new byte[] {digest[3], digest[2], digest[1], digest[0]});
    }

    /** A certificate is still valid at the very second of its notAfter, and over one second later. */
    private static Validity validity(TBSCertificate tbs) throws ParseException {
        Instant from = instant(tbs.getStartDate());
        Instant last = instant(tbs.getEndDate());
        return new Validity(from, last.equals(NO_END) ? Optional.empty() : Optional.of(last.plusSeconds(1)));
    }

    private static Instant instant(Time time) throws ParseException {
        try {
            return time.getDate().toInstant();
        } catch (IllegalStateException e) {
            throw new ParseException("its validity is no time: " + e.getMessage(), 0);
        }
    }
}
