package org.sealdesk.crypt.smime;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Keys that are whole only within a path: a DSA key without parameters has its issuer's (RFC 3279, section 2.3.2). */
final class PathKeys {

    private PathKeys() {}

    static boolean inheritsParameters(ParsedCertificate certificate) {
        AlgorithmIdentifier algorithm = certificate.keyInfo().getAlgorithm();
        ASN1Encodable parameters = algorithm.getParameters();
        return algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_dsa)
                && (parameters == null || DERNull.INSTANCE.equals(parameters));
    }

    /**
     * The key of the first certificate.
     *
     * @param path from it upwards
     * @return empty if it is damaged or of an unknown kind
     */
    static Optional<PublicKey> first(List<ParsedCertificate> path, Jca jca) {
        try {
            ParsedCertificate first = path.get(0);
            return inheritsParameters(first) ? inherited(path, jca) : Optional.of(first.publicKey());
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> inherited(List<ParsedCertificate> path, Jca jca)
            throws GeneralSecurityException {
        Optional<ParsedCertificate> giver =
                path.stream().filter(c -> !inheritsParameters(c)).findFirst();
        if (giver.isEmpty() || !giver.get().kind().family().equals("DSA")) {
            return Optional.empty();
        }
        SubjectPublicKeyInfo whole = new SubjectPublicKeyInfo(
                giver.get().keyInfo().getAlgorithm(),
                path.get(0).keyInfo().getPublicKeyData().getOctets());
        return Optional.of(jca.publicKey(whole, giver.get().kind()));
    }
}
