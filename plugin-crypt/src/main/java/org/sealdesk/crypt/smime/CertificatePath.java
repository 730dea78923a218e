package org.sealdesk.crypt.smime;

import java.util.ArrayList;
import java.util.List;

/**
 * A way from a certificate to an anchor, each signed by the next; not yet judged.
 *
 * @param certificates the end certificate first, without the anchor; empty if the end certificate is the anchor
 */
record CertificatePath(List<ParsedCertificate> certificates, ParsedCertificate anchor) {

    CertificatePath {
        certificates = List.copyOf(certificates);
    }

    List<ParsedCertificate> withAnchor() {
        List<ParsedCertificate> all = new ArrayList<>(certificates);
        all.add(anchor);
        return all;
    }
}
