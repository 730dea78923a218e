package org.sealdesk.crypt.smime;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Digests that CMS names, with their names in the policy, in the JDK and in {@code micalg}. */
@SuppressWarnings("ImmutableEnumChecker") // object identifiers of Bouncy Castle are immutable
enum DigestAlgorithm {
    MD5("MD5", PKCSObjectIdentifiers.md5, "MD5", "MD5", "md5"),
    SHA_1("SHA-1", OIWObjectIdentifiers.idSHA1, "SHA-1", "SHA1", "sha-1"),
    RIPEMD_160("RIPEMD-160", TeleTrusTObjectIdentifiers.ripemd160, "RIPEMD160", "RIPEMD160", "ripemd-160"),
    SHA_224("SHA-224", NISTObjectIdentifiers.id_sha224, "SHA-224", "SHA224", "sha-224"),
    SHA_256("SHA-256", NISTObjectIdentifiers.id_sha256, "SHA-256", "SHA256", "sha-256"),
    SHA_384("SHA-384", NISTObjectIdentifiers.id_sha384, "SHA-384", "SHA384", "sha-384"),
    SHA_512("SHA-512", NISTObjectIdentifiers.id_sha512, "SHA-512", "SHA512", "sha-512"),
    SHA3_224("SHA3-224", NISTObjectIdentifiers.id_sha3_224, "SHA3-224", "SHA3-224", "sha3-224"),
    SHA3_256("SHA3-256", NISTObjectIdentifiers.id_sha3_256, "SHA3-256", "SHA3-256", "sha3-256"),
    SHA3_384("SHA3-384", NISTObjectIdentifiers.id_sha3_384, "SHA3-384", "SHA3-384", "sha3-384"),
    SHA3_512("SHA3-512", NISTObjectIdentifiers.id_sha3_512, "SHA3-512", "SHA3-512", "sha3-512"),
    /** 64 octets of output, for Ed448 (RFC 8419, section 2.3). */
    SHAKE256("SHAKE256", NISTObjectIdentifiers.id_shake256, "SHAKE256-512", "SHAKE256", "shake256");

    private static final int SHAKE256_BITS = 512;

    private final String policyName;
    private final ASN1ObjectIdentifier oid;
    private final String jca;
    private final String inSignature;
    private final String micalg;

    DigestAlgorithm(String policyName, ASN1ObjectIdentifier oid, String jca, String inSignature, String micalg) {
        this.policyName = policyName;
        this.oid = oid;
        this.jca = jca;
        this.inSignature = inSignature;
        this.micalg = micalg;
    }

    static Optional<DigestAlgorithm> of(ASN1ObjectIdentifier oid) {
        for (DigestAlgorithm d : values()) {
            if (d.oid.equals(oid)) {
                return Optional.of(d);
            }
        }
        return Optional.empty();
    }

    /** RFC 8419 names SHAKE256 by the identifier that also states its length. */
    static Optional<DigestAlgorithm> of(AlgorithmIdentifier algorithm) {
        if (algorithm.getAlgorithm().equals(NISTObjectIdentifiers.id_shake256_len)) {
            boolean long512 = algorithm.getParameters() instanceof ASN1Integer bits && bits.hasValue(SHAKE256_BITS);
            return long512 ? Optional.of(SHAKE256) : Optional.empty();
        }
        return of(algorithm.getAlgorithm());
    }

    /** As it is written in a SignerInfo. */
    AlgorithmIdentifier identifier() {
        return this == SHAKE256
                ? new AlgorithmIdentifier(NISTObjectIdentifiers.id_shake256_len, new ASN1Integer(SHAKE256_BITS))
                // Digests of the SHA-2 family are written without parameters (RFC 5754, section 2).
                : new AlgorithmIdentifier(oid);
    }

    /** As in {@link org.sealdesk.crypt.policy.AlgorithmPolicy}. */
    String policyName() {
        return policyName;
    }

    ASN1ObjectIdentifier oid() {
        return oid;
    }

    String jca() {
        return jca;
    }

    /** As in {@code SHA256withRSA}. */
    String inSignature() {
        return inSignature;
    }

    String micalg() {
        return micalg;
    }
}
