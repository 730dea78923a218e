package org.sealdesk.crypt.openpgp;

import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.DSAExt;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.signers.DSASigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.operator.PGPContentVerifier;
import org.bouncycastle.openpgp.operator.PGPContentVerifierBuilder;
import org.bouncycastle.openpgp.operator.PGPContentVerifierBuilderProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyConverter;

/**
 * Checks signature values: digests and RSA by the JDK's providers, which are several times faster at them, curves by
 * Bouncy Castle, which is several times faster at those.
 */
final class Verifiers implements PGPContentVerifierBuilderProvider {

    @Override
    public PGPContentVerifierBuilder get(int keyAlgorithm, int hashAlgorithm) {
        return key -> build(keyAlgorithm, hashAlgorithm, key);
    }

    PGPContentVerifier build(int keyAlgorithm, int hashAlgorithm, PGPPublicKey key) throws PGPException {
        if (keyAlgorithm != key.getAlgorithm()) {
            throw new PGPException("signature of algorithm " + keyAlgorithm + ", key of " + key.getAlgorithm());
        }
        try {
            return switch (keyAlgorithm) {
                case KeyAlgorithm.RSA, KeyAlgorithm.RSA_SIGN_ONLY -> new Rsa(hashAlgorithm, key);
                case KeyAlgorithm.DSA -> new Dsa(hashAlgorithm, key, new DSASigner());
                case KeyAlgorithm.ECDSA -> new Dsa(hashAlgorithm, key, new ECDSASigner());
                case KeyAlgorithm.EDDSA_LEGACY, KeyAlgorithm.ED25519, KeyAlgorithm.ED448 ->
                    new EdDsa(hashAlgorithm, key);
                default -> throw new PGPException("no signature algorithm: " + keyAlgorithm);
            };
        } catch (GeneralSecurityException e) {
            throw new PGPException("key " + Long.toHexString(key.getKeyID()) + " cannot be used", e);
        }
    }

    private static MessageDigest digest(int hashAlgorithm) throws PGPException {
        return Algorithms.messageDigest(hashAlgorithm)
                .orElseThrow(() -> new PGPException("digest " + hashAlgorithm + " is not supported"));
    }

    private abstract static class Base implements PGPContentVerifier {
        final int hashAlgorithm;
        final PGPPublicKey key;

        Base(int hashAlgorithm, PGPPublicKey key) {
            this.hashAlgorithm = hashAlgorithm;
            this.key = key;
        }

        @Override
        public int getHashAlgorithm() {
            return hashAlgorithm;
        }

        @Override
        public int getKeyAlgorithm() {
            return key.getAlgorithm();
        }

        @Override
        public long getKeyID() {
            return key.getKeyID();
        }
    }

    private static final class Rsa extends Base {
        private final Signature signature;
        private final int modulusOctets;

        Rsa(int hashAlgorithm, PGPPublicKey key) throws PGPException, GeneralSecurityException {
            super(hashAlgorithm, key);
            if (!(key.getPublicKeyPacket().getKey() instanceof RSAPublicBCPGKey rsa)) {
                throw new PGPException("not an RSA key");
            }
            String digest = Algorithms.digest(hashAlgorithm).orElseThrow(() -> new PGPException("unknown digest"));
            String name = digest.startsWith("SHA-") ? digest.replace("-", "") : digest;
            signature = Signature.getInstance(name + "withRSA");
            signature.initVerify(KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())));
            modulusOctets = (rsa.getModulus().bitLength() + 7) / 8;
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int b) {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] b, int off, int len) {
                    try {
                        signature.update(b, off, len);
                    } catch (SignatureException e) {
                        throw new IllegalStateException("signature object was not initialised", e);
                    }
                }
            };
        }

        @Override
        public boolean verify(byte[] value) {
            // The packet drops leading zeros; PKCS #1 wants the full length.
            byte[] full = new byte[modulusOctets];
            if (value.length > full.length) {
                return false;
            }
            System.arraycopy(value, 0, full, full.length - value.length, value.length);
            try {
                return signature.verify(full);
            } catch (SignatureException e) {
                return false;
            }
        }
    }

    private abstract static class OverDigest extends Base {
        final MessageDigest digest;

        OverDigest(int hashAlgorithm, PGPPublicKey key) throws PGPException {
            super(hashAlgorithm, key);
            digest = digest(hashAlgorithm);
        }

        @Override
        public OutputStream getOutputStream() {
            return new DigestSink(digest);
        }
    }

    private static final class Dsa extends OverDigest {
        private final DSAExt signer;

        Dsa(int hashAlgorithm, PGPPublicKey key, DSAExt signer) throws PGPException {
            super(hashAlgorithm, key);
            this.signer = signer;
            signer.init(false, new BcPGPKeyConverter().getPublicKey(key));
        }

        @Override
        public boolean verify(byte[] value) {
            try {
                BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(signer.getOrder(), value);
                return signer.verifySignature(digest.digest(), rs[0], rs[1]);
            } catch (java.io.IOException | RuntimeException e) {
                return false;
            }
        }
    }

    private static final class EdDsa extends OverDigest {
        private final Signer signer;

        EdDsa(int hashAlgorithm, PGPPublicKey key) throws PGPException {
            super(hashAlgorithm, key);
            CipherParameters point = new BcPGPKeyConverter().getPublicKey(key);
            signer = point instanceof Ed448PublicKeyParameters ? new Ed448Signer(new byte[0]) : new Ed25519Signer();
            signer.init(false, point);
        }

        @Override
        public boolean verify(byte[] value) {
            byte[] hash = digest.digest();
            signer.update(hash, 0, hash.length);
            try {
                return signer.verifySignature(value);
            } catch (RuntimeException e) {
                return false;
            }
        }
    }
}
