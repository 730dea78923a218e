package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.DSAParameters;
import org.bouncycastle.crypto.params.DSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.DSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/** Turns an unlocked secret key into a record, named by the public key that follows from it. */
final class SecretKeys {

    static final String KIND = "x509-private-key";

    private final CertificateParser parser;

    SecretKeys(CertificateParser parser) {
        this.parser = parser;
    }

    /** A secret key that contradicts itself. */
    private static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;
    }

    Item item(PrivateKeyInfo key, Optional<Certificate> certificate) {
        try {
            SubjectPublicKeyInfo publicKey = publicKey(key);
            KeyKind kind = KeyKind.of(publicKey);
            if (kind.weakness().isPresent()) {
                return new Item.Failed(
                        KIND,
                        "key.weak",
                        "the secret key " + kind.label() + " is not taken: "
                                + kind.weakness().get());
            }
            SecretKeyId id = new SecretKeyId(Technology.SMIME, parser.identity(publicKey));
            if (certificate.isPresent() && !certificate.get().secretKeyId().equals(id)) {
                return new Item.Failed(
                        KIND,
                        "key.mismatch",
                        "the secret key does not belong to certificate "
                                + certificate.get().fingerprint() + " that it is filed with");
            }
            byte[] encoded = key.getEncoded(ASN1Encoding.DER);
            return new Item.Secret(new SecretKeyRecord(id, encoded, null), certificate, Item.Secret.Opening.OPEN);
        } catch (Mismatch e) {
            return new Item.Failed(
                    KIND,
                    "key.mismatch",
                    "the secret key contradicts the public key inside; the file is damaged or forged");
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return new Item.Failed(
                    KIND,
                    "format.unsupported",
                    "a secret key of algorithm " + key.getPrivateKeyAlgorithm().getAlgorithm()
                            + " cannot be read here");
        }
    }

    /** The identity of the key's public half; empty if it cannot be told. */
    Optional<Octets> identity(PrivateKeyInfo key) {
        try {
            return Optional.of(parser.identity(publicKey(key)));
        } catch (Mismatch | IOException | GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static SubjectPublicKeyInfo publicKey(PrivateKeyInfo info) throws IOException, Mismatch {
        AsymmetricKeyParameter key = PrivateKeyFactory.createKey(info);
        if (key instanceof org.bouncycastle.crypto.params.RSAKeyParameters) {
            return rsa(info);
        }
        if (key instanceof ECPrivateKeyParameters ec) {
            return point(info, ec);
        }
        return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(other(key));
    }

    private static SubjectPublicKeyInfo rsa(PrivateKeyInfo info) throws IOException, Mismatch {
        RSAPrivateKey key = RSAPrivateKey.getInstance(info.parsePrivateKey());
        BigInteger p1 = key.getPrime1().subtract(BigInteger.ONE);
        BigInteger q1 = key.getPrime2().subtract(BigInteger.ONE);
        BigInteger lambda = p1.divide(p1.gcd(q1)).multiply(q1);
        boolean consistent = key.getPrime1().multiply(key.getPrime2()).equals(key.getModulus())
                && key.getPublicExponent()
                        .multiply(key.getPrivateExponent())
                        .mod(lambda)
                        .equals(BigInteger.ONE);
        if (!consistent) {
            throw new Mismatch();
        }
        return new SubjectPublicKeyInfo(
                info.getPrivateKeyAlgorithm(), new RSAPublicKey(key.getModulus(), key.getPublicExponent()));
    }

    private static SubjectPublicKeyInfo point(PrivateKeyInfo info, ECPrivateKeyParameters key)
            throws IOException, Mismatch {
        ECPoint point = new FixedPointCombMultiplier()
                .multiply(key.getParameters().getG(), key.getD())
                .normalize();
        ASN1BitString stated = ECPrivateKey.getInstance(info.parsePrivateKey()).getPublicKey();
        if (stated != null
                && !key.getParameters()
                        .getCurve()
                        .decodePoint(stated.getOctets())
                        .equals(point)) {
            throw new Mismatch();
        }
        return new SubjectPublicKeyInfo(info.getPrivateKeyAlgorithm(), point.getEncoded(false));
    }

    private static AsymmetricKeyParameter other(AsymmetricKeyParameter key) {
        if (key instanceof Ed25519PrivateKeyParameters k) {
            return k.generatePublicKey();
        }
        if (key instanceof X25519PrivateKeyParameters k) {
            return k.generatePublicKey();
        }
        if (key instanceof Ed448PrivateKeyParameters k) {
            return k.generatePublicKey();
        }
        if (key instanceof X448PrivateKeyParameters k) {
            return k.generatePublicKey();
        }
        if (key instanceof MLKEMPrivateKeyParameters k) {
            return k.getPublicKeyParameters();
        }
        if (key instanceof MLDSAPrivateKeyParameters k) {
            return k.getPublicKeyParameters();
        }
        if (key instanceof DSAPrivateKeyParameters k) {
            DSAParameters p = k.getParameters();
            return new DSAPublicKeyParameters(p.getG().modPow(k.getX(), p.getP()), p);
        }
        throw new IllegalArgumentException(
                "no public half for " + key.getClass().getSimpleName());
    }

    /** Forgets the octets of a secret. */
    static void wipe(byte[] octets) {
        Arrays.fill(octets, (byte) 0);
    }
}
