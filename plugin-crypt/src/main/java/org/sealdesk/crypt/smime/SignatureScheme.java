package org.sealdesk.crypt.smime;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * How a signature is computed: what an AlgorithmIdentifier, together with the digest named beside it, stands for.
 *
 * @param family of keys that may use it
 * @param digest that it rests on
 * @param jca name of the JDK's {@link Signature}
 * @param pss parameters of RSASSA-PSS
 */
record SignatureScheme(String family, DigestAlgorithm digest, String jca, Optional<PSSParameterSpec> pss) {

    private static final Map<ASN1ObjectIdentifier, DigestAlgorithm> RSA = Map.ofEntries(
            Map.entry(PKCSObjectIdentifiers.md5WithRSAEncryption, DigestAlgorithm.MD5),
            Map.entry(PKCSObjectIdentifiers.sha1WithRSAEncryption, DigestAlgorithm.SHA_1),
            Map.entry(OIWObjectIdentifiers.sha1WithRSA, DigestAlgorithm.SHA_1),
            Map.entry(PKCSObjectIdentifiers.sha224WithRSAEncryption, DigestAlgorithm.SHA_224),
            Map.entry(PKCSObjectIdentifiers.sha256WithRSAEncryption, DigestAlgorithm.SHA_256),
            Map.entry(PKCSObjectIdentifiers.sha384WithRSAEncryption, DigestAlgorithm.SHA_384),
            Map.entry(PKCSObjectIdentifiers.sha512WithRSAEncryption, DigestAlgorithm.SHA_512),
            Map.entry(NISTObjectIdentifiers.id_rsassa_pkcs1_v1_5_with_sha3_256, DigestAlgorithm.SHA3_256),
            Map.entry(NISTObjectIdentifiers.id_rsassa_pkcs1_v1_5_with_sha3_384, DigestAlgorithm.SHA3_384),
            Map.entry(NISTObjectIdentifiers.id_rsassa_pkcs1_v1_5_with_sha3_512, DigestAlgorithm.SHA3_512));

