package org.sealdesk.crypt.openpgp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;

/** Algorithm ids of RFC 9580, section 9, and what {@link org.sealdesk.crypt.policy.AlgorithmPolicy} calls them. */
final class Algorithms {

    private Algorithms() {}

    /** Empty for an id nobody here knows. */
    static Optional<String> digest(int id) {
        return switch (id) {
            case HashAlgorithmTags.MD5 -> Optional.of("MD5");
            case HashAlgorithmTags.SHA1 -> Optional.of("SHA-1");
            case HashAlgorithmTags.RIPEMD160 -> Optional.of("RIPEMD-160");
            case HashAlgorithmTags.SHA256 -> Optional.of("SHA-256");
            case HashAlgorithmTags.SHA384 -> Optional.of("SHA-384");
            case HashAlgorithmTags.SHA512 -> Optional.of("SHA-512");
            case HashAlgorithmTags.SHA224 -> Optional.of("SHA-224");
            case HashAlgorithmTags.SHA3_256 -> Optional.of("SHA3-256");
            case HashAlgorithmTags.SHA3_512 -> Optional.of("SHA3-512");
            default -> Optional.empty();
        };
    }

    /** Empty for an unknown id and for RIPEMD-160, which the JDK lacks and policy refuses. */
    static Optional<MessageDigest> messageDigest(int id) {
        Optional<String> name = digest(id);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MessageDigest.getInstance(name.get()));
        } catch (NoSuchAlgorithmException e) {
            return Optional.empty();
        }
    }

    /** As PKCS #1 names it in a signature (RFC 9580, section 5.2.2). */
    static Optional<ASN1ObjectIdentifier> digestIdentifier(int id) {
        return switch (id) {
            case HashAlgorithmTags.MD5 -> Optional.of(PKCSObjectIdentifiers.md5);
            case HashAlgorithmTags.SHA1 -> Optional.of(OIWObjectIdentifiers.idSHA1);
            case HashAlgorithmTags.SHA256 -> Optional.of(NISTObjectIdentifiers.id_sha256);
            case HashAlgorithmTags.SHA384 -> Optional.of(NISTObjectIdentifiers.id_sha384);
            case HashAlgorithmTags.SHA512 -> Optional.of(NISTObjectIdentifiers.id_sha512);
            case HashAlgorithmTags.SHA224 -> Optional.of(NISTObjectIdentifiers.id_sha224);
            case HashAlgorithmTags.SHA3_256 -> Optional.of(NISTObjectIdentifiers.id_sha3_256);
            case HashAlgorithmTags.SHA3_512 -> Optional.of(NISTObjectIdentifiers.id_sha3_512);
            default -> Optional.empty();
        };
    }

    /** {@code pgp-sha256} (RFC 3156, section 5). */
    static String micalg(int digestId) {
        return "pgp-" + digest(digestId).orElse("unknown").replace("-", "").toLowerCase(java.util.Locale.ROOT);
    }

    static Optional<String> cipher(int id) {
        return switch (id) {
            case SymmetricKeyAlgorithmTags.IDEA -> Optional.of("IDEA");
            case SymmetricKeyAlgorithmTags.TRIPLE_DES -> Optional.of("3DES");
            case SymmetricKeyAlgorithmTags.CAST5 -> Optional.of("CAST5");
            case SymmetricKeyAlgorithmTags.BLOWFISH -> Optional.of("BLOWFISH");
            case SymmetricKeyAlgorithmTags.AES_128 -> Optional.of("AES-128");
            case SymmetricKeyAlgorithmTags.AES_192 -> Optional.of("AES-192");
            case SymmetricKeyAlgorithmTags.AES_256 -> Optional.of("AES-256");
            case SymmetricKeyAlgorithmTags.TWOFISH -> Optional.of("TWOFISH");
            case SymmetricKeyAlgorithmTags.CAMELLIA_128 -> Optional.of("CAMELLIA-128");
            case SymmetricKeyAlgorithmTags.CAMELLIA_192 -> Optional.of("CAMELLIA-192");
            case SymmetricKeyAlgorithmTags.CAMELLIA_256 -> Optional.of("CAMELLIA-256");
            default -> Optional.empty();
        };
    }

    /** Length of a cipher's key in octets; 0 for an unknown id. */
    static int keyOctets(int cipherId) {
        return switch (cipherId) {
            case SymmetricKeyAlgorithmTags.IDEA,
                    SymmetricKeyAlgorithmTags.CAST5,
                    SymmetricKeyAlgorithmTags.BLOWFISH,
                    SymmetricKeyAlgorithmTags.AES_128,
                    SymmetricKeyAlgorithmTags.CAMELLIA_128 -> 16;
            case SymmetricKeyAlgorithmTags.TRIPLE_DES,
                    SymmetricKeyAlgorithmTags.AES_192,
                    SymmetricKeyAlgorithmTags.CAMELLIA_192 -> 24;
            case SymmetricKeyAlgorithmTags.AES_256,
                    SymmetricKeyAlgorithmTags.TWOFISH,
                    SymmetricKeyAlgorithmTags.CAMELLIA_256 -> 32;
            default -> 0;
        };
    }
}
