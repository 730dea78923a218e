package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.X509Facts;

/** A certificate read once: its facts, its ASN.1 and, from the first use on, its key as the JDK wants it. Immutable. */
final class ParsedCertificate {

    private final Certificate certificate;
    private final X509Facts x509;
    private final org.bouncycastle.asn1.x509.Certificate asn1;
    private final KeyKind kind;
    private final Usages usages;
    private final Mailboxes mailboxes;
    private final Jca jca;
    private volatile @Nullable PublicKey publicKey;
    private volatile @Nullable AsymmetricKeyParameter keyParameters;
    private volatile @Nullable X509Certificate forPaths;
    private volatile @Nullable Fingerprint signedBy;

    ParsedCertificate(
            Certificate certificate,
            X509Facts x509,
            org.bouncycastle.asn1.x509.Certificate asn1,
            KeyKind kind,
            Usages usages,
            Mailboxes mailboxes,
            Jca jca) {
        this.certificate = certificate;
        this.x509 = x509;
        this.asn1 = asn1;
        this.kind = kind;
        this.usages = usages;
        this.mailboxes = mailboxes;
        this.jca = jca;
    }

    Certificate certificate() {
        return certificate;
    }

    X509Facts x509() {
        return x509;
    }

    org.bouncycastle.asn1.x509.Certificate asn1() {
        return asn1;
    }

    SubjectPublicKeyInfo keyInfo() {
        return asn1.getSubjectPublicKeyInfo();
    }

    Optional<Extensions> extensions() {
        return Optional.ofNullable(asn1.getTBSCertificate().getExtensions());
    }

    X500Name subject() {
        return asn1.getSubject();
    }

    KeyKind kind() {
        return kind;
    }

    Usages usages() {
        return usages;
    }

    Mailboxes mailboxes() {
        return mailboxes;
    }

    boolean isSelfIssued() {
        return x509.isSelfIssued();
    }

    /** @throws GeneralSecurityException if the key is damaged or of an unknown kind */
    PublicKey publicKey() throws GeneralSecurityException {
        PublicKey known = publicKey;
        if (known == null) {
            known = jca.publicKey(keyInfo(), kind);
            publicKey = known;
        }
        return known;
    }

    /** The key as Bouncy Castle's own operations want it: with what they computed for it earlier. */
    AsymmetricKeyParameter keyParameters() throws GeneralSecurityException {
        AsymmetricKeyParameter known = keyParameters;
        if (known == null) {
            try {
                known = PublicKeyFactory.createKey(keyInfo());
            } catch (IOException | RuntimeException e) {
                throw new GeneralSecurityException("key of " + shown() + " cannot be read", e);
            }
            keyParameters = known;
        }
        return known;
    }

    /** Whether another's key made the signature on this certificate; a yes is remembered. */
    boolean isSignedBy(ParsedCertificate issuer) {
        Fingerprint name = issuer.certificate().fingerprint();
        if (name.equals(signedBy)) {
            return true;
        }
        try {
            forPaths().verify(issuer.publicKey(), jca.bouncyCastle());
            signedBy = name;
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    X509Certificate forPaths() throws GeneralSecurityException {
        X509Certificate known = forPaths;
        if (known == null) {
            known = jca.certificate(certificate.encoded());
            forPaths = known;
        }
        return known;
    }

    /** For messages: subject and the beginning of the fingerprint. */
    String shown() {
        return "certificate " + certificate.fingerprint().hex().substring(0, 16) + "… (" + x509.subject() + ")";
    }

    @Override
    public String toString() {
        return shown();
    }
}
