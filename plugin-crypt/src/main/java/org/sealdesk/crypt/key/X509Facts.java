package org.sealdesk.crypt.key;

import java.math.BigInteger;
import java.util.Optional;
import org.sealdesk.crypt.octets.Octets;

/**
 * What only X.509 certificates have. Names come twice: for people, and as octets in which equal names are equal
 * whatever string types the encoder chose (values as UTF8String, trimmed, inner white space collapsed, lower case).
 *
 * @param subject RFC 4514 text
 * @param issuer RFC 4514 text
 * @param subjectName canonical octets
 * @param issuerName canonical octets
 * @param sha1 fingerprint as older systems show it, 20 octets
 * @param subjectHash OpenSSL 1.0 and newer, 8 hexadecimal digits, lower case
 * @param subjectHashOld before OpenSSL 1.0
 * @param authority true for a CA (basic constraints)
 */
public record X509Facts(
        String subject,
        String issuer,
        Octets subjectName,
        Octets issuerName,
        BigInteger serial,
        Octets sha1,
        Optional<Octets> subjectKeyIdentifier,
        Optional<Octets> authorityKeyIdentifier,
        String subjectHash,
        String subjectHashOld,
        boolean authority) {

    public boolean isSelfIssued() {
        return subjectName.equals(issuerName);
    }
}
