package org.sealdesk.crypt.admin;

import java.util.Locale;
import java.util.Optional;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/** Where the pages of a key are: {@code pgp/<fingerprint>} and {@code smime/<fingerprint>}. */
final class KeyPaths {

    private KeyPaths() {}

    static String list(Technology technology) {
        return technology == Technology.OPENPGP ? "pgp" : "smime";
    }

    static String detail(Certificate certificate) {
        return list(certificate.technology()) + "/"
                + certificate.fingerprint().hex().toLowerCase(Locale.ROOT);
    }

    static String below(Certificate certificate, String page) {
        return detail(certificate) + "/" + page;
    }

    /** @param hex as in a path; anything else finds nothing */
    static Optional<StoredCertificate> find(CertificateStore store, Technology technology, String hex) {
        return Fingerprint.parse(hex).flatMap(value -> kind(technology, value)).flatMap(store::byFingerprint);
    }

    private static Optional<Fingerprint> kind(Technology technology, Octets value) {
        boolean sha1 = value.size() == 20;
        if (technology == Technology.SMIME) {
            return sha1 ? Optional.empty() : Optional.of(new Fingerprint(Fingerprint.Kind.X509, value));
        }
        return Optional.of(new Fingerprint(sha1 ? Fingerprint.Kind.PGP_V4 : Fingerprint.Kind.PGP_V6, value));
    }
}
