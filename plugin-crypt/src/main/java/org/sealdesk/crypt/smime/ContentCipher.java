package org.sealdesk.crypt.smime;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.RC2ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RC2CBCParameter;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.sealdesk.crypt.octets.Octets;

/**
 * How a content is encrypted.
 *
 * @param policyName as in {@link org.sealdesk.crypt.policy.AlgorithmPolicy}
 * @param keyOctets length of the content key
 * @param mode cipher and chaining
 * @param iv initialisation vector or nonce
 * @param tagOctets of GCM; 0 otherwise
 */
record ContentCipher(String policyName, int keyOctets, Mode mode, Octets iv, int tagOctets) {

    /** RFC 5084 allows 12 to 16; shorter ones can be forged in practice. */
    private static final int MIN_TAG_OCTETS = 12;

    private static final int MAX_TAG_OCTETS = 16;
    private static final int DES_EDE_KEY_OCTETS = 24;
    private static final int BITS_PER_OCTET = 8;

    private static final Map<ASN1ObjectIdentifier, String> CBC = Map.of(
            NISTObjectIdentifiers.id_aes128_CBC, "AES-128",
            NISTObjectIdentifiers.id_aes192_CBC, "AES-192",
            NISTObjectIdentifiers.id_aes256_CBC, "AES-256");
    private static final Map<ASN1ObjectIdentifier, String> GCM = Map.of(
            NISTObjectIdentifiers.id_aes128_GCM, "AES-128",
            NISTObjectIdentifiers.id_aes192_GCM, "AES-192",
            NISTObjectIdentifiers.id_aes256_GCM, "AES-256");

    enum Mode {
        AES_CBC("AES", "CBC"),
        AES_GCM("AES", "GCM"),
        DES_EDE_CBC("DESede", "CBC"),
        RC2_CBC("RC2", "CBC"),
        DES_CBC("DES", "CBC");

        private final String key;
        private final String label;

        Mode(String key, String label) {
            this.key = key;
            this.label = label;
        }
    }

    /** Empty if nobody here knows it. */
    static Optional<ContentCipher> of(AlgorithmIdentifier algorithm) throws MalformedCms {
        try {
            return read(algorithm);
        } catch (RuntimeException e) {
            throw MalformedCms.structure("the parameters of the content encryption cannot be read");
        }
    }

    private static Optional<ContentCipher> read(AlgorithmIdentifier algorithm) throws MalformedCms {
        ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
        if (CBC.containsKey(oid)) {
            String name = CBC.get(oid);
            return Optional.of(new ContentCipher(name, aesOctets(name), Mode.AES_CBC, iv(algorithm), 0));
        }
        if (GCM.containsKey(oid)) {
            return Optional.of(gcm(GCM.get(oid), ASN1Sequence.getInstance(algorithm.getParameters())));
        }
        if (oid.equals(PKCSObjectIdentifiers.des_EDE3_CBC)) {
            return Optional.of(new ContentCipher("3DES", DES_EDE_KEY_OCTETS, Mode.DES_EDE_CBC, iv(algorithm), 0));
        }
        if (oid.equals(PKCSObjectIdentifiers.RC2_CBC)) {
            RC2CBCParameter rc2 = RC2CBCParameter.getInstance(algorithm.getParameters());
            int octets = rc2Bits(rc2) / BITS_PER_OCTET;
            return Optional.of(new ContentCipher("RC2", octets, Mode.RC2_CBC, Octets.of(rc2.getIV()), 0));
        }
        if (oid.equals(OIWObjectIdentifiers.desCBC)) {
            return Optional.of(new ContentCipher("DES", BITS_PER_OCTET, Mode.DES_CBC, iv(algorithm), 0));
        }
        return Optional.empty();
    }

    private static int aesOctets(String name) {
        return Integer.parseInt(name.substring("AES-".length())) / BITS_PER_OCTET;
    }

    private static Octets iv(AlgorithmIdentifier algorithm) {
        return Octets.of(ASN1OctetString.getInstance(algorithm.getParameters()).getOctets());
    }

    /** Read by hand: the library's reader refuses other lengths without saying so. */
    private static ContentCipher gcm(String name, ASN1Sequence parameters) throws MalformedCms {
        Octets nonce =
                Octets.of(ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets());
        int tag = parameters.size() > 1
                ? ASN1Integer.getInstance(parameters.getObjectAt(1)).intValueExact()
                : MIN_TAG_OCTETS;
        if (tag < MIN_TAG_OCTETS || tag > MAX_TAG_OCTETS) {
            throw new MalformedCms(
                    "CMS-TAG-LENGTH",
                    "the authentication tag has " + tag + " octets, the rule is " + MIN_TAG_OCTETS + " to "
                            + MAX_TAG_OCTETS);
        }
        return new ContentCipher(name, aesOctets(name), Mode.AES_GCM, nonce, tag);
    }

    /** The version numbers of RFC 2268, section 6. */
    private static int rc2Bits(RC2CBCParameter parameters) throws MalformedCms {
        int version = parameters.getRC2ParameterVersion().intValueExact();
        return switch (version) {
            case 160 -> 40;
            case 120 -> 64;
            case 58 -> 128;
            default -> {
                if (version < 256 || version > 1024) {
                    throw MalformedCms.structure("RC2 parameter version " + version + " is not defined");
                }
                yield version;
            }
        };
    }

    boolean isAuthenticated() {
        return mode == Mode.AES_GCM;
    }

    /** For people: {@code AES-256 CBC}. */
    String label() {
        return policyName + " " + mode.label;
    }

    SecretKey key(byte[] contentKey) {
        return new SecretKeySpec(contentKey, mode.key);
    }

    /** For the chaining modes. */
    Cipher chain(int cipherMode, byte[] contentKey) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(mode.key + "/CBC/PKCS5Padding");
        AlgorithmParameterSpec parameters = mode == Mode.RC2_CBC
                ? new RC2ParameterSpec(keyOctets * BITS_PER_OCTET, iv.toArray())
                : new IvParameterSpec(iv.toArray());
        cipher.init(cipherMode, key(contentKey), parameters);
        return cipher;
    }
}
