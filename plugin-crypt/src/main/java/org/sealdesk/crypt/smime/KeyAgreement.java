package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.ecc.ECCCMSSharedInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.DerivationFunction;
import org.bouncycastle.crypto.DerivationParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.Wrapper;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.DESedeWrapEngine;
import org.bouncycastle.crypto.engines.RFC3394WrapEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.generators.KDF2BytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.util.DigestFactory;
import org.jspecify.annotations.Nullable;

/**
 * From an agreed secret to the key that wraps the content key: derivation over ECC-CMS-SharedInfo (RFC 5753, section
 * 7.2; RFC 8418, section 2.2), then AES or Triple-DES key wrap.
 */
final class KeyAgreement {

    static final ASN1ObjectIdentifier X25519_HKDF_SHA256 = new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.3.19");

    private static final ASN1ObjectIdentifier HKDF_SHA384 = new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.3.20");
    static final ASN1ObjectIdentifier HKDF_SHA512 = new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.3.21");

    private static final int BITS_PER_OCTET = 8;

    private static final Map<ASN1ObjectIdentifier, Derivation> DERIVATIONS = Map.ofEntries(
            Map.entry(X9ObjectIdentifiers.dhSinglePass_stdDH_sha1kdf_scheme, Derivation.X963_SHA1),
            Map.entry(SECObjectIdentifiers.dhSinglePass_stdDH_sha224kdf_scheme, Derivation.X963_SHA224),
            Map.entry(SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme, Derivation.X963_SHA256),
            Map.entry(SECObjectIdentifiers.dhSinglePass_stdDH_sha384kdf_scheme, Derivation.X963_SHA384),
            Map.entry(SECObjectIdentifiers.dhSinglePass_stdDH_sha512kdf_scheme, Derivation.X963_SHA512),
            Map.entry(X9ObjectIdentifiers.dhSinglePass_cofactorDH_sha1kdf_scheme, Derivation.X963_SHA1),
            Map.entry(SECObjectIdentifiers.dhSinglePass_cofactorDH_sha224kdf_scheme, Derivation.X963_SHA224),
            Map.entry(SECObjectIdentifiers.dhSinglePass_cofactorDH_sha256kdf_scheme, Derivation.X963_SHA256),
            Map.entry(SECObjectIdentifiers.dhSinglePass_cofactorDH_sha384kdf_scheme, Derivation.X963_SHA384),
            Map.entry(SECObjectIdentifiers.dhSinglePass_cofactorDH_sha512kdf_scheme, Derivation.X963_SHA512),
            Map.entry(X25519_HKDF_SHA256, Derivation.HKDF_SHA256),
            Map.entry(HKDF_SHA384, Derivation.HKDF_SHA384),
            Map.entry(HKDF_SHA512, Derivation.HKDF_SHA512));

    private static final Map<ASN1ObjectIdentifier, Integer> WRAP_KEY_OCTETS = Map.of(
            NISTObjectIdentifiers.id_aes128_wrap, 16,
            NISTObjectIdentifiers.id_aes192_wrap, 24,
            NISTObjectIdentifiers.id_aes256_wrap, 32,
            PKCSObjectIdentifiers.id_alg_CMS3DESwrap, 24);

    private final Derivation derivation;
    private final AlgorithmIdentifier wrap;
    private final int wrapKeyOctets;

    private KeyAgreement(Derivation derivation, AlgorithmIdentifier wrap, int wrapKeyOctets) {
        this.derivation = derivation;
        this.wrap = wrap;
        this.wrapKeyOctets = wrapKeyOctets;
    }

    /** @param algorithm the scheme, with the key wrap as its parameter */
    static KeyAgreement of(AlgorithmIdentifier algorithm) throws GeneralSecurityException {
        Derivation derivation = DERIVATIONS.get(algorithm.getAlgorithm());
        AlgorithmIdentifier wrap = AlgorithmIdentifier.getInstance(algorithm.getParameters());
        Integer octets = wrap == null ? null : WRAP_KEY_OCTETS.get(wrap.getAlgorithm());
        if (derivation == null || wrap == null || octets == null) {
            throw new GeneralSecurityException("key agreement " + algorithm.getAlgorithm() + " is not known here");
        }
        return new KeyAgreement(derivation, wrap, octets);
    }

    byte[] wrap(byte[] secret, byte @Nullable [] userKeyingMaterial, byte[] contentKey)
            throws GeneralSecurityException {
        byte[] key = derive(secret, userKeyingMaterial);
        try {
            Wrapper wrapper = wrapper();
            wrapper.init(true, new KeyParameter(key));
            return wrapper.wrap(contentKey, 0, contentKey.length);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    byte[] unwrap(byte[] secret, byte @Nullable [] userKeyingMaterial, byte[] wrapped) throws GeneralSecurityException {
        byte[] key = derive(secret, userKeyingMaterial);
        try {
            Wrapper wrapper = wrapper();
            wrapper.init(false, new KeyParameter(key));
            return wrapper.unwrap(wrapped, 0, wrapped.length);
        } catch (InvalidCipherTextException | RuntimeException e) {
            throw new GeneralSecurityException("the content key does not unwrap", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private Wrapper wrapper() {
        return wrap.getAlgorithm().equals(PKCSObjectIdentifiers.id_alg_CMS3DESwrap)
                ? new DESedeWrapEngine()
                : new RFC3394WrapEngine(AESEngine.newInstance());
    }

    private byte[] derive(byte[] secret, byte @Nullable [] userKeyingMaterial) throws GeneralSecurityException {
        byte[] bits = ByteBuffer.allocate(Integer.BYTES)
                .putInt(wrapKeyOctets * BITS_PER_OCTET)
                .array();
        try {
            byte[] info = new ECCCMSSharedInfo(wrap, userKeyingMaterial, bits).getEncoded(ASN1Encoding.DER);
            return derivation.derive(secret, info, wrapKeyOctets);
        } catch (IOException e) {
            throw new GeneralSecurityException("shared info cannot be encoded", e);
        }
    }

    /** How a secret becomes a key. */
    enum Derivation {
        X963_SHA1,
        X963_SHA224,
        X963_SHA256,
        X963_SHA384,
        X963_SHA512,
        HKDF_SHA256,
        HKDF_SHA384,
        HKDF_SHA512;

        byte[] derive(byte[] secret, byte[] info, int octets) {
            DerivationFunction function =
                    isHkdf() ? new HKDFBytesGenerator(digest()) : new KDF2BytesGenerator(digest());
            DerivationParameters parameters =
                    isHkdf() ? new HKDFParameters(secret, null, info) : new KDFParameters(secret, info);
            function.init(parameters);
            byte[] key = new byte[octets];
            function.generateBytes(key, 0, octets);
            return key;
        }

        private boolean isHkdf() {
            return name().startsWith("HKDF");
        }

        private Digest digest() {
            return switch (this) {
                case X963_SHA1 -> DigestFactory.createSHA1();
                case X963_SHA224 -> DigestFactory.createSHA224();
                case X963_SHA256, HKDF_SHA256 -> DigestFactory.createSHA256();
                case X963_SHA384, HKDF_SHA384 -> DigestFactory.createSHA384();
                case X963_SHA512, HKDF_SHA512 -> DigestFactory.createSHA512();
            };
        }
    }
}
