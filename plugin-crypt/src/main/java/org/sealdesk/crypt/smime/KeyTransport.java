package org.sealdesk.crypt.smime;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * Content keys encrypted to RSA keys. A damaged one gives a random key of the right length (RFC 3218, section 2.3.2), so
 * that all damage shows in the same place: where the content does not decrypt.
 */
final class KeyTransport {

    private static final int MIN_PADDING_OCTETS = 8;

    private final SecureRandom random;

    KeyTransport(SecureRandom random) {
        this.random = random;
    }

    /** @throws GeneralSecurityException if the algorithm is unknown or the own key is broken; never for damage */
    byte[] open(AlgorithmIdentifier algorithm, byte[] encrypted, PrivateKey key, int keyOctets)
            throws GeneralSecurityException {
        byte[] substitute = new byte[keyOctets];
        random.nextBytes(substitute);
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return openPkcs1(encrypted, key, substitute);
        }
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSAES_OAEP)) {
            return openOaep(encrypted, key, oaep(algorithm), substitute);
        }
        throw new GeneralSecurityException("key transport " + algorithm.getAlgorithm() + " is not known here");
    }

    private static byte[] openPkcs1(byte[] encrypted, PrivateKey key, byte[] substitute)
            throws GeneralSecurityException {
        Cipher rsa = Cipher.getInstance("RSA/ECB/NoPadding");
        rsa.init(Cipher.DECRYPT_MODE, key);
        byte[] block;
        try {
            block = rsa.doFinal(encrypted);
        } catch (GeneralSecurityException e) {
            return substitute;
        }
        try {
            return select(block, substitute);
        } finally {
            Arrays.fill(block, (byte) 0);
        }
    }

    /** Looks at every octet whatever it finds, and chooses without a branch. */
    private static byte[] select(byte[] block, byte[] substitute) {
        int zero = block.length - substitute.length - 1;
        if (zero < 2 + MIN_PADDING_OCTETS) {
            return substitute;
        }
        int bad = block[0] | (block[1] ^ 2) | block[zero];
        for (int i = 2; i < zero; i++) {
            bad |= ((block[i] & 0xff) - 1) >>> 31;
        }
        int mask = ((bad | -bad) >> 31) & 0xff;
        byte[] key = new byte[substitute.length];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) ((substitute[i] & mask) | (block[zero + 1 + i] & ~mask));
        }
        return key;
    }

    private static byte[] openOaep(byte[] encrypted, PrivateKey key, OAEPParameterSpec oaep, byte[] substitute)
            throws GeneralSecurityException {
        Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
        rsa.init(Cipher.DECRYPT_MODE, key, oaep);
        try {
            byte[] opened = rsa.doFinal(encrypted);
            if (opened.length == substitute.length) {
                return opened;
            }
            Arrays.fill(opened, (byte) 0);
            return substitute;
        } catch (GeneralSecurityException e) {
            return substitute;
        }
    }

    private static OAEPParameterSpec oaep(AlgorithmIdentifier algorithm) throws GeneralSecurityException {
        try {
            RSAESOAEPparams p = RSAESOAEPparams.getInstance(algorithm.getParameters());
            if (p == null) {
                p = new RSAESOAEPparams();
            }
            String digest = jcaDigest(p.getHashAlgorithm());
            String mask = jcaDigest(
                    AlgorithmIdentifier.getInstance(p.getMaskGenAlgorithm().getParameters()));
            byte[] label = ASN1OctetString.getInstance(p.getPSourceAlgorithm().getParameters())
                    .getOctets();
            return new OAEPParameterSpec(digest, "MGF1", new MGF1ParameterSpec(mask), new PSource.PSpecified(label));
        } catch (RuntimeException e) {
            throw new GeneralSecurityException("OAEP parameters cannot be read", e);
        }
    }

    private static String jcaDigest(AlgorithmIdentifier algorithm) throws GeneralSecurityException {
        Optional<DigestAlgorithm> digest = DigestAlgorithm.of(algorithm.getAlgorithm());
        return digest.orElseThrow(() -> new GeneralSecurityException("OAEP digest is not known here"))
                .jca();
    }
}
