package org.sealdesk.crypt.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.StoredCertificate;

/** What a certificate is and what is known of it, as {@code name=value} pairs, and which of them differ. */
final class FactWords {

    private FactWords() {}

    static String of(StoredCertificate stored) {
        return text(pairs(stored));
    }

    /** What was otherwise before. */
    static String before(StoredCertificate before, StoredCertificate after) {
        return text(without(pairs(before), pairs(after)));
    }

    static String after(StoredCertificate before, StoredCertificate after) {
        return text(without(pairs(after), pairs(before)));
    }

    private static Map<String, String> without(Map<String, String> pairs, Map<String, String> same) {
        Map<String, String> rest = new LinkedHashMap<>(pairs);
        rest.entrySet().removeAll(same.entrySet());
        return rest;
    }

    private static String text(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(p -> p.getKey() + "=" + p.getValue())
                .collect(Collectors.joining("; "));
    }

    private static Map<String, String> pairs(StoredCertificate stored) {
        Certificate certificate = stored.certificate();
        CertificateFacts facts = stored.facts();
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("name", certificate.displayName());
        pairs.put("until", certificate.validity().to().map(Object::toString).orElse("never"));
        certificate.revokedAt().ifPresent(at -> pairs.put("revoked", at.toString()));
        pairs.put("trust", facts.trust().name());
        pairs.put("role", facts.role().name());
        pairs.put("source", facts.source().name());
        if (facts.anchor()) {
            pairs.put("anchor", "yes");
        }
        if (!facts.related().isEmpty()) {
            pairs.put("related", facts.related().stream().map(Fingerprint::hex).collect(Collectors.joining(" ")));
        }
        facts.uploader().ifPresent(contact -> pairs.put("contact", contact));
        facts.ownerCheck().ifPresent(check -> pairs.put("checked", check.who() + ", " + check.how()));
        return pairs;
    }
}
