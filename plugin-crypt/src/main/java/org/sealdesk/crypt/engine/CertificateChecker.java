package org.sealdesk.crypt.engine;

import java.time.Instant;
import java.util.List;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.octets.Octets;

/**
 * Answers why a certificate is or is not accepted, for people who wonder. Stores nothing, fetches nothing, and reads a
 * stranger's certificates and lists without an exception. May be called from any thread.
 */
public interface CertificateChecker {

    CertificateCheck check(Certificate certificate, Request request);

    /**
     * What to judge by.
     *
     * @param store certificates and anchors that are there anyway
     * @param links further certificates that may stand between the certificate and an anchor
     * @param anchors further trust anchors
     * @param crls revocation lists, DER
     */
    record Request(
            CertificateStore store,
            List<Certificate> links,
            List<Certificate> anchors,
            List<Octets> crls,
            Instant at,
            RevocationRule rule) {
        public Request {
            links = List.copyOf(links);
            anchors = List.copyOf(anchors);
            crls = List.copyOf(crls);
        }
    }

    /** What it means that nobody knows whether a certificate was revoked. */
    enum RevocationRule {
        /** It is said, and the path stands. */
        IF_KNOWN,
        /** The path is refused. */
        REQUIRED
    }
}
