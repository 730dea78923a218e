package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
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
        final DigestSink digest;
        private final int hashAlgorithm;
        private final PGPPublicKey key;

        Base(int hashAlgorithm, PGPPublicKey key) throws PGPException {
            this.hashAlgorithm = hashAlgorithm;
            this.key = key;
            this.digest = new DigestSink(digest(hashAlgorithm));
        }

        @Override
        public OutputStream getOutputStream() {
            return digest;
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

    /** PKCS #1 v1.5 by making what the signature must contain and comparing all of it: nothing is parsed. */
    private static final class Rsa extends Base {
        private final Cipher cipher;
        private final int modulusOctets;
        private final ASN1ObjectIdentifier digestName;

        Rsa(int hashAlgorithm, PGPPublicKey key) throws PGPException, GeneralSecurityException {
            super(hashAlgorithm, key);
            if (!(key.getPublicKeyPacket().getKey() instanceof RSAPublicBCPGKey rsa)) {
                throw new PGPException("not an RSA key");
            }
            digestName = Algorithms.digestIdentifier(hashAlgorithm)
                    .orElseThrow(() -> new PGPException("digest " + hashAlgorithm + " is not supported"));
            cipher = Cipher.getInstance("RSA/ECB/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())));
            modulusOctets = (rsa.getModulus().bitLength() + 7) / 8;
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
                return MessageDigest.isEqual(expected(), cipher.doFinal(full));
            } catch (GeneralSecurityException | IOException e) {
                return false;
            }
        }

        /** RFC 8017, section 9.2. */
        private byte[] expected() throws IOException, GeneralSecurityException {
            byte[] info = new DigestInfo(new AlgorithmIdentifier(digestName, DERNull.INSTANCE), digest.digest())
                    .getEncoded(ASN1Encoding.DER);
            if (info.length + 11 > modulusOctets) {
                throw new GeneralSecurityException("the key is too short for the digest");
            }
            byte[] expected = new byte[modulusOctets];
            Arrays.fill(expected, 2, modulusOctets - info.length - 1, (byte) 0xFF);
            expected[1] = 1;
            System.arraycopy(info, 0, expected, modulusOctets - info.length, info.length);
            return expected;
        }
    }

    private static final class Dsa extends Base {
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
            } catch (IOException | RuntimeException e) {
                return false;
            }
        }
    }

    private static final class EdDsa extends Base {
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
