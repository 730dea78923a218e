package org.sealdesk.crypt.openpgp;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.bcpg.DSAPublicBCPGKey;
import org.bouncycastle.bcpg.ECPublicBCPGKey;
import org.bouncycastle.bcpg.ElGamalPublicBCPGKey;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.bcpg.UnknownBCPGKey;

/**
 * What kind of key a public key packet holds.
 *
 * @param family as in {@link org.sealdesk.crypt.policy.AlgorithmPolicy}; {@code UNKNOWN} if nobody here knows it
 * @param bits of modulus, prime or curve; 0 for an unknown curve
 * @param text for people: {@code RSA 3072}, {@code P-256}
 */
record KeyKind(String family, int bits, String text) {

    private static final String ED25519_LEGACY = "1.3.6.1.4.1.11591.15.1";
    private static final String CURVE25519_LEGACY = "1.3.6.1.4.1.3029.1.5.1";
    private static final String ED448 = "1.3.101.113";
    private static final String X448 = "1.3.101.111";

    static KeyKind of(PublicKeyPacket key) {
        if (key.getKey() instanceof UnknownBCPGKey) {
            return unknown(key.getAlgorithm());
        }
        return switch (key.getAlgorithm()) {
            case KeyAlgorithm.RSA, KeyAlgorithm.RSA_ENCRYPT_ONLY, KeyAlgorithm.RSA_SIGN_ONLY ->
                key.getKey() instanceof RSAPublicBCPGKey rsa
                        ? sized("RSA", rsa.getModulus())
                        : unknown(key.getAlgorithm());
            case KeyAlgorithm.DSA ->
                key.getKey() instanceof DSAPublicBCPGKey dsa ? sized("DSA", dsa.getP()) : unknown(key.getAlgorithm());
            case KeyAlgorithm.ELGAMAL ->
                key.getKey() instanceof ElGamalPublicBCPGKey elGamal
                        ? sized("ELGAMAL", elGamal.getP())
                        : unknown(key.getAlgorithm());
            case KeyAlgorithm.ECDH, KeyAlgorithm.ECDSA, KeyAlgorithm.EDDSA_LEGACY ->
                key.getKey() instanceof ECPublicBCPGKey ec ? curve(ec.getCurveOID()) : unknown(key.getAlgorithm());
            case KeyAlgorithm.X25519 -> new KeyKind("X25519", 256, "X25519");
            case KeyAlgorithm.X448 -> new KeyKind("X448", 448, "X448");
            case KeyAlgorithm.ED25519 -> new KeyKind("ED25519", 256, "Ed25519");
            case KeyAlgorithm.ED448 -> new KeyKind("ED448", 448, "Ed448");
            default -> unknown(key.getAlgorithm());
        };
    }

    private static KeyKind unknown(int algorithm) {
        return new KeyKind("UNKNOWN", 0, "algorithm " + algorithm);
    }

    private static KeyKind sized(String family, BigInteger number) {
        String name = family.equals("ELGAMAL") ? "Elgamal" : family;
        return new KeyKind(family, number.bitLength(), name + " " + number.bitLength());
    }

    private static KeyKind curve(ASN1ObjectIdentifier oid) {
        return switch (oid.getId()) {
            case ED25519_LEGACY -> new KeyKind("ED25519", 256, "Ed25519");
            case CURVE25519_LEGACY -> new KeyKind("X25519", 256, "Curve25519");
            case ED448 -> new KeyKind("ED448", 448, "Ed448");
            case X448 -> new KeyKind("X448", 448, "X448");
            default -> named(oid);
        };
    }

    private static KeyKind named(ASN1ObjectIdentifier oid) {
        // The name that people know; the table has an older one for it.
        String nist = NISTNamedCurves.getName(oid);
        String name = ECNamedCurveTable.getName(oid);
        X9ECParameters parameters = ECNamedCurveTable.getByOID(oid);
        if (name == null || parameters == null) {
            return new KeyKind("EC", 0, "curve " + oid.getId());
        }
        return new KeyKind("EC", parameters.getCurve().getFieldSize(), nist == null ? name : nist);
    }

    boolean isUnknown() {
        return family.equals("UNKNOWN") || bits == 0;
    }

    /** Whether the algorithm can encrypt at all. */
    static boolean canEncrypt(int algorithm) {
        return switch (algorithm) {
            case KeyAlgorithm.RSA,
                    KeyAlgorithm.RSA_ENCRYPT_ONLY,
                    KeyAlgorithm.ELGAMAL,
                    KeyAlgorithm.ECDH,
                    KeyAlgorithm.X25519,
                    KeyAlgorithm.X448 -> true;
            default -> false;
        };
    }

    /** Whether the algorithm can sign at all. */
    static boolean canSign(int algorithm) {
        return switch (algorithm) {
            case KeyAlgorithm.RSA,
                    KeyAlgorithm.RSA_SIGN_ONLY,
                    KeyAlgorithm.DSA,
                    KeyAlgorithm.ECDSA,
                    KeyAlgorithm.EDDSA_LEGACY,
                    KeyAlgorithm.ED25519,
                    KeyAlgorithm.ED448 -> true;
            default -> false;
        };
    }
}
