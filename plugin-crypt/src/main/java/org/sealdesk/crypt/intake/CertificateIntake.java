package org.sealdesk.crypt.intake;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.intake.ImportedItem.Answer;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Takes public halves: new ones are added, known ones merged. What people decided about a certificate stays. */
final class CertificateIntake {

    private static final Set<Source> BY_PEOPLE = Set.of(Source.ADMINISTRATOR, Source.MIGRATION);

    private final Staging staging;
    private final ImportOptions options;
    private final Instant at;

    CertificateIntake(Staging staging, ImportOptions options, Instant at) {
        this.staging = staging;
        this.options = options;
        this.at = at;
    }

    Answer take(Certificate incoming, KeyReader reader) {
        Optional<StoredCertificate> stored = staging.certificate(incoming.fingerprint());
        return stored.isPresent() ? update(stored.get(), incoming, reader) : add(incoming);
    }

    private Answer add(Certificate incoming) {
        CertificateFacts facts = CertificateFacts.added(options.source(), options.trust(), at)
                .withTrust(options.trust(), options.ownerCheck())
                .withAnchor(becomesAnchor(incoming));
        boolean keyWaited = !staging.stagedSecret(incoming.secretKeyId()) && staging.hasSecret(incoming.secretKeyId());
        staging.put(incoming, facts);
        return Answer.ok(
                ItemResult.ADDED,
                keyWaited ? "new; its private key was waiting here and is paired now" : "new" + asAnchor(facts));
    }

    private Answer update(StoredCertificate stored, Certificate incoming, KeyReader reader) {
        Certificate merged = reader.merge(stored.certificate(), incoming, at);
        CertificateFacts facts = raised(stored.facts(), incoming);
        if (merged.encoded().equals(stored.certificate().encoded()) && facts.equals(stored.facts())) {
            return Answer.ok(ItemResult.UNCHANGED, "already here, nothing new in the file" + rejection(facts));
        }
        staging.put(merged, facts);
        return Answer.ok(
                ItemResult.UPDATED,
                Difference.between(stored.certificate(), merged, stored.facts(), facts) + rejection(facts));
    }

    /** Never less than before, and a rejection is lifted by a person on the certificate's page only. */
    private CertificateFacts raised(CertificateFacts stored, Certificate incoming) {
        CertificateFacts facts = stored;
        boolean more = options.trust().compareTo(stored.trust()) > 0;
        if (more && stored.trust() != TrustLevel.REJECTED) {
            facts = facts.withTrust(options.trust(), options.ownerCheck().or(stored::ownerCheck));
        }
        if (facts.source() == Source.FOLDER && BY_PEOPLE.contains(options.source())) {
            // Somebody wants it here, whatever becomes of the file.
            facts = facts.withSource(options.source());
        }
        return facts.anchor() || !becomesAnchor(incoming) ? facts : facts.withAnchor(true);
    }

    /** Also a self-issued certificate without the CA mark: the oldest roots have no extensions. */
    private boolean becomesAnchor(Certificate certificate) {
        return options.authorities() == ImportOptions.Authorities.ANCHORS
                && certificate.x509().map(CertificateIntake::canEndPaths).orElse(false);
    }

    private static boolean canEndPaths(X509Facts x509) {
        return x509.authority() || x509.isSelfIssued();
    }

    private static String asAnchor(CertificateFacts facts) {
        return facts.anchor() ? ", trusted as an issuer" : "";
    }

    private static String rejection(CertificateFacts facts) {
        return facts.trust() == TrustLevel.REJECTED
                ? "; it stays rejected, as somebody here decided: change that on its page"
                : "";
    }
}
