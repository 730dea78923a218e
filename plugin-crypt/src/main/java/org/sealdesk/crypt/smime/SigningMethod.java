package org.sealdesk.crypt.smime;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * How an own key signs.
 *
 * @param identifier as it is written beside the signature
 */
record SigningMethod(SignatureScheme scheme, AlgorithmIdentifier identifier) {

    private static final int SHA_256_OCTETS = 32;
    private static final int TRAILER = 1;
    private static final int P_256_BITS = 256;
    private static final int P_384_BITS = 384;

    /** Empty if keys of this kind do not sign here. */
    static Optional<SigningMethod> of(ParsedCertificate signer, SmimeOptions options) {
        return switch (signer.kind().family()) {
            case "RSA" -> Optional.of(mustPss(signer, options) ? pss() : pkcs1());
            case "EC" -> Optional.of(curve(signer.kind().bits()));
            // RFC 8419, section 3.1.
            case "ED25519" ->
                Optional.of(new SigningMethod(
                        new SignatureScheme("ED25519", DigestAlgorithm.SHA_512, "Ed25519", Optional.empty()),
                        Algorithms.bare(EdECObjectIdentifiers.id_Ed25519)));
            case "ED448" ->
                Optional.of(new SigningMethod(
                        new SignatureScheme("ED448", DigestAlgorithm.SHAKE256, "Ed448", Optional.empty()),
                        Algorithms.bare(EdECObjectIdentifiers.id_Ed448)));
            default -> Optional.empty();
        };
    }

    private static boolean mustPss(ParsedCertificate signer, SmimeOptions options) {
        return options.rsaSignature() == SmimeOptions.RsaSignature.PSS
                || signer.keyInfo().getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS);
    }

    private static SigningMethod pkcs1() {
        return new SigningMethod(
                SignatureScheme.rsa(DigestAlgorithm.SHA_256), Algorithms.withNull(PKCSObjectIdentifiers.rsaEncryption));
    }

    private static SigningMethod pss() {
        // RFC 4055, section 3.1 wants NULL beside the digests within the parameters.
        AlgorithmIdentifier digest = Algorithms.withNull(DigestAlgorithm.SHA_256.oid());
        RSASSAPSSparams parameters = new RSASSAPSSparams(
                digest,
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest),
                new ASN1Integer(SHA_256_OCTETS),
                new ASN1Integer(TRAILER));
        return new SigningMethod(
                SignatureScheme.pss(DigestAlgorithm.SHA_256, SHA_256_OCTETS),
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters));
    }

    private static SigningMethod curve(int bits) {
        if (bits <= P_256_BITS) {
            return new SigningMethod(
                    SignatureScheme.ecdsa(DigestAlgorithm.SHA_256),
                    Algorithms.bare(X9ObjectIdentifiers.ecdsa_with_SHA256));
        }
        return bits <= P_384_BITS
                ? new SigningMethod(
                        SignatureScheme.ecdsa(DigestAlgorithm.SHA_384),
                        Algorithms.bare(X9ObjectIdentifiers.ecdsa_with_SHA384))
                : new SigningMethod(
                        SignatureScheme.ecdsa(DigestAlgorithm.SHA_512),
                        Algorithms.bare(X9ObjectIdentifiers.ecdsa_with_SHA512));
    }
}
