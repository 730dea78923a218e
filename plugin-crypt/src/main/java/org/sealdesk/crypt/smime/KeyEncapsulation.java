package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSORIforKEMOtherInfo;
import org.bouncycastle.asn1.cms.KEMRecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC3394WrapEngine;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;

/** Content keys wrapped under an encapsulated key (RFC 9629), for ML-KEM (RFC 9936). */
final class KeyEncapsulation {

    private static final Map<ASN1ObjectIdentifier, KeyAgreement.Derivation> DERIVATIONS = Map.of(
            PKCSObjectIdentifiers.id_alg_hkdf_with_sha256, KeyAgreement.Derivation.HKDF_SHA256,
            PKCSObjectIdentifiers.id_alg_hkdf_with_sha384, KeyAgreement.Derivation.HKDF_SHA384,
            PKCSObjectIdentifiers.id_alg_hkdf_with_sha512, KeyAgreement.Derivation.HKDF_SHA512);

    private static final Map<ASN1ObjectIdentifier, Integer> WRAP_KEY_OCTETS = Map.of(
            NISTObjectIdentifiers.id_aes128_wrap, 16,
            NISTObjectIdentifiers.id_aes192_wrap, 24,
            NISTObjectIdentifiers.id_aes256_wrap, 32);

    private KeyEncapsulation() {}

    static byte[] open(KEMRecipientInfo info, AsymmetricKeyParameter own) throws GeneralSecurityException {
        KeyAgreement.Derivation derivation = DERIVATIONS.get(info.getKdf().getAlgorithm());
        Integer wrapOctets = WRAP_KEY_OCTETS.get(info.getWrap().getAlgorithm());
        if (!(own instanceof MLKEMPrivateKeyParameters key)
                || derivation == null
                || wrapOctets == null
                || wrapOctets != info.getKekLength()) {
            throw new GeneralSecurityException("this key encapsulation is not known here");
        }
        byte[] secret = null;
        byte[] wrapKey = null;
        try {
            secret = new MLKEMExtractor(key).extractSecret(info.getKemct().getOctets());
            byte[] other = new CMSORIforKEMOtherInfo(info.getWrap(), info.getKekLength(), info.getUkm())
                    .getEncoded(ASN1Encoding.DER);
            wrapKey = derivation.derive(secret, other, wrapOctets);
            RFC3394WrapEngine wrap = new RFC3394WrapEngine(AESEngine.newInstance());
            wrap.init(false, new KeyParameter(wrapKey));
            byte[] wrapped = info.getEncryptedKey().getOctets();
            return wrap.unwrap(wrapped, 0, wrapped.length);
        } catch (InvalidCipherTextException | IOException | RuntimeException e) {
            throw new GeneralSecurityException("the content key does not unwrap", e);
        } finally {
            wipe(secret);
            wipe(wrapKey);
        }
    }

    private static void wipe(byte @org.jspecify.annotations.Nullable [] octets) {
        if (octets != null) {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
