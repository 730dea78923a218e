package org.sealdesk.crypt.folder;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateFacts.Role;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;

/**
 * Takes certificates out of use when their last file went, and back into use when they return. Only what folders alone
 * brought, and what nobody decided otherwise about, is touched; nothing is deleted.
 */
final class Retirement {

    private final ScanParts parts;
    private final FolderMemory memory;
    private final Instant at;

    Retirement(ScanParts parts, FolderMemory memory, Instant at) {
        this.parts = parts;
        this.memory = memory;
        this.at = at;
    }

    /** @param lost fingerprints that are in no file any more, with where they were last */
    List<RetiredCertificate> retire(Map<String, Path> lost) throws KeystoreUnavailable {
        List<Keystore.Change> changes = new ArrayList<>();
        List<RetiredCertificate> retired = new ArrayList<>();
        lost.forEach((fingerprint, file) -> find(fingerprint)
                .filter(c -> c.facts().source() == Source.FOLDER && c.facts().role() == Role.ACTIVE)
                .ifPresent(c -> {
                    changes.add(role(c, Role.RETIRED));
                    retired.add(new RetiredCertificate(fingerprint, file, at));
                }));
        apply(parts.keystoreFor("key.retire", "it is in no key folder any more"), changes);
        for (RetiredCertificate certificate : retired) {
            memory.putRetired(certificate);
            parts.events().retired(certificate.fingerprint(), certificate.lastFile());
        }
        return retired;
    }

    /** @param present fingerprints that are in files now */
    List<String> restore(Set<String> present) throws KeystoreUnavailable {
        List<Keystore.Change> changes = new ArrayList<>();
        List<String> back = new ArrayList<>();
        List<String> settled = new ArrayList<>();
        for (String fingerprint : memory.retired().keySet()) {
            Optional<StoredCertificate> stored = find(fingerprint);
            boolean stillRetired =
                    stored.map(c -> c.facts().role() == Role.RETIRED).orElse(false);
            if (!stillRetired) {
                // Somebody decided otherwise, or deleted it.
                settled.add(fingerprint);
            } else if (present.contains(fingerprint)) {
                changes.add(role(stored.get(), Role.ACTIVE));
                back.add(fingerprint);
            }
        }
        apply(parts.keystoreFor("key.restore", "it is back in a key folder"), changes);
        settled.forEach(memory::forgetRetired);
        for (String fingerprint : back) {
            memory.forgetRetired(fingerprint);
            parts.events().restored(fingerprint);
        }
        return back;
    }

    private Optional<StoredCertificate> find(String fingerprint) {
        return parts.keystore().byAnyFingerprint(Octets.ofHex(fingerprint)).stream()
                .filter(c -> c.certificate().fingerprint().hex().equals(fingerprint))
                .findFirst();
    }

    private static Keystore.Change role(StoredCertificate stored, Role role) {
        CertificateFacts facts = stored.facts().withRole(role);
        return new Keystore.Change.PutFacts(stored.certificate().fingerprint(), facts);
    }

    private static void apply(Keystore keystore, List<Keystore.Change> changes) throws KeystoreUnavailable {
        if (changes.isEmpty()) {
            return;
        }
        try {
            keystore.apply(changes);
        } catch (KeystoreLocked e) {
            throw new IllegalStateException("facts carry no secret", e);
        }
    }
}
