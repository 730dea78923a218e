package org.sealdesk.crypt.admin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.CertificateStore.Filter;
import org.sealdesk.crypt.key.CertificateStore.Page;
import org.sealdesk.crypt.key.CertificateStore.Query;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Searches as administrators write: words, or a fingerprint, key id or hash in any of its shapes. The store finds; nothing
 * is walked through.
 */
final class KeySearch {

    static final int PAGE_SIZE = 25;

    private final CertificateStore store;
    private final Technology technology;

    KeySearch(CertificateStore store, Technology technology) {
        this.store = store;
        this.technology = technology;
    }

    Page<StoredCertificate> find(String text, Optional<Boolean> own, Optional<Octets> after) {
        return find(text, own, Filter.NONE, after);
    }

    Page<StoredCertificate> find(String text, Optional<Boolean> own, Filter filter, Optional<Octets> after) {
        if (!filter.isNone()) {
            // The store knows identifiers as words, without the spaces that people put into them.
            String words = Fingerprint.parse(text).map(Octets::hex).orElse(text.strip());
            return store.find(new Query(technology, words, own, filter, after, PAGE_SIZE));
        }
        List<StoredCertificate> named = named(text.strip()).stream()
                .filter(c -> c.certificate().technology() == technology)
                .filter(c -> own.isEmpty() || own.get() == c.hasSecret())
                .limit(PAGE_SIZE)
                .toList();
        return named.isEmpty()
                ? store.find(new Query(technology, text.strip(), own, after, PAGE_SIZE))
                : new Page<>(named, named.size(), Optional.empty());
    }

    private List<StoredCertificate> named(String text) {
        Optional<Octets> fingerprint = Fingerprint.parse(text);
        if (fingerprint.isPresent()) {
            return store.byAnyFingerprint(fingerprint.get());
        }
        String hex = text.replaceAll("^0[xX]|[\\s:]", "");
        if (hex.matches("[0-9A-Fa-f]{16}")) {
            return store.byKeyId(Long.parseUnsignedLong(hex, 16));
        }
        return hex.matches("[0-9A-Fa-f]{8}") ? store.byOpenSslHash(hex.toLowerCase(Locale.ROOT)) : List.of();
    }
}
