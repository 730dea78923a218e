package org.sealdesk.crypt.admin;

import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.X509Facts;

/** How keys are named on pages. */
final class KeyFacts {

    private KeyFacts() {}

    /** Key id of OpenPGP, OpenSSL's subject hash of S/MIME. */
    static String shortName(Certificate certificate) {
        return certificate
                .x509()
                .map(X509Facts::subjectHash)
                .orElseGet(() ->
                        grouped(Fingerprint.keyIdText(certificate.fingerprint().keyId())));
    }

    /** In groups of four, to read aloud. */
    static String grouped(Fingerprint fingerprint) {
        return grouped(fingerprint.hex());
    }

    static String grouped(String hex) {
        return hex.replaceAll("....(?!$)", "$0 ");
    }
}
