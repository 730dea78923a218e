package org.sealdesk.crypt.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.BCPGKey;
import org.bouncycastle.bcpg.DSASecretBCPGKey;
import org.bouncycastle.bcpg.ECSecretBCPGKey;
import org.bouncycastle.bcpg.Ed25519SecretBCPGKey;
import org.bouncycastle.bcpg.Ed448SecretBCPGKey;
import org.bouncycastle.bcpg.EdSecretBCPGKey;
import org.bouncycastle.bcpg.ElGamalSecretBCPGKey;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.bcpg.RSASecretBCPGKey;
import org.bouncycastle.bcpg.X25519SecretBCPGKey;
import org.bouncycastle.bcpg.X448SecretBCPGKey;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.DSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.DSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.params.ElGamalPrivateKeyParameters;
import org.bouncycastle.crypto.params.ElGamalPublicKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PublicKeyParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyConverter;

/** Unlocked secret keys as octets, and whether they belong to their public half. */
final class PrivateKeys {

    private PrivateKeys() {}

    /** The algorithm-specific secret fields; the caller wipes them. */
    static byte[] encode(PGPPrivateKey key) {
        return key.getPrivateKeyDataPacket().getEncoded();
    }

    static Optional<PGPPrivateKey> decode(PGPPublicKey publicKey, byte[] octets) {
        BCPGInputStream in = new BCPGInputStream(new ByteArrayInputStream(octets));
        try {
            BCPGKey secret = switch (publicKey.getAlgorithm()) {
                case KeyAlgorithm.RSA, KeyAlgorithm.RSA_ENCRYPT_ONLY, KeyAlgorithm.RSA_SIGN_ONLY ->
                    new RSASecretBCPGKey(in);
                case KeyAlgorithm.ELGAMAL -> new ElGamalSecretBCPGKey(in);
                case KeyAlgorithm.DSA -> new DSASecretBCPGKey(in);
                case KeyAlgorithm.ECDH, KeyAlgorithm.ECDSA -> new ECSecretBCPGKey(in);
                case KeyAlgorithm.EDDSA_LEGACY -> new EdSecretBCPGKey(in);
                case KeyAlgorithm.X25519 -> new X25519SecretBCPGKey(in);
                case KeyAlgorithm.X448 -> new X448SecretBCPGKey(in);
                case KeyAlgorithm.ED25519 -> new Ed25519SecretBCPGKey(in);
                case KeyAlgorithm.ED448 -> new Ed448SecretBCPGKey(in);
                default -> throw new IOException("no such algorithm");
            };
            return Optional.of(new PGPPrivateKey(publicKey.getKeyID(), publicKey.getPublicKeyPacket(), secret));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the secret fields make the public ones. An altered public half makes a key tell its secret when it is
     * used, so this is asked before the first use.
     */
    static boolean belongTogether(PGPPrivateKey secret, PGPPublicKey publicKey) {
        try {
            if (secret.getPrivateKeyDataPacket() instanceof RSASecretBCPGKey rsa) {
                return publicKey.getPublicKeyPacket().getKey() instanceof RSAPublicBCPGKey half && rsa(rsa, half);
            }
            BcPGPKeyConverter converter = new BcPGPKeyConverter();
            return matches(converter.getPrivateKey(secret), converter.getPublicKey(publicKey));
        } catch (PGPException | RuntimeException e) {
            return false;
        }
    }

    private static boolean rsa(RSASecretBCPGKey secret, RSAPublicBCPGKey half) {
        BigInteger p = secret.getPrimeP();
        BigInteger q = secret.getPrimeQ();
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger ed = half.getPublicExponent().multiply(secret.getPrivateExponent());
        return p1.signum() > 0
                && q1.signum() > 0
                && p.multiply(q).equals(half.getModulus())
                && ed.mod(p1).equals(BigInteger.ONE)
                && ed.mod(q1).equals(BigInteger.ONE);
    }

    private static boolean matches(AsymmetricKeyParameter secret, AsymmetricKeyParameter half) {
        if (secret instanceof ECPrivateKeyParameters s && half instanceof ECPublicKeyParameters h) {
            return s.getParameters().getG().multiply(s.getD()).equals(h.getQ());
        }
        if (secret instanceof Ed25519PrivateKeyParameters s && half instanceof Ed25519PublicKeyParameters h) {
            return Arrays.equals(s.generatePublicKey().getEncoded(), h.getEncoded());
        }
        if (secret instanceof Ed448PrivateKeyParameters s && half instanceof Ed448PublicKeyParameters h) {
            return Arrays.equals(s.generatePublicKey().getEncoded(), h.getEncoded());
        }
        if (secret instanceof X25519PrivateKeyParameters s && half instanceof X25519PublicKeyParameters h) {
            return Arrays.equals(s.generatePublicKey().getEncoded(), h.getEncoded());
        }
        if (secret instanceof X448PrivateKeyParameters s && half instanceof X448PublicKeyParameters h) {
            return Arrays.equals(s.generatePublicKey().getEncoded(), h.getEncoded());
        }
        if (secret instanceof DSAPrivateKeyParameters s && half instanceof DSAPublicKeyParameters h) {
            return s.getParameters()
                    .getG()
                    .modPow(s.getX(), s.getParameters().getP())
                    .equals(h.getY());
        }
        if (secret instanceof ElGamalPrivateKeyParameters s && half instanceof ElGamalPublicKeyParameters h) {
            return s.getParameters()
                    .getG()
                    .modPow(s.getX(), s.getParameters().getP())
                    .equals(h.getY());
        }
        return false;
    }
}
