package org.sealdesk.crypt.smime;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** AlgorithmIdentifiers as their standards want them written. */
final class Algorithms {

    private Algorithms() {}

    static AlgorithmIdentifier withNull(ASN1ObjectIdentifier oid) {
        return new AlgorithmIdentifier(oid, DERNull.INSTANCE);
    }

    static AlgorithmIdentifier bare(ASN1ObjectIdentifier oid) {
        return new AlgorithmIdentifier(oid);
    }

    /** True if two identifiers mean the same; absent and NULL parameters do. */
    static boolean same(AlgorithmIdentifier a, AlgorithmIdentifier b) {
        return a.getAlgorithm().equals(b.getAlgorithm()) && parameters(a).equals(parameters(b));
    }

    private static ASN1Encodable parameters(AlgorithmIdentifier a) {
        return a.getParameters() == null ? DERNull.INSTANCE : a.getParameters().toASN1Primitive();
    }
}
