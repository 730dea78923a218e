package org.sealdesk.crypt.intake;

import java.util.Arrays;
import org.sealdesk.crypt.verdict.Technology;

/** What was found in a file. */
public enum ItemKind {
    PGP_CERTIFICATE("pgp-certificate"),
    PGP_SECRET_KEY("pgp-secret-key"),
    PGP_REVOCATION("pgp-revocation"),
    X509_CERTIFICATE("x509-certificate"),
    X509_PRIVATE_KEY("x509-private-key"),
    CRL("crl"),
    UNKNOWN("unknown");

    private final String code;

    ItemKind(String code) {
        this.code = code;
    }

    /** The name in reports and scripts. */
    public String code() {
        return code;
    }

    static ItemKind ofCode(String code) {
        return Arrays.stream(values())
                .filter(kind -> kind.code.equals(code))
                .findFirst()
                .orElse(UNKNOWN);
    }

    static ItemKind certificate(Technology technology) {
        return technology == Technology.OPENPGP ? PGP_CERTIFICATE : X509_CERTIFICATE;
    }

    static ItemKind secretKey(Technology technology) {
        return technology == Technology.OPENPGP ? PGP_SECRET_KEY : X509_PRIVATE_KEY;
    }
}
