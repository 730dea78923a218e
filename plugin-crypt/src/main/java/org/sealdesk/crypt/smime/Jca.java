package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.sealdesk.crypt.octets.Octets;

/**
 * Where each algorithm comes from. RSA, SHA and AES come by the host's own provider order, so that a faster provider or
 * a security module in the host serves us too; curves, Edwards and lattice keys and path validation come from one
 * Bouncy Castle instance that is never registered.
 */
final class Jca {

    private final Provider bouncyCastle = new BouncyCastleProvider();

    Provider bouncyCastle() {
        return bouncyCastle;
    }

    MessageDigest digest(DigestAlgorithm algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case SHAKE256, RIPEMD_160 -> MessageDigest.getInstance(algorithm.jca(), bouncyCastle);
            default -> MessageDigest.getInstance(algorithm.jca());
        };
    }

    /** @param name such as {@code SHA256withRSA}, {@code RSASSA-PSS}, {@code SHA256withECDSA}, {@code Ed25519} */
    Signature signature(String name) throws GeneralSecurityException {
        boolean fromHost = name.endsWith("withRSA") && !name.startsWith("RIPEMD") || name.equals("RSASSA-PSS");
        return fromHost ? Signature.getInstance(name) : Signature.getInstance(name, bouncyCastle);
    }

    PublicKey publicKey(SubjectPublicKeyInfo key, KeyKind kind) throws GeneralSecurityException {
        try {
            SubjectPublicKeyInfo usable = kind.family().equals("RSA") ? plainRsa(key) : key;
            return factory(kind).generatePublic(new X509EncodedKeySpec(usable.getEncoded()));
        } catch (IOException e) {
            throw new InvalidKeySpecException("key cannot be encoded", e);
        }
    }

    /** A key marked for one scheme only verifies as any RSA key does; the mark is a rule for its owner. */
    private static SubjectPublicKeyInfo plainRsa(SubjectPublicKeyInfo key) {
        return key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
                ? key
                : new SubjectPublicKeyInfo(
                        Algorithms.withNull(PKCSObjectIdentifiers.rsaEncryption),
                        key.getPublicKeyData().getOctets());
    }

    /** @param pkcs8 copied; the caller wipes it */
    PrivateKey privateKey(byte[] pkcs8, KeyKind kind) throws GeneralSecurityException {
        return factory(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private KeyFactory factory(KeyKind kind) throws GeneralSecurityException {
        return switch (kind.family()) {
            case "RSA" -> KeyFactory.getInstance("RSA");
            case "EC", "DSA", "ML-DSA", "ML-KEM" -> KeyFactory.getInstance(kind.family(), bouncyCastle);
            case "ED25519" -> KeyFactory.getInstance("Ed25519", bouncyCastle);
            case "ED448" -> KeyFactory.getInstance("Ed448", bouncyCastle);
            default -> throw new InvalidKeySpecException("no signatures by keys of kind " + kind.label());
        };
    }

    X509Certificate certificate(Octets der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509", bouncyCastle).generateCertificate(der.open());
    }

    CertPathValidator pathValidator() throws GeneralSecurityException {
        return CertPathValidator.getInstance("PKIX", bouncyCastle);
    }

    CertificateFactory certificateFactory() throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509", bouncyCastle);
    }
}
