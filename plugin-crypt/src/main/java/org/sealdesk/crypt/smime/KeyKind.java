package org.sealdesk.crypt.smime;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.DSAParameter;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * What kind of key a SubjectPublicKeyInfo carries.
 *
 * @param family as in {@link org.sealdesk.crypt.policy.AlgorithmPolicy}; {@code UNKNOWN} for anything else
 * @param bits of the RSA modulus, the DSA prime or the curve
 * @param label for people
 * @param weakness a defect that no size makes good
 */
record KeyKind(String family, int bits, String label, Optional<String> weakness) {

    private static final Map<ASN1ObjectIdentifier, KeyKind> FIXED = Map.of(
            EdECObjectIdentifiers.id_Ed25519, plain("ED25519", 256, "Ed25519"),
            EdECObjectIdentifiers.id_Ed448, plain("ED448", 448, "Ed448"),
            EdECObjectIdentifiers.id_X25519, plain("X25519", 256, "X25519"),
            EdECObjectIdentifiers.id_X448, plain("X448", 448, "X448"),
            NISTObjectIdentifiers.id_ml_dsa_44, plain("ML-DSA", 44, "ML-DSA-44"),
            NISTObjectIdentifiers.id_ml_dsa_65, plain("ML-DSA", 65, "ML-DSA-65"),
            NISTObjectIdentifiers.id_ml_dsa_87, plain("ML-DSA", 87, "ML-DSA-87"),
            NISTObjectIdentifiers.id_alg_ml_kem_512, plain("ML-KEM", 512, "ML-KEM-512"),
            NISTObjectIdentifiers.id_alg_ml_kem_768, plain("ML-KEM", 768, "ML-KEM-768"),
            NISTObjectIdentifiers.id_alg_ml_kem_1024, plain("ML-KEM", 1024, "ML-KEM-1024"));

    private static final Map<String, String> CURVE_LABELS =
            Map.of("secp256r1", "P-256", "secp384r1", "P-384", "secp521r1", "P-521");

    /** Never fails: a key that cannot be read is of an unknown kind. */
    static KeyKind of(SubjectPublicKeyInfo key) {
        try {
            return read(key);
        } catch (java.io.IOException | RuntimeException e) {
            return plain("UNKNOWN", 0, "unreadable key");
        }
    }

    private static KeyKind read(SubjectPublicKeyInfo key) throws java.io.IOException {
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        KeyKind fixed = FIXED.get(algorithm);
        if (fixed != null) {
            return fixed;
        }
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)
                || algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
                || algorithm.equals(PKCSObjectIdentifiers.id_RSAES_OAEP)) {
            return rsa(RSAPublicKey.getInstance(key.parsePublicKey()));
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return curve(X962Parameters.getInstance(key.getAlgorithm().getParameters()));
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_dsa)) {
            int bits = DSAParameter.getInstance(key.getAlgorithm().getParameters())
                    .getP()
                    .bitLength();
            return plain("DSA", bits, "DSA " + bits);
        }
        return plain("UNKNOWN", 0, "algorithm " + algorithm);
    }

    private static KeyKind rsa(RSAPublicKey key) {
        BigInteger modulus = key.getModulus();
        int bits = modulus.bitLength();
        return new KeyKind("RSA", bits, "RSA " + bits, WeakRsa.weaknessOf(modulus, key.getPublicExponent()));
    }

    private static KeyKind curve(X962Parameters parameters) {
        if (!parameters.isNamedCurve()) {
            // Explicit parameters let an attacker choose a generator for which he knows the secret key (CVE-2020-0601).
            return plain("UNKNOWN", 0, "EC with explicit parameters");
        }
        ASN1ObjectIdentifier oid = ASN1ObjectIdentifier.getInstance(parameters.getParameters());
        X9ECParameters curve = ECNamedCurveTable.getByOID(oid);
        if (curve == null) {
            return plain("UNKNOWN", 0, "curve " + oid);
        }
        String name = ECNamedCurveTable.getName(oid);
        return plain("EC", curve.getCurve().getFieldSize(), CURVE_LABELS.getOrDefault(name, name));
    }

    private static KeyKind plain(String family, int bits, String label) {
        return new KeyKind(family, bits, label, Optional.empty());
    }

    boolean canSign() {
        return switch (family) {
            case "RSA", "EC", "ED25519", "ED448", "ML-DSA", "DSA" -> true;
            default -> false;
        };
    }

    boolean canEncrypt() {
        return switch (family) {
            case "RSA", "EC", "X25519", "X448", "ML-KEM" -> true;
            default -> false;
        };
    }
}