    private static final Map<ASN1ObjectIdentifier, DigestAlgorithm> ECDSA = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA1, DigestAlgorithm.SHA_1,
            X9ObjectIdentifiers.ecdsa_with_SHA224, DigestAlgorithm.SHA_224,
            X9ObjectIdentifiers.ecdsa_with_SHA256, DigestAlgorithm.SHA_256,
            X9ObjectIdentifiers.ecdsa_with_SHA384, DigestAlgorithm.SHA_384,
            X9ObjectIdentifiers.ecdsa_with_SHA512, DigestAlgorithm.SHA_512,
            NISTObjectIdentifiers.id_ecdsa_with_sha3_256, DigestAlgorithm.SHA3_256,
            NISTObjectIdentifiers.id_ecdsa_with_sha3_384, DigestAlgorithm.SHA3_384,
            NISTObjectIdentifiers.id_ecdsa_with_sha3_512, DigestAlgorithm.SHA3_512);

    private static final Map<ASN1ObjectIdentifier, DigestAlgorithm> DSA = Map.of(
            X9ObjectIdentifiers.id_dsa_with_sha1, DigestAlgorithm.SHA_1,
            NISTObjectIdentifiers.dsa_with_sha224, DigestAlgorithm.SHA_224,
            NISTObjectIdentifiers.dsa_with_sha256, DigestAlgorithm.SHA_256);

    private static final Map<ASN1ObjectIdentifier, String> ML_DSA = Map.of(
            NISTObjectIdentifiers.id_ml_dsa_44, "ML-DSA-44",
            NISTObjectIdentifiers.id_ml_dsa_65, "ML-DSA-65",
            NISTObjectIdentifiers.id_ml_dsa_87, "ML-DSA-87");

    /** An identifier nobody here understands, or one that contradicts the digest beside it. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String detail;

        Unusable(String detail) {
            super(detail);
            this.detail = detail;
        }

        String detail() {
            return detail;
        }
    }

    /** In a SignerInfo the digest is named apart, and both must agree (RFC 5652, section 5.3). */
    static SignatureScheme inSigner(AlgorithmIdentifier signature, DigestAlgorithm digest) throws Unusable {
        ASN1ObjectIdentifier oid = signature.getAlgorithm();
        if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return rsa(digest);
        }
        if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return ecdsa(digest);
        }
        if (oid.equals(X9ObjectIdentifiers.id_dsa)) {
            return dsa(digest);
        }
        SignatureScheme scheme = named(signature, digest);
        if (scheme.digest() != digest) {
            throw new Unusable("the signature algorithm rests on "
                    + scheme.digest().policyName() + ", the digest named beside it is " + digest.policyName());
        }
        return scheme;
    }

    /** In a certificate the algorithm says everything. */
    static SignatureScheme inCertificate(AlgorithmIdentifier signature) throws Unusable {
        return named(signature, DigestAlgorithm.SHA_512);
    }

    private static SignatureScheme named(AlgorithmIdentifier signature, DigestAlgorithm beside) throws Unusable {
        ASN1ObjectIdentifier oid = signature.getAlgorithm();
        if (RSA.containsKey(oid)) {
            return rsa(RSA.get(oid));
        }
        if (ECDSA.containsKey(oid)) {
            return ecdsa(ECDSA.get(oid));
        }
        if (DSA.containsKey(oid)) {
            return dsa(DSA.get(oid));
        }
        if (oid.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return pss(RSASSAPSSparams.getInstance(signature.getParameters()));
        }
        if (oid.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return new SignatureScheme("ED25519", DigestAlgorithm.SHA_512, "Ed25519", Optional.empty());
        }
        if (oid.equals(EdECObjectIdentifiers.id_Ed448)) {
            return new SignatureScheme("ED448", DigestAlgorithm.SHAKE256, "Ed448", Optional.empty());
        }
        if (ML_DSA.containsKey(oid)) {
            // Any digest may stand beside it (RFC 9882, section 3.3): it signs the attributes, not a digest.
            return new SignatureScheme("ML-DSA", beside, ML_DSA.get(oid), Optional.empty());
        }
        throw new Unusable("signature algorithm " + oid + " is not known here");
    }

    static SignatureScheme rsa(DigestAlgorithm digest) {
        return new SignatureScheme("RSA", digest, digest.inSignature() + "withRSA", Optional.empty());
    }

    static SignatureScheme ecdsa(DigestAlgorithm digest) {
        return new SignatureScheme("EC", digest, digest.inSignature() + "withECDSA", Optional.empty());
    }

    private static SignatureScheme dsa(DigestAlgorithm digest) {
        return new SignatureScheme("DSA", digest, digest.inSignature() + "withDSA", Optional.empty());
    }

    private static SignatureScheme pss(RSASSAPSSparams parameters) throws Unusable {
        DigestAlgorithm digest = DigestAlgorithm.of(
                        parameters.getHashAlgorithm().getAlgorithm())
                .orElseThrow(() -> new Unusable("RSASSA-PSS names a digest that is not known here"));
        AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
        boolean agrees = mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
                && AlgorithmIdentifier.getInstance(mask.getParameters())
                        .getAlgorithm()
                        .equals(digest.oid());
        if (!agrees) {
            throw new Unusable("RSASSA-PSS with a mask that does not rest on " + digest.policyName());
        }
        return pss(digest, parameters.getSaltLength().intValueExact());
    }

    static SignatureScheme pss(DigestAlgorithm digest, int saltOctets) {
        PSSParameterSpec spec = new PSSParameterSpec(
                digest.jca(),
                "MGF1",
                new MGF1ParameterSpec(digest.jca()),
                saltOctets,
                PSSParameterSpec.TRAILER_FIELD_BC);
        return new SignatureScheme("RSA", digest, "RSASSA-PSS", Optional.of(spec));
    }

    boolean fits(KeyKind key) {
        return family.equals(key.family());
    }

    Signature engine(Jca provider) throws GeneralSecurityException {
        Signature engine = provider.signature(jca);
        if (pss.isPresent()) {
            engine.setParameter(pss.get());
        }
        return engine;
    }
}
