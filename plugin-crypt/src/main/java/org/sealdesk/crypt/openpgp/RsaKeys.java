package org.sealdesk.crypt.openpgp;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.bcpg.RSASecretBCPGKey;
import org.bouncycastle.openpgp.PGPPrivateKey;

/** RSA secret keys for the JDK's provider. */
final class RsaKeys {

    private RsaKeys() {}

    /**
     * The modulus is the very object of the public half, which lives as long as its certificate is cached: the JDK keeps
     * its blinding values by that object, and making them anew costs a fifth of a signature.
     */
    static PrivateKey privateKey(PGPPrivateKey key) throws GeneralSecurityException {
        if (!(key.getPrivateKeyDataPacket() instanceof RSASecretBCPGKey secret)
                || !(key.getPublicKeyPacket().getKey() instanceof RSAPublicBCPGKey half)) {
            throw new InvalidKeyException("not an RSA key");
        }
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateCrtKeySpec(
                        half.getModulus(),
                        half.getPublicExponent(),
                        secret.getPrivateExponent(),
                        secret.getPrimeP(),
                        secret.getPrimeQ(),
                        secret.getPrimeExponentP(),
                        secret.getPrimeExponentQ(),
                        secret.getCrtCoefficient()));
    }
}
