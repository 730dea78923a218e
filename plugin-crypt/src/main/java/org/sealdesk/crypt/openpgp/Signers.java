package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPRuntimeOperationException;
import org.bouncycastle.openpgp.operator.PGPContentSigner;
import org.bouncycastle.openpgp.operator.PGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyConverter;

/**
 * Makes one signature value: digests and RSA by the JDK's providers, curves by Bouncy Castle. Content is digested once.
 * ECDSA takes its nonce from key and digest (RFC 6979), so that no random number can give the key away.
 */
final class Signers implements PGPContentSignerBuilder {

    private final int keyAlgorithm;
    private final int digest;
    private final DigestSink sink;

    /** @param digest {@link HashAlgorithmTags#SHA256} or {@link HashAlgorithmTags#SHA512} */
    Signers(int keyAlgorithm, int digest) {
        if (digest != HashAlgorithmTags.SHA256 && digest != HashAlgorithmTags.SHA512) {
            throw new IllegalArgumentException("digest " + digest);
        }
        this.keyAlgorithm = keyAlgorithm;
        this.digest = digest;
        this.sink = new DigestSink(Algorithms.messageDigest(digest).orElseThrow());
    }

    /** Where the content goes. */
    DigestSink sink() {
        return sink;
    }

    @Override
    public PGPContentSigner build(int signatureType, PGPPrivateKey key) {
        return new ContentSigner(signatureType, key);
    }

    private final class ContentSigner implements PGPContentSigner {
        private final int signatureType;
        private final PGPPrivateKey key;
        private byte[] value = new byte[0];

        ContentSigner(int signatureType, PGPPrivateKey key) {
            this.signatureType = signatureType;
            this.key = key;
        }

        @Override
        public OutputStream getOutputStream() {
            return sink;
        }

        /** The first call ends the content. */
        @Override
        public byte[] getDigest() {
            if (value.length == 0) {
                value = sink.digest();
            }
            return value.clone();
        }

        @Override
        public byte[] getSignature() {
            try {
                return sign(getDigest());
            } catch (GeneralSecurityException | PGPException | IOException | CryptoException e) {
                throw new PGPRuntimeOperationException("signing failed", e);
            }
        }

        private byte[] sign(byte[] hash) throws GeneralSecurityException, PGPException, IOException, CryptoException {
            return switch (keyAlgorithm) {
                case KeyAlgorithm.RSA, KeyAlgorithm.RSA_SIGN_ONLY -> rsa(hash);
                case KeyAlgorithm.ECDSA -> ecdsa(hash);
                case KeyAlgorithm.EDDSA_LEGACY, KeyAlgorithm.ED25519, KeyAlgorithm.ED448 -> eddsa(hash);
                default -> throw new PGPException("algorithm " + keyAlgorithm + " does not sign here");
            };
        }

        private byte[] rsa(byte[] hash) throws GeneralSecurityException, PGPException, IOException {
            ASN1ObjectIdentifier oid = Algorithms.digestIdentifier(digest).orElseThrow();
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, RsaKeys.privateKey(key));
            return cipher.doFinal(new DigestInfo(new AlgorithmIdentifier(oid, DERNull.INSTANCE), hash).getEncoded());
        }

        private byte[] ecdsa(byte[] hash) throws PGPException, IOException {
            HMacDSAKCalculator nonces = new HMacDSAKCalculator(
                    digest == HashAlgorithmTags.SHA256 ? new SHA256Digest() : new SHA512Digest());
            ECDSASigner signer = new ECDSASigner(nonces);
            signer.init(true, new BcPGPKeyConverter().getPrivateKey(key));
            BigInteger[] rs = signer.generateSignature(hash);
            return StandardDSAEncoding.INSTANCE.encode(signer.getOrder(), rs[0], rs[1]);
        }

        private byte[] eddsa(byte[] hash) throws PGPException, CryptoException {
            AsymmetricKeyParameter secret = new BcPGPKeyConverter().getPrivateKey(key);
            Signer signer =
                    secret instanceof Ed448PrivateKeyParameters ? new Ed448Signer(new byte[0]) : new Ed25519Signer();
            signer.init(true, secret);
            signer.update(hash, 0, hash.length);
            return signer.generateSignature();
        }

        @Override
        public int getType() {
            return signatureType;
        }

        @Override
        public int getHashAlgorithm() {
            return digest;
        }

        @Override
        public int getKeyAlgorithm() {
            return keyAlgorithm;
        }

        @Override
        public long getKeyID() {
            return key.getKeyID();
        }
    }
}
