package org.sealdesk.crypt.key;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.sealdesk.crypt.octets.Octets;

/**
 * What a list of revoked X.509 certificates (RFC 5280, section 5) says about itself.
 *
 * @param digest SHA-256 of its DER; names the list
 * @param issuerName canonical, as in {@link X509Facts#subjectName()}
 * @param issuer RFC 4514, for people
 * @param scope SHA-256 over what it speaks about; of two lists of one issuer with one scope the newer replaces the other
 * @param nextUpdate when a newer one was promised
 * @param entries how many certificates it revokes
 * @param octets length of its DER
 */
public record RevocationListFacts(
        Octets digest,
        Octets issuerName,
        String issuer,
        Octets scope,
        Optional<BigInteger> number,
        Instant thisUpdate,
        Optional<Instant> nextUpdate,
        int entries,
        int octets) {

    public boolean hasScopeOf(RevocationListFacts other) {
        return issuerName.equals(other.issuerName) && scope.equals(other.scope);
    }

    /** By number if both have one (RFC 5280, section 5.2.3), else by time. */
    public boolean isNewerThan(RevocationListFacts other) {
        int byNumber =
                number.isPresent() && other.number.isPresent() ? number.get().compareTo(other.number.get()) : 0;
        return byNumber != 0 ? byNumber > 0 : thisUpdate.isAfter(other.thisUpdate);
    }

    public boolean isOutOfDate(Instant at) {
        return nextUpdate.map(next -> next.isBefore(at)).orElse(false);
    }
}
