package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Arrays;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** An own secret key at work, with the certificate it was chosen for; wiped when closed. */
final class OwnKey implements AutoCloseable {

    private final ParsedCertificate certificate;
    private final byte[] pkcs8;
    private final Jca jca;

    /** Takes the octets over. */
    OwnKey(ParsedCertificate certificate, byte[] pkcs8, Jca jca) {
        this.certificate = certificate;
        this.pkcs8 = pkcs8;
        this.jca = jca;
    }

    ParsedCertificate certificate() {
        return certificate;
    }

    /** For signing and for RSA. */
    PrivateKey forJdk() throws GeneralSecurityException {
        return jca.privateKey(pkcs8, certificate.kind());
    }

    /** For key agreement and signatures on curves. */
    AsymmetricKeyParameter forBouncyCastle() throws GeneralSecurityException {
        try {
            return PrivateKeyFactory.createKey(pkcs8);
        } catch (IOException | RuntimeException e) {
            throw new GeneralSecurityException("secret key cannot be read", e);
        }
    }

    @Override
    public void close() {
        Arrays.fill(pkcs8, (byte) 0);
    }

    @Override
    public String toString() {
        return "OwnKey";
    }
}
