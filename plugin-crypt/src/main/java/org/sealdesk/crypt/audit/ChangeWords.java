package org.sealdesk.crypt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.RevocationListFacts;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.StoredCertificate;

/** Changes of a keystore in the words of the log: what is there before and what will be there after each of them. */
final class ChangeWords {

    private final Keystore keystore;
    private final String action;

    /** Certificates as the changes before left them. */
    private final Map<Fingerprint, StoredCertificate> changed = new HashMap<>();

    /** @param action instead of what each change is called by itself; empty for that */
    ChangeWords(Keystore keystore, String action) {
        this.keystore = keystore;
        this.action = action;
    }

    List<AuditEvent> of(List<Change> changes) {
        List<AuditEvent> events = new ArrayList<>(changes.size());
        changes.forEach(change -> of(change).ifPresent(events::add));
        return events;
    }

    private Optional<AuditEvent> of(Change change) {
        if (change instanceof Change.PutCertificate put) {
            return Optional.of(put(put));
        }
        if (change instanceof Change.PutFacts put) {
            return find(put.fingerprint()).map(before -> facts(before, put));
        }
        if (change instanceof Change.DeleteCertificate delete) {
            return find(delete.fingerprint())
                    .map(before -> event("key.delete", hex(delete.fingerprint()), FactWords.of(before), ""));
        }
        if (change instanceof Change.PutSecret put) {
            SecretKeyId id = put.secret().id();
            String password = put.secret().passphrase().isPresent() ? "secret key, its password is kept" : "secret key";
            return Optional.of(event("secret.put", subject(id), keystore.has(id) ? "secret key" : "", password));
        }
        if (change instanceof Change.DeleteSecret delete) {
            return Optional.of(event("secret.delete", subject(delete.id()), "secret key", ""));
        }
        if (change instanceof Change.PutRevocationList put) {
            return Optional.of(list("list.put", put.list().facts(), ""));
        }
        if (change instanceof Change.DeleteRevocationList delete) {
            return Optional.of(list("list.delete", delete.list(), "revocation list"));
        }
        // Days of use are no change that anybody decided, and the head of this log is its own.
        return Optional.empty();
    }

    private AuditEvent put(Change.PutCertificate put) {
        Certificate certificate = put.certificate();
        Optional<StoredCertificate> before = find(certificate.fingerprint());
        StoredCertificate after = new StoredCertificate(certificate, put.facts(), false);
        changed.put(certificate.fingerprint(), after);
        return before.map(b -> event(
                        "key.update",
                        hex(certificate.fingerprint()),
                        FactWords.before(b, after),
                        FactWords.after(b, after)))
                .orElseGet(() -> event("key.add", hex(certificate.fingerprint()), "", FactWords.of(after)));
    }

    private AuditEvent facts(StoredCertificate before, Change.PutFacts put) {
        StoredCertificate after = new StoredCertificate(before.certificate(), put.facts(), before.hasSecret());
        changed.put(put.fingerprint(), after);
        return event(
                "key.facts", hex(put.fingerprint()), FactWords.before(before, after), FactWords.after(before, after));
    }

    private AuditEvent list(String name, RevocationListFacts list, String before) {
        return event(name, list.digest().hex(), before, "revocation list of " + list.issuer());
    }

    private AuditEvent event(String name, String subject, String before, String after) {
        return AuditEvent.done(action.isEmpty() ? name : action, subject, before, after);
    }

    private Optional<StoredCertificate> find(Fingerprint fingerprint) {
        return Optional.ofNullable(changed.get(fingerprint)).or(() -> keystore.byFingerprint(fingerprint));
    }

    /** The certificate that carries the key, so that the history of a certificate has its secret key too. */
    private String subject(SecretKeyId id) {
        return changed.values().stream()
                .map(StoredCertificate::certificate)
                .filter(c -> c.secretKeyId().equals(id))
                .findFirst()
                .or(() -> keystore.byPublicKey(id.value()).stream()
                        .map(StoredCertificate::certificate)
                        .filter(c -> c.secretKeyId().equals(id))
                        .findFirst())
                .map(c -> hex(c.fingerprint()))
                .orElseGet(() -> id.value().hex());
    }

    private static String hex(Fingerprint fingerprint) {
        return fingerprint.hex();
    }
}
