package org.sealdesk.crypt.smime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.octets.Octets;

/** Certificates already read, the least recently used forgotten first. May be used from any thread. */
final class CertificateCache {

    /** About 10 KiB each when read. */
    private static final int MAX_ENTRIES = 2_000;

    private final CertificateParser parser;
    private final Map<Octets, ParsedCertificate> entries = new LinkedHashMap<>(16, 0.75f, true);

    CertificateCache(CertificateParser parser) {
        this.parser = parser;
    }

    CertificateParser parser() {
        return parser;
    }

    /** @throws IllegalArgumentException if it is no certificate */
    ParsedCertificate get(Octets der) {
        synchronized (entries) {
            ParsedCertificate known = entries.get(der);
            if (known != null) {
                return known;
            }
        }
        ParsedCertificate fresh = parser.parse(der);
        synchronized (entries) {
            entries.put(der, fresh);
            while (entries.size() > MAX_ENTRIES) {
                entries.remove(entries.keySet().iterator().next());
            }
        }
        return fresh;
    }

    /** Empty if it is no certificate: strangers' octets. */
    Optional<ParsedCertificate> find(Octets der) {
        try {
            return Optional.of(get(der));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Optional<ParsedCertificate> find(Certificate certificate) {
        return certificate.x509().isPresent() ? find(certificate.encoded()) : Optional.empty();
    }
}
